// The gate: which steps of layers become durable.
#include "core/job_turn.hpp"

#include <algorithm>

namespace core {

using proto::failure_code;
using proto::job_phase;
using proto::layer_phase;

gate_move gate(const job_state& state, const std::vector<offered_step>& steps, const job_context& context) {
  job_turn turn{state, context};
  gate_move judged;
  for (const auto& step : steps)
    judged.taken.push_back(turn.on(step));
  judged.move = turn.take();
  return judged;
}

bool job_turn::on(const offered_step& step) {
  if (job().phase != job_phase::running || job().desired != proto::desired_state::run)
    return false;
  auto index = static_cast<std::size_t>(step.record.index);
  state().layers.at(index) = step.record;
  store_layer(step.record.index);
  for (const auto& entry : step.ledger)
    change(entry);
  if (has_ended(step.record))
    layer_ended(step.record);
  return true;
}

/// The last step of a layer decides what becomes of the job, in the same transaction.
void job_turn::layer_ended(const proto::layer_record& layer) {
  if (layer.phase == layer_phase::failed) {
    report_errors(layer);
    store_job();
    if (!job().request.parameters.continue_on_errors)
      return begin_ending(job_phase::failed, *layer.failure);
  }
  const auto& layers = state().layers;
  if (!std::all_of(layers.begin(), layers.end(), has_ended))
    return;
  begin_assembling();
}

/// Whether there is anything to assemble is told by the plan.
void job_turn::begin_assembling() {
  job().phase = job_phase::assembling;
  store_job();
  then(job_effects::load_plan{});
}

/// A failed export is an error of each layer and table that it covers.
void job_turn::report_errors(const proto::layer_record& layer) {
  for (const auto& covered : layer.covers) {
    auto& errors = covered.is_table ? job().table_errors : job().layer_errors;
    errors.push_back({covered.id, covered.title, service_of(layer.task), *layer.failure});
  }
}

void job_turn::on(const job_events::layer_gave_up& event) {
  auto index = static_cast<std::size_t>(event.index);
  if (job().phase != job_phase::running || index >= state().layers.size() || has_ended(state().layers[index]))
    return;
  auto why = job_failure(failure_code::internal, "taking a layer offline", service_of(state().layers[index].task));
  why.server_said = event.words;
  std::vector<proto::ledger_record> ledger;
  auto record = failed(state().layers[index], std::move(why), context_.for_layers(), ledger);
  on(offered_step{std::move(record), std::move(ledger)});
}

} // namespace core
