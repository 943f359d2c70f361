#include "proto/arcgis/web_map.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/arcgis/web_map_offline.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace proto {
namespace {

// More is no map that anybody looks at, but a mistake or an attack.
constexpr std::size_t most_layers = 2000;
constexpr int deepest_group = 16;

/// A member by the very name that the specification writes. Lists of layers are
/// named so in every map, and who opens the offline map looks for nothing else; a
/// pointer into the document must find what was read.
const nlohmann::json* named_exactly(const nlohmann::json& json, const char* name) {
  const auto found = json.is_object() ? json.find(name) : json.end();
  return !json.is_object() || found == json.end() || found->is_null() ? nullptr : &*found;
}

/// What the words of `layerType` and, in older maps, `type` stand for; feature
/// layers are told apart by their data afterwards. Every other word: other.
constexpr std::array<std::pair<std::string_view, layer_kind>, 14> type_words{{
  {"ArcGISFeatureLayer", layer_kind::feature_layer},
  {"Feature Collection", layer_kind::feature_collection},
  {"ArcGISTiledMapServiceLayer", layer_kind::tiled_map_service},
  {"ArcGISTiledImageServiceLayer", layer_kind::tiled_image_service},
  {"ArcGISImageServiceLayer", layer_kind::tiled_image_service}, // cached or not: its service says
  {"VectorTileLayer", layer_kind::vector_tile_layer},
  {"GroupLayer", layer_kind::group_layer},
  {"SubtypeGroupLayer", layer_kind::subtype_group},
  {"SubtypeGroupTable", layer_kind::subtype_group},
  {"AnnotationLayer", layer_kind::annotation_or_dimension},
  {"ArcGISAnnotationLayer", layer_kind::annotation_or_dimension},
  {"DimensionLayer", layer_kind::annotation_or_dimension},
  {"ArcGISDimensionLayer", layer_kind::annotation_or_dimension},
  {"Table", layer_kind::table},
}};

layer_kind kind_by_address(const web_map_layer& layer) {
  const auto service = parse_service_address(layer.url);
  if (!service)
    return layer.style_url.empty() ? layer_kind::other : layer_kind::vector_tile_layer;
  if (service->kind == "FeatureServer")
    return layer_kind::feature_layer;
  if (service->kind == "VectorTileServer")
    return layer_kind::vector_tile_layer;
  if (service->kind == "ImageServer")
    return layer_kind::tiled_image_service;
  return service->layer ? layer_kind::query_layer : layer_kind::tiled_map_service;
}

layer_kind kind_by_word(const web_map_layer& layer) {
  if (layer.layer_type.empty())
    return kind_by_address(layer);
  const auto known =
    std::ranges::find_if(type_words, [&](const auto& row) { return same_word(row.first, layer.layer_type); });
  return known == type_words.end() ? layer_kind::other : known->second;
}

layer_kind kind_of(const web_map_layer& layer, const nlohmann::json& json) {
  auto kind = kind_by_word(layer);
  const bool untyped_table = layer.place == layer_place::tables && layer.layer_type.empty();
  if (untyped_table && (kind == layer_kind::feature_layer || kind == layer_kind::other))
    kind = layer_kind::table;
  if (kind == layer_kind::other && layer.layer_type.empty() && member(json, "featureCollection"))
    return layer_kind::feature_collection;
  if (kind != layer_kind::feature_layer && kind != layer_kind::table)
    return kind;
  // Data inside the document or in an item, not of a service.
  if (member(json, "featureCollection") || layer.url.empty())
    return layer_kind::feature_collection;
  const auto service = parse_service_address(layer.url);
  if (service && service->kind == "MapServer")
    return layer_kind::query_layer;
  return layer.place == layer_place::tables ? layer_kind::table : kind;
}

// Feature layers keep their scales in the definition, tiled layers beside it.
double scale_of(const nlohmann::json& json, const nlohmann::json* definition, layer_kind kind, std::string_view name) {
  const bool tiles = kind == layer_kind::tiled_map_service || kind == layer_kind::tiled_image_service
    || kind == layer_kind::vector_tile_layer;
  const auto defined = definition && !tiles ? number_in(*definition, name) : std::nullopt;
  return std::max(0.0, defined.value_or(number_in(json, name).value_or(0)));
}

std::vector<std::string> unset_parameters_in(const nlohmann::json& json) {
  std::vector<std::string> names;
  if (const auto* custom = member(json, "customParameters"); custom && custom->is_object())
    for (const auto& [name, value] : custom->items())
      if (value.is_null())
        names.push_back(name);
  return names;
}

web_map_layer read_layer(const nlohmann::json& json, layer_place place, std::string pointer) {
  web_map_layer layer;
  layer.place = place;
  layer.pointer = std::move(pointer);
  layer.id = text_in(json, "id");
  layer.title = text_in(json, "title");
  layer.layer_type = text_in(json, "layerType");
  if (layer.layer_type.empty())
    layer.layer_type = text_in(json, "type");
  layer.url = text_in(json, "url");
  layer.style_url = text_in(json, "styleUrl");
  layer.item_id = text_in(json, "itemId");
  layer.collection_type = text_in(json, "featureCollectionType");
  layer.kind = kind_of(layer, json);
  const auto* definition = member(json, "layerDefinition");
  if (definition)
    layer.definition_expression = text_in(*definition, "definitionExpression");
  auto capabilities = definition ? text_in(*definition, "capabilities") : std::string{};
  if (capabilities.empty())
    capabilities = text_in(json, "capabilities");
  if (!capabilities.empty())
    layer.capabilities = std::move(capabilities);
  layer.min_scale = scale_of(json, definition, layer.kind, "minScale");
  layer.max_scale = scale_of(json, definition, layer.kind, "maxScale");
  layer.custom_parameters = read_custom_parameters(json);
  layer.unset_parameters = unset_parameters_in(json);
  return layer;
}

/// Collects layers depth first.
class layer_reader {
public:
  explicit layer_reader(web_map& map) : map_(map) {}
  const outcome& failed() const { return failed_; }

