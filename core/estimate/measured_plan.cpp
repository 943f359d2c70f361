#include "core/estimate/measured_plan.hpp"

#include "core/estimate/needed_credentials.hpp"
#include "core/estimate/plan_requests.hpp"
#include "core/estimate/row_counting.hpp"
#include "core/estimate/size_asking.hpp"
#include "core/estimate/size_estimates.hpp"
#include "core/estimate/tile_numbers.hpp"
#include "core/plan/item_info.hpp"
#include "core/service_parameters.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

namespace core {
namespace {

/// Adds numbers to a plan, as far as the documents are there.
class measuring {
public:
  measuring(const plan_question& question, const prepared_map& map, const plan_documents& documents)
    : question_(question),
      map_(map),
      reader_(documents),
      rows_(reader_, *map.inputs, question.portal),
      sizes_(reader_, question.portal) {}

  std::variant<proto::map_plan, plan_step> run() {
    proto::map_plan numbers;
    const auto& plan = map_.plan;
    int index = 0;
    for (const auto& planned : plan.exports)
      numbers.exports.push_back(measure(planned, index++));
    numbers.credentials = needed_credentials(question_, plan, reader_);
    if (auto step = reader_.pending())
      return *step;
    if (auto step = sizes_.pending())
      return *step;
    numbers.title = plan.item_info.title;
    numbers.layer_errors = plan.layer_errors;
    numbers.table_errors = plan.table_errors;
    numbers.findings = plan.findings;
    for (std::size_t i = 0; i < numbers.exports.size(); ++i)
      numbers.bytes = i == 0 ? numbers.exports[i].bytes : numbers.bytes + numbers.exports[i].bytes;
    numbers.disk_peak = disk_peak(numbers.bytes, plan.web_map.dump().size());
    return numbers;
  }

private:
  proto::export_plan measure(const planned_export& planned, int index) {
    proto::export_plan one;
    one.kind = proto::kind_of(planned.task);
    one.service = proto::without_query(proto::service_of(planned.task));
    one.covers = planned.covers;
    one.requests = requests_of(planned, index, question_.portal);
    const auto service = map_.inputs->tiles.find(proto::comparable_address(one.service));
    if (one.kind == proto::export_kind::feature_sync) {
      one.rows = rows_.count(planned, std::to_string(index));
      one.bytes = replica_bytes(one.rows);
    } else if (service != map_.inputs->tiles.end()) {
      measure_tiles(planned, service->second, one);
    }
    return one;
  }

  void measure_tiles(const planned_export& planned, const tile_service& service, proto::export_plan& one) {
    std::optional<proto::size_estimate> told;
    if (const auto* raster = std::get_if<proto::raster_tiles_task>(&planned.task)) {
      one.tiles = raster_tile_numbers(service, *raster);
      if (question_.purpose == plan_purpose::estimated_plan)
        told = sizes_.ask(*raster);
    } else {
      one.tiles =
        vector_tile_numbers(service, std::get<proto::vector_tiles_task>(planned.task), tilemap_of(service, planned));
    }
    one.bytes = tile_bytes(one.kind, service.description.tiles->cols, *one.tiles, told);
    learn(one, one.tiles->total);
  }

  /// Earlier exports of tiles know better than a guess. Replicas teach nothing: their schemas differ.
  void learn(proto::export_plan& one, const proto::plan_number& holds) {
    if (one.bytes.basis != proto::estimate_basis::usual)
      return;
    if (auto learned = learned_bytes(question_.experience, one.service, one.kind, holds))
      one.bytes = *learned;
  }

  /// Null without one, and while it is on its way.
  const nlohmann::json* tilemap_of(const tile_service& service, const planned_export& planned) {
    if (!service.description.has_tilemap)
      return nullptr;
    auto request = named_document(service.root + "/tilemap", question_.portal);
    append_parameters(
      request, {proto::parameters_of(planned.task), proto::secret_parameters_of(planned.task)}, service.root);
    const auto* answer = reader_.json("tilemap:" + proto::comparable_address(service.root), request,
      document_reader::importance::of_layer, "asking which tiles there are", proto::without_query(service.root));
    return answer != nullptr && *answer ? &**answer : nullptr;
  }

  const plan_question& question_;
  const prepared_map& map_;
  document_reader reader_;
  row_counting rows_;
  size_asking sizes_;
};

} // namespace

plan_step make_measured_plan(const plan_question& question, const plan_documents& documents) {
  auto step = make_plan(question, documents);
  auto* map = std::get_if<prepared_map>(&step);
  if (!is_measured(question.purpose) || map == nullptr)
    return step;
  auto measured = measuring(question, *map, documents).run();
  if (auto* more = std::get_if<plan_step>(&measured))
    return std::move(*more);
  map->numbers = std::move(std::get<proto::map_plan>(measured));
  return step;
}

} // namespace core
