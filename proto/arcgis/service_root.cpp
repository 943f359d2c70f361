#include "proto/arcgis/service_root.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/export_tiles.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace proto {
namespace {

// What a root states in passing: unreadable reads as absent.
std::optional<envelope> envelope_in(const nlohmann::json& json, std::string_view name) {
  const auto* found = member(json, name);
  if (!found)
    return {};
  auto box = read_envelope(*found);
  return box ? std::optional{std::move(*box)} : std::nullopt;
}

spatial_reference reference_or_none(const nlohmann::json& json) {
  const auto* found = member(json, "spatialReference");
  auto sr = found ? read_spatial_reference(*found) : result<spatial_reference>{spatial_reference{}};
  return sr ? std::move(*sr) : spatial_reference{};
}

bool flag(const nlohmann::json& json, std::string_view name, bool absent = false) {
  return boolean_in(json, name).value_or(absent);
}

// Sync-enabled feature services, syncCapabilities: what absence means differs by member.
sync_capabilities read_sync(const nlohmann::json* json) {
  sync_capabilities sync;
  if (!json)
    return sync;
  sync.supports_async = flag(*json, "supportsAsync");
  sync.supports_per_layer_sync = flag(*json, "supportsPerLayerSync");
  sync.supports_per_replica_sync = flag(*json, "supportsPerReplicaSync", true);
  sync.supports_sync_model_none = flag(*json, "supportsSyncModelNone");
  sync.supports_attachments_sync_direction = flag(*json, "supportsAttachmentsSyncDirection");
  sync.supported_sync_data_options = integer_in<int>(*json, "supportedSyncDataOptions").value_or(0);
  return sync;
}

void add_layers(
  const nlohmann::json& json, std::string_view name, bool tables, std::vector<service_layer_entry>& into) {
  const auto* list = member(json, name);
  if (!list || !list->is_array())
    return;
  for (const auto& entry : *list)
    if (const auto id = integer_in<int>(entry, "id"); id && *id >= 0)
      into.push_back(
        {.id = *id, .name = text_in(entry, "name"), .is_table = tables || text_in(entry, "type") == "Table"});
}

std::vector<relationship> read_relationships(const nlohmann::json* list) {
  std::vector<relationship> relationships;
  if (!list || !list->is_array())
    return relationships;
  for (const auto& entry : *list) {
    const auto related = integer_in<int>(entry, "relatedTableId");
    if (!related)
      continue;
    relationships.push_back({.id = integer_in<int>(entry, "id").value_or(0),
      .name = text_in(entry, "name"),
      .related_table_id = *related,
      .is_destination = same_word(text_in(entry, "role"), "esriRelRoleDestination"),
      .key_field = text_in(entry, "keyField")});
  }
  return relationships;
}

std::vector<service_field> read_fields_of(const nlohmann::json* list) {
  std::vector<service_field> fields;
  if (list && list->is_array())
    for (const auto& entry : *list)
      if (auto name = text_in(entry, "name"); !name.empty())
        fields.push_back({std::move(name), text_in(entry, "type")});
  return fields;
}

std::vector<std::string> names_in(const nlohmann::json* list) {
  std::vector<std::string> names;
  if (list && list->is_array())
    for (const auto& entry : *list)
      if (auto name = text_in(entry, "name"); !name.empty())
        names.push_back(std::move(name));
  return names;
}

bool is_filled_list(const nlohmann::json* list) { return list && list->is_array() && !list->empty(); }

std::vector<level_of_detail> read_levels(const nlohmann::json* list) {
  std::vector<level_of_detail> levels;
  if (!list || !list->is_array())
    return levels;
  for (const auto& entry : *list) {
    const auto level = integer_in<int>(entry, "level");
    const auto resolution = number_in(entry, "resolution");
    const auto scale = number_in(entry, "scale");
    if (level && *level >= 0 && *level <= deepest_level && resolution && *resolution > 0 && scale && *scale > 0)
      levels.push_back({*level, *resolution, *scale});
  }
  std::ranges::sort(levels, {}, &level_of_detail::level);
  const auto is_repeated = [](const auto& a, const auto& b) { return a.level == b.level; };
  levels.erase(std::unique(levels.begin(), levels.end(), is_repeated), levels.end());
  return levels;
}

std::optional<tile_info> read_tile_info(const nlohmann::json& root) {
  const auto* json = member(root, "tileInfo");
  const auto* origin = json ? member(*json, "origin") : nullptr;
  const auto x = origin ? number_in(*origin, "x") : std::nullopt;
  const auto y = origin ? number_in(*origin, "y") : std::nullopt;
  if (!x || !y)
    return {};
  tile_info tiles;
  tiles.rows = integer_in<int>(*json, "rows").value_or(256);
  tiles.cols = integer_in<int>(*json, "cols").value_or(256);
  if (tiles.rows <= 0 || tiles.cols <= 0)
    return {};
  tiles.format = text_in(*json, "format");
  tiles.origin = {*x, *y};
  tiles.spatial_reference = reference_or_none(*json);
  if (!tiles.spatial_reference.given())
    tiles.spatial_reference = reference_or_none(root);
  tiles.lods = read_levels(member(*json, "lods"));
  return tiles;
}

} // namespace