  void read_list(
    const nlohmann::json& owner, const char* name, layer_place place, const std::string& above, int depth = 0) {
    const auto* list = named_exactly(owner, name);
    if (!list)
      return;
    const auto pointer = above + "/" + name;
    if (!list->is_array())
      return warn(pointer + " is no list and is left out");
    if (depth > deepest_group)
      return fail(pointer, "groups are nested too deeply");
    for (std::size_t i = 0; i < list->size() && !failed_; ++i)
      read_entry((*list)[i], place, pointer + "/" + std::to_string(i), depth);
  }

private:
  void read_entry(const nlohmann::json& entry, layer_place place, const std::string& pointer, int depth) {
    if (!entry.is_object())
      return warn(pointer + " is no layer and is left out");
    if (map_.layers.size() >= most_layers)
      return fail(pointer, "the map has more than " + std::to_string(most_layers) + " layers");
    map_.layers.push_back(read_layer(entry, place, pointer));
    if (map_.layers.back().kind != layer_kind::group_layer)
      return;
    read_list(entry, "layers", place, pointer, depth + 1);
    read_list(entry, "tables", layer_place::tables, pointer, depth + 1);
  }
  void warn(std::string words) { map_.warnings.push_back(std::move(words)); }
  void fail(const std::string& pointer, std::string why) {
    failed_ = failure{.code = failure_code::limit_exceeded,
      .during = "reading the web map",
      .subject = pointer,
      .hint = std::move(why)};
  }

  web_map& map_;
  outcome failed_;
};

} // namespace

std::map<std::string, std::string> read_custom_parameters(const nlohmann::json& entry) {
  std::map<std::string, std::string> parameters;
  if (const auto* custom = member(entry, "customParameters"); custom && custom->is_object())
    for (const auto& [name, value] : custom->items())
      if (!name.empty() && !value.is_null())
        parameters.emplace(name, value.is_string() ? value.get<std::string>() : value.dump());
  return parameters;
}

result<web_map> read_web_map(const nlohmann::json& document) {
  const auto* base = named_exactly(document, "baseMap");
  if (find_esri_error(document))
    return unreadable(document, "reading the web map", {});
  if (!base && !named_exactly(document, "operationalLayers") && !named_exactly(document, "tables"))
    return failure{.code = failure_code::web_map_not_supported,
      .during = "reading the web map",
      .hint = "has neither baseMap nor operationalLayers nor tables"};
  web_map map;
  map.document = document;
  map.version = text_in(document, "version");
  if (const auto* sr = member(document, "spatialReference")) {
    if (auto read = read_spatial_reference(*sr))
      map.spatial_reference = std::move(*read);
    else
      map.warnings.push_back("spatialReference cannot be read and counts as absent");
  }
  layer_reader layers{map};
  if (base)
    layers.read_list(*base, "baseMapLayers", layer_place::base_map, "/baseMap");
  layers.read_list(document, "operationalLayers", layer_place::operational, "");
  layers.read_list(document, "tables", layer_place::tables, "");
  if (layers.failed())
    return *layers.failed();
  map.offline = read_offline_settings(document, map.warnings);
  return map;
}

} // namespace proto
