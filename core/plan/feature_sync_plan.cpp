#include "core/plan/feature_sync_plan.hpp"

#include "core/plan/area.hpp"

#include <algorithm>

namespace core {
namespace {

/// In the service's own reference: not every server knows every other. One that cannot
/// be projected to is left to the server.
proto::area area_for(const feature_service& service, const proto::area& area) {
  const auto& own = service.description.spatial_reference;
  auto projected = own.given() ? project_exactly(area, own) : area;
  return projected ? std::move(*projected) : area;
}

/// A service that gives no file without a replica gets that back.
proto::outcome choose_sync_model(const feature_service& service, proto::geodatabase_sync_model wanted,
  const std::string& element, proto::feature_sync_task& task, std::vector<proto::finding>& findings) {
  using model = proto::geodatabase_sync_model;
  const auto& sync = service.description.sync;
  task.request.sync_model =
    sync.supports_per_layer_sync ? proto::sync_model::per_layer : proto::sync_model::per_replica;
  if (wanted == model::none && sync.supports_sync_model_none)
    task.request.sync_model = proto::sync_model::none;
  else if (wanted == model::none)
    task.unregister_when_taken = true;
  else if (wanted == model::geodatabase)
    task.request.sync_model = proto::sync_model::per_replica;
  if (task.unregister_when_taken)
    findings.push_back(finding_of(proto::finding_code::unregistered_after_download, service.root));
  const bool lacks = wanted == model::layer ? !sync.supports_per_layer_sync
                                            : wanted == model::geodatabase && !sync.supports_per_replica_sync;
  if (!lacks)
    return std::nullopt;
  return proto::failure{.code = proto::failure_code::invalid_request,
    .during = "planning",
    .subject = element + ".syncModel",
    .hint = "the service does not have this sync model"};
}

int sync_data_options(const feature_service& service, const proto::generate_geodatabase_parameters& parameters) {
  using mode = proto::utility_network_sync_mode;
  const int wanted = (parameters.sync_annotations ? sync_data_option::annotations : 0)
    | (parameters.sync_dimensions ? sync_data_option::dimensions : 0)
    | (parameters.sync_contingent_values ? sync_data_option::contingent_values : 0)
    | (parameters.utility_network_sync_mode == mode::sync_system_tables ? sync_data_option::system_tables : 0);
  return wanted & service.description.sync.supported_sync_data_options;
}

} // namespace

const feature_choice* choice_of(const std::vector<feature_choice>& choices, int service_layer) {
  const auto found =
    std::find_if(choices.begin(), choices.end(), [&](const auto& c) { return c.described->id == service_layer; });
  return found == choices.end() ? nullptr : &*found;
}

bool is_without_geometry(const feature_choice& choice) {
  return choice.layer->place == proto::layer_place::tables || choice.described->type == "Table"
    || choice.described->geometry_type.empty();
}

proto::result<planned_export> plan_feature_sync(const feature_service& service,
  const std::vector<feature_choice>& choices, const proto::generate_geodatabase_parameters& parameters,
  const replica_frame& frame, const std::string& element, std::vector<proto::finding>& findings) {
  const auto& description = service.description;
  proto::feature_sync_task task{service.root, {}};
  auto& request = task.request;
  planned_export planned;
  for (auto option : parameters.layer_options) {
    const auto* choice = choice_of(choices, option.layer_id);
    if (choice == nullptr)
      continue;
    if (option.query_option == proto::query_option::use_filter && is_without_geometry(*choice))
      option.use_geometry = false; // there is none, and servers refuse a filter by it
    request.layers.push_back(std::move(option));
    planned.covers.push_back({choice->layer->id, choice->layer->title, choice->layer->pointer, choice->described->id,
      choice->layer->place == proto::layer_place::tables});
  }
  request.geometry = area_for(service, parameters.extent.value_or(frame.area_of_interest));
  const auto& usual = frame.map_reference.given() ? frame.map_reference : description.spatial_reference;
  request.replica_sr = parameters.out_spatial_reference.value_or(usual);
  if (auto no = choose_sync_model(service, parameters.sync_model, element, task, findings))
    return *no;
  request.async = description.sync.supports_async;
  request.return_attachments = parameters.return_attachments;
  if (description.sync.supports_attachments_sync_direction)
    request.attachments_sync_direction = parameters.attachment_sync_direction;
  request.sync_data_options = sync_data_options(service, parameters);
  planned.task = std::move(task);
  return planned;
}

} // namespace core