bool capability_list::has(std::string_view word) const {
  return std::ranges::any_of(words, [&](const std::string& one) { return same_word(one, word); });
}

bool capability_list::any_editing() const { return has("create") || has("update") || has("delete"); }

capability_list read_capabilities(std::string_view text) {
  capability_list list;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(','));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (auto clean = lower_case(trimmed(word)); !clean.empty())
      list.words.push_back(std::move(clean));
  }
  return list;
}

result<feature_service_root> read_feature_service_root(const nlohmann::json& json) {
  if (!json.is_object() || find_esri_error(json) || (!member(json, "layers") && !member(json, "capabilities")))
    return unreadable(json, "reading a feature service", "is no description of a feature service");
  feature_service_root root;
  root.capabilities = read_capabilities(text_in(json, "capabilities"));
  root.sync_enabled = boolean_in(json, "syncEnabled");
  root.sync = read_sync(member(json, "syncCapabilities"));
  root.full_extent = envelope_in(json, "fullExtent");
  root.spatial_reference = reference_or_none(json);
  if (!root.spatial_reference.given() && root.full_extent)
    root.spatial_reference = root.full_extent->spatial_reference;
  root.branch_versioned = flag(json, "hasBranchVersionedData");
  add_layers(json, "layers", false, root.layers);
  add_layers(json, "tables", true, root.layers);
  return root;
}

result<service_layer> read_service_layer(const nlohmann::json& json) {
  const auto id = integer_in<int>(json, "id");
  if (find_esri_error(json) || !id || *id < 0)
    return unreadable(json, "reading a layer of a service", "is no description of a layer");
  service_layer layer;
  layer.id = *id;
  layer.name = text_in(json, "name");
  layer.geometry_type = text_in(json, "geometryType");
  layer.type = text_in(json, "type");
  if (layer.type.empty())
    layer.type = layer.geometry_type.empty() ? "Table" : "Feature Layer";
  if (member(json, "capabilities"))
    layer.capabilities = read_capabilities(text_in(json, "capabilities"));
  layer.global_id_field = text_in(json, "globalIdField");
  layer.has_attachments = flag(json, "hasAttachments");
  layer.relationships = read_relationships(member(json, "relationships"));
  layer.extent = envelope_in(json, "extent");
  layer.fields = read_fields_of(member(json, "fields"));
  layer.index_names = names_in(member(json, "indexes"));
  layer.is_join_view = flag(json, "isView") && flag(json, "isMultiServicesView");
  if (is_filled_list(member(json, "subtypes")))
    layer.subtype_field = text_in(json, "subtypeField");
  layer.true_curve_updates = boolean_in(json, "allowTrueCurvesUpdates");
  layer.true_curve_clients_only = boolean_in(json, "onlyAllowTrueCurveUpdatesByTrueCurveClients");
  return layer;
}

result<tile_service_root> read_tile_service_root(const nlohmann::json& json, bool is_vector) {
  const bool described = member(json, "tileInfo") || member(json, "singleFusedMapCache") || member(json, "tiles")
    || member(json, "capabilities") || member(json, "currentVersion");
  if (find_esri_error(json) || !described)
    return unreadable(json, "reading a tile service", "is no description of a tile service");
  tile_service_root root;
  root.is_vector = is_vector;
  root.tiles = read_tile_info(json);
  // A dynamic service may carry tileInfo: only the flag says that tiles exist.
  root.is_tiled = root.tiles && (is_vector || flag(json, "singleFusedMapCache"));
  root.export_tiles_allowed = flag(json, "exportTilesAllowed");
  root.compact_v2_allowed = boolean_in(json, "exportTileCacheCompactV2Allowed");
  root.max_export_tiles_count = integer_in<std::int64_t>(json, "maxExportTilesCount");
  root.min_lod = integer_in<int>(json, "minLOD");
  root.max_lod = integer_in<int>(json, "maxLOD");
  root.min_scale = std::max(0.0, number_in(json, "minScale").value_or(0));
  root.max_scale = std::max(0.0, number_in(json, "maxScale").value_or(0));
  root.full_extent = envelope_in(json, "fullExtent");
  root.has_tilemap = read_capabilities(text_in(json, "capabilities")).has("tilemap");
  if (is_vector && !text_in(json, "tileMap").empty())
    root.has_tilemap = true;
  return root;
}

} // namespace proto
