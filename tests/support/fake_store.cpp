#include "tests/support/fake_store.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace support {
namespace {

std::string key_of(const std::string& job, int index) { return job + "/" + std::to_string(index); }

template <class Record, class Read>
Record parsed(const std::string& text, Read read) {
  auto record = read(nlohmann::json::parse(text));
  if (!record)
    ADD_FAILURE() << "what was written cannot be read: " << describe(record.error()) << ": " << text;
  return record ? *record : Record{};
}

proto::job_record read_job(const std::string& text) { return parsed<proto::job_record>(text, proto::read_job_record); }
proto::layer_record read_layer(const std::string& text) {
  return parsed<proto::layer_record>(text, proto::read_layer_record);
}
proto::ledger_record read_entry(const std::string& text) {
  return parsed<proto::ledger_record>(text, proto::read_ledger_record);
}

} // namespace

proto::result<core::stored_state> fake_store::load() {
  core::stored_state state;
  state.install_id = "box";
  for (const auto& [id, text] : jobs_)
    state.jobs.push_back(read_job(text));
  state.layers = layers();
  state.ledger = ledger();
  return state;
}

proto::outcome fake_store::commit(const core::store_batch& batch) {
  if (!power_.on || (refuse && refuse(++asked_))) {
    proto::failure why;
    why.code = proto::failure_code::store_unavailable;
    return why;
  }
  bool cut_now = cut_ && --cut_->at == 0;
  if (!cut_now || cut_->after)
    apply(batch);
  if (cut_now) {
    cut_.reset();
    power_.on = false;
  }
  return std::nullopt;
}

void fake_store::apply(const core::store_batch& batch) {
  ++commits_;
  for (const auto& job : batch.jobs)
    jobs_[job.id] = to_json(job).dump();
  for (const auto& layer : batch.layers)
    layers_[key_of(layer.job, layer.index)] = to_json(layer).dump();
  for (const auto& entry : batch.ledger)
    ledger_[entry.name] = to_json(entry).dump();
  for (const auto& name : batch.forget_ledger)
    ledger_.erase(name);
  for (const auto& id : batch.forget_jobs) {
    jobs_.erase(id);
    std::erase_if(layers_, [&](const auto& layer) { return layer.first.starts_with(id + "/"); });
  }
  if (watch)
    watch(batch);
}

std::optional<proto::job_record> fake_store::job(const std::string& id) const {
  auto found = jobs_.find(id);
  return found == jobs_.end() ? std::nullopt : std::optional{read_job(found->second)};
}

std::optional<proto::layer_record> fake_store::layer(const std::string& job, int index) const {
  auto found = layers_.find(key_of(job, index));
  return found == layers_.end() ? std::nullopt : std::optional{read_layer(found->second)};
}

std::optional<proto::layer_record> fake_store::layer_with_name(const std::string& replica) const {
  for (const auto& layer : layers())
    if (layer.name == replica)
      return layer;
  return std::nullopt;
}

std::optional<proto::ledger_record> fake_store::entry(const std::string& name) const {
  auto found = ledger_.find(name);
  return found == ledger_.end() ? std::nullopt : std::optional{read_entry(found->second)};
}

std::vector<proto::layer_record> fake_store::layers() const {
  std::vector<proto::layer_record> all;
  for (const auto& [key, text] : layers_)
    all.push_back(read_layer(text));
  return all;
}

std::vector<proto::ledger_record> fake_store::ledger() const {
  std::vector<proto::ledger_record> all;
  for (const auto& [name, text] : ledger_)
    all.push_back(read_entry(text));
  return all;
}

} // namespace support
