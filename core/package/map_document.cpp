#include "core/package/map_document.hpp"

#include "core/addresses.hpp"
#include "core/package/style_places.hpp"
#include "proto/text.hpp"

#include <set>

namespace core {
namespace {

// Of the offline map's own document, not of the web map it was.
constexpr auto offline_map_version = "1.3";
constexpr auto authoring_app = "mapferry";
constexpr auto authoring_app_version = "0.1.0";

std::string path_of(const proto::artifact_record& file, const proto::covered_layer& covered) {
  auto path = "file:./" + file.final_name;
  if (covered.service_layer >= 0)
    path += "?itemId=" + std::to_string(file.item_ids.at(covered.service_layer));
  return path;
}

/// Of the web map's own, which knows none of our files.
void remove_paths(nlohmann::json& document) {
  for (const auto* list : {"baseMapLayers", "layers", "operationalLayers", "tables"})
    if (document.is_object() && document.contains(list) && document[list].is_array())
      for (auto& layer : document[list])
        if (layer.is_object()) {
          layer.erase("path");
          layer.erase("stylePath");
          remove_paths(layer);
        }
}

/// Where the layers stand that the offline map has: with a file, or online.
std::set<std::string> add_paths(
  nlohmann::json& map, const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  std::set<std::string> places(plan.online.begin(), plan.online.end());
  for (const auto& layer : layers)
    for (const auto& covered : layer.covers) {
      const nlohmann::json::json_pointer place(covered.pointer);
      const auto* file = file_for(layer, covered);
      if (file == nullptr || !map.contains(place))
        continue;
      map[place]["path"] = path_of(*file, covered);
      places.insert(covered.pointer);
    }
  for (const auto& own : style_places(plan, layers))
    if (const nlohmann::json::json_pointer place(own.style.pointer); map.contains(place))
      map[place]["stylePath"] = own.path();
  if (const std::string place = "/baseMap/baseMapLayers/0";
      !plan.reference_basemap.empty() && map.contains(nlohmann::json::json_pointer(place))) {
    map[nlohmann::json::json_pointer(place)]["path"] = plan.reference_basemap;
    places.insert(place);
  }
  return places;
}

bool is_group(const nlohmann::json& layer) {
  for (const auto* name : {"layerType", "type"})
    if (const auto word = layer.find(name); word != layer.end() && word->is_string())
      return proto::same_word(word->get_ref<const std::string&>(), "GroupLayer");
  return false;
}

bool holds_features(const nlohmann::json& layer) {
  return layer.contains("featureCollection") && layer["featureCollection"].is_object();
}

std::size_t size_of(const nlohmann::json& owner, const char* list) {
  return owner.contains(list) && owner[list].is_array() ? owner[list].size() : 0;
}

std::size_t members_of(const nlohmann::json& group) { return size_of(group, "layers") + size_of(group, "tables"); }

/// Removes the layers that are not at one of these places and do not hold their features themselves.
class map_filter {
public:
  explicit map_filter(std::set<std::string> places) : places_(std::move(places)) {}

  void keep_taken(nlohmann::json& owner, const std::string& pointer, const char* list) const {
    if (!owner.contains(list) || !owner[list].is_array())
      return;
    auto kept = nlohmann::json::array();
    for (std::size_t i = 0; i < owner[list].size(); ++i)
      if (auto& layer = owner[list][i]; stays(layer, pointer + "/" + list + "/" + std::to_string(i)))
        kept.push_back(std::move(layer));
    owner[list] = std::move(kept);
  }

private:
  /// Groups stay, unless all that was in them had to be removed, or never came from their item.
  bool stays(nlohmann::json& layer, const std::string& pointer) const {
    if (!layer.is_object())
      return false;
    if (!is_group(layer))
      return places_.contains(pointer) || holds_features(layer);
    if (!layer.contains("layers") && layer.contains("itemId"))
      return false;
    const bool was_empty = members_of(layer) == 0;
    keep_taken(layer, pointer, "layers");
    keep_taken(layer, pointer, "tables");
    return was_empty || members_of(layer) > 0;
  }

  std::set<std::string> places_;
};

void set_viewpoint(nlohmann::json& map, const proto::area& area) {
  auto& state = map["initialState"];
  if (!state.is_object())
    state = nlohmann::json::object();
  state["viewpoint"] = {{"targetGeometry", proto::to_json(area)}};
}

} // namespace

const proto::artifact_record* file_for(const proto::layer_record& layer, const proto::covered_layer& covered) {
  if (layer.phase != proto::layer_phase::done)
    return nullptr;
  for (const auto& file : layer.artifacts)
    if (!file.final_name.empty() && (covered.service_layer < 0 || file.item_ids.contains(covered.service_layer)))
      return &file;
  return nullptr;
}

nlohmann::json make_map_document(const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  auto map = plan.web_map;
  if (!map.contains("baseMap") || !map["baseMap"].is_object())
    map["baseMap"] = {{"baseMapLayers", nlohmann::json::array()}};
  remove_paths(map);
  remove_paths(map["baseMap"]);
  const map_filter filter(add_paths(map, plan, layers));
  filter.keep_taken(map["baseMap"], "/baseMap", "baseMapLayers");
  filter.keep_taken(map, "", "operationalLayers");
  filter.keep_taken(map, "", "tables");
  set_viewpoint(map, plan.area_of_interest);
  map["version"] = offline_map_version;
  map["authoringApp"] = authoring_app;
  map["authoringAppVersion"] = authoring_app_version;
  remove_secrets(map);
  return map;
}

} // namespace core
