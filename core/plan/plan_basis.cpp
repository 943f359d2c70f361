#include "core/plan/plan_basis.hpp"

#include "core/names.hpp"
#include "proto/json.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace core {
namespace {

constexpr auto requests_element = "requests";
constexpr std::size_t most_named = 5; // of what has changed, in a line for people

std::string text_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json reference_json(const proto::spatial_reference& sr) {
  return sr.given() ? proto::to_json(sr) : nlohmann::json();
}

/// Null where it is not stated.
template <class T>
nlohmann::json stated(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

nlohmann::json believed_of(const proto::feature_service_root& root) {
  const auto& sync = root.sync;
  return {{"capabilities", root.capabilities.words}, {"syncEnabled", stated(root.sync_enabled)},
    {"supportsAsync", sync.supports_async}, {"supportsPerLayerSync", sync.supports_per_layer_sync},
    {"supportsPerReplicaSync", sync.supports_per_replica_sync},
    {"supportsSyncModelNone", sync.supports_sync_model_none},
    {"supportsAttachmentsSyncDirection", sync.supports_attachments_sync_direction},
    {"supportedSyncDataOptions", sync.supported_sync_data_options},
    {"spatialReference", reference_json(root.spatial_reference)}, {"hasBranchVersionedData", root.branch_versioned}};
}

nlohmann::json believed_of(const proto::service_layer& layer) {
  auto fields = nlohmann::json::array();
  for (const auto& field : layer.fields)
    fields.push_back(field.name + ": " + field.type);
  auto relationships = nlohmann::json::array();
  for (const auto& one : layer.relationships)
    relationships.push_back({one.id, one.related_table_id, one.is_destination, one.key_field});
  return {{"name", layer.name}, {"type", layer.type},
    {"capabilities", layer.capabilities ? nlohmann::json(layer.capabilities->words) : nlohmann::json()},
    {"geometryType", layer.geometry_type}, {"globalIdField", layer.global_id_field},
    {"hasAttachments", layer.has_attachments}, {"subtypeField", layer.subtype_field}, {"fields", std::move(fields)},
    {"relationships", std::move(relationships)}};
}

nlohmann::json believed_of(const proto::tile_service_root& root) {
  auto levels = nlohmann::json::array();
  nlohmann::json scheme;
  if (root.tiles) {
    for (const auto& lod : root.tiles->lods)
      levels.push_back({lod.level, lod.resolution});
    scheme = {{"rows", root.tiles->rows}, {"cols", root.tiles->cols}, {"format", root.tiles->format},
      {"origin", {root.tiles->origin.x, root.tiles->origin.y}},
      {"spatialReference", reference_json(root.tiles->spatial_reference)}};
  }
  return {{"singleFusedMapCache", root.is_tiled}, {"exportTilesAllowed", root.export_tiles_allowed},
    {"exportTileCacheCompactV2Allowed", stated(root.compact_v2_allowed)},
    {"maxExportTilesCount", stated(root.max_export_tiles_count)}, {"minLOD", stated(root.min_lod)},
    {"maxLOD", stated(root.max_lod)}, {"minScale", root.min_scale}, {"maxScale", root.max_scale},
    {"fullExtent", root.full_extent ? proto::to_json(*root.full_extent) : nlohmann::json()},
    {"tileInfo", std::move(scheme)}, {"lods", std::move(levels)}};
}

nlohmann::json believed_of(const proto::failure& why) { return {{"failure", std::string{proto::word(why.code)}}}; }

template <class Service>
nlohmann::json believed_of_service(const Service& service) {
  return service.failure ? believed_of(*service.failure) : believed_of(service.description);
}

/// Names of members that two JSON texts give other values.
std::string differing_members(const std::string& then, const std::string& now) {
  const auto before = proto::parse_json(then), after = proto::parse_json(now);
  std::set<std::string> names;
  if (before && after && before->is_object() && after->is_object())
    for (const auto* side : {&*before, &*after})
      for (const auto& [name, value] : side->items())
        if (!before->contains(name) || !after->contains(name) || before->at(name) != after->at(name))
          names.insert(name);
  std::string list;
  for (const auto& name : names)
    list += (list.empty() ? " (" : ", ") + name;
  return list.empty() ? list : list + ")";
}

} // namespace

proto::plan_basis basis_of(const plan_inputs& inputs, const std::vector<planned_export>& exports) {
  proto::plan_basis basis;
  const auto enter = [&](const std::string& name, const nlohmann::json& what) {
    basis.emplace(proto::valid_utf8(name), text_of(what));
  };
  enter("item", {{"id", inputs.item.id}, {"modified", inputs.item.modified}});
  enter("web map", {{"document", sha256_hex(text_of(inputs.map.document))}});
  for (const auto& [key, service] : inputs.features) {
    const auto root = proto::without_query(service.root);
    enter(root, believed_of_service(service));
    for (const auto& [id, layer] : service.layers)
      enter(root + "/" + std::to_string(id), layer ? believed_of(*layer) : believed_of(layer.error()));
  }
  for (const auto& [key, service] : inputs.tiles)
    enter(proto::without_query(service.root), believed_of_service(service));
  auto orders = nlohmann::json::array();
  for (const auto& planned : exports)
    orders.push_back(proto::to_json(planned.task));
  enter(requests_element, {{"orders", sha256_hex(text_of(orders))}});
  return basis;
}

proto::outcome changed_since(const proto::plan_basis& then, const proto::plan_basis& now) {
  std::vector<std::string> changes;
  for (const auto& [name, before] : then)
    if (const auto after = now.find(name); after == now.end())
      changes.push_back(name + " (gone)");
    else if (after->second != before && name != requests_element)
      changes.push_back(name + differing_members(before, after->second));
  for (const auto& [name, after] : now)
    if (!then.contains(name))
      changes.push_back(name + " (new)");
  const auto orders = [](const proto::plan_basis& basis) {
    const auto found = basis.find(requests_element);
    return found == basis.end() ? std::string{} : found->second;
  };
  if (changes.empty() && orders(then) == orders(now))
    return std::nullopt;
  if (changes.empty())
    changes.emplace_back("what this version asks for");
  std::string what;
  for (std::size_t i = 0; i < changes.size() && i < most_named; ++i)
    what += (i == 0 ? "" : "; ") + changes[i];
  if (changes.size() > most_named)
    what += "; and " + std::to_string(changes.size() - most_named) + " more";
  return proto::failure{
    .code = proto::failure_code::plan_changed, .during = "comparing with the plan", .subject = std::move(what)};
}

} // namespace core
