#include "core/plan/capability.hpp"

namespace core {
namespace {

using code = proto::failure_code;

bool says(const std::optional<proto::capability_list>& list) { return list && !list->words.empty(); }

constexpr int annotation_bit = 1, dimension_bit = 2;

proto::outcome type_capability(
  const proto::web_map_layer& layer, const feature_service& service, const proto::service_layer& described) {
  const auto& type = described.type;
  const int supported = service.description.sync.supported_sync_data_options;
  if (type.empty() || type == "Feature Layer" || type == "Table")
    return std::nullopt;
  if (type == "Annotation Layer" && (supported & annotation_bit) != 0)
    return std::nullopt;
  if (type == "Dimension Layer" && (supported & dimension_bit) != 0)
    return std::nullopt;
  return refusal(code::unsupported_layer_type, layer, "the service says " + type);
}

proto::outcome sync_capability(
  const proto::web_map_layer& layer, const feature_service& service, const proto::service_layer& described) {
  const auto& root = service.description;
  const auto refused = [&](const std::string& detail) { return refusal(code::sync_not_enabled, layer, detail); };
  if (!root.capabilities.has("sync") || !root.sync_enabled.value_or(true))
    return root.branch_versioned ? refusal(code::branch_versioning_not_supported, layer) : refused("");
  if (says(described.capabilities) && !described.capabilities->has("sync"))
    return refused("the service allows it, the layer does not");
  if (!root.capabilities.has("query"))
    return refused("the service allows Sync without Query, which fails at download");
  if (!root.sync.supports_per_layer_sync && !root.sync.supports_per_replica_sync)
    return refused("the service supports no sync model");
  return std::nullopt;
}

} // namespace

proto::outcome feature_capability(
  const proto::web_map_layer& layer, const feature_service& service, int service_layer) {
  if (service.failure)
    return service.failure;
  const auto described = service.layers.find(service_layer);
  if (described == service.layers.end())
    return refusal(code::not_found, layer, "the service has no layer " + std::to_string(service_layer));
  if (!described->second)
    return described->second.error();
  if (auto no = sync_capability(layer, service, *described->second))
    return no;
  return type_capability(layer, service, *described->second);
}

proto::outcome tile_capability(const proto::web_map_layer& layer, const tile_service& service) {
  if (service.failure)
    return service.failure;
  const auto& root = service.description;
  if (!root.is_tiled || !root.tiles || root.tiles->lods.empty())
    return refusal(code::tile_export_not_enabled, layer, "the service has no tiles");
  if (!root.export_tiles_allowed)
    return refusal(code::tile_export_not_enabled, layer);
  if (!root.is_vector && !root.compact_v2_allowed.value_or(true))
    return refusal(code::compact_v2_not_enabled, layer);
  return std::nullopt;
}

bool is_editable(const feature_service& service, const proto::service_layer& layer) {
  return says(layer.capabilities) ? layer.capabilities->any_editing() : service.description.capabilities.any_editing();
}

bool is_read_only_in_map(const proto::web_map_layer& layer) {
  if (!layer.capabilities || layer.capabilities->empty())
    return false;
  const auto list = proto::read_capabilities(*layer.capabilities);
  return !list.any_editing() && !list.has("editing");
}

} // namespace core
