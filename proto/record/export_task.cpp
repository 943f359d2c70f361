#include "proto/record/export_task.hpp"

#include "proto/record/fields.hpp"

namespace proto {
namespace {

template <class Task>
result<export_task> read_as(const nlohmann::json& json) {
  auto task = read_fields<Task>(json, failure_code::state_damaged, "reading an export task");
  return task ? result<export_task>{export_task{std::move(*task)}} : result<export_task>{task.error()};
}

} // namespace

std::string_view word(export_kind kind) { return word_in(kind); }

export_kind kind_of(const export_task& task) { return static_cast<export_kind>(task.index()); }

const std::string& service_of(const export_task& task) {
  return std::visit([](const auto& one) -> const std::string& { return one.service; }, task);
}

const service_parameters& parameters_of(const export_task& task) {
  return std::visit([](const auto& one) -> const service_parameters& { return one.parameters; }, task);
}

const parameter_sources& secret_parameters_of(const export_task& task) {
  return std::visit([](const auto& one) -> const parameter_sources& { return one.secret_parameters; }, task);
}

bool registers_replica(const export_task& task) {
  const auto* features = std::get_if<feature_sync_task>(&task);
  return features != nullptr && features->request.sync_model != sync_model::none;
}

bool keeps_replica(const export_task& task) {
  return registers_replica(task) && !std::get<feature_sync_task>(task).unregister_when_taken;
}

nlohmann::json to_json(const export_task& task) {
  auto json = std::visit([](const auto& one) { return write_fields(one); }, task);
  json["kind"] = word(kind_of(task));
  return json;
}

result<export_task> read_export_task(const nlohmann::json& json) {
  const auto kind = json.is_object() ? json.find("kind") : json.end();
  if (json.is_object() && kind != json.end()) {
    if (*kind == word(export_kind::feature_sync))
      return read_as<feature_sync_task>(json);
    if (*kind == word(export_kind::raster_tiles))
      return read_as<raster_tiles_task>(json);
    if (*kind == word(export_kind::vector_tiles))
      return read_as<vector_tiles_task>(json);
  }
  return failure{.code = failure_code::state_damaged,
    .during = "reading an export task",
    .subject = "kind",
    .hint = "is not a known word"};
}

nlohmann::json to_json(const covered_layer& layer) { return write_fields(layer); }

result<covered_layer> read_covered_layer(const nlohmann::json& json) {
  return read_fields<covered_layer>(json, failure_code::state_damaged, "reading a covered layer");
}

} // namespace proto
