#include "core/package/map_document.hpp"

#include "core/addresses.hpp"
#include "proto/text.hpp"

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

void add_paths(nlohmann::json& map, const std::vector<proto::layer_record>& layers) {
  for (const auto& layer : layers)
    for (const auto& covered : layer.covers) {
      const nlohmann::json::json_pointer place(covered.pointer);
      const auto* file = file_for(layer, covered);
      if (file != nullptr && map.contains(place))
        map[place]["path"] = path_of(*file, covered);
    }
}

bool is_group(const nlohmann::json& layer) {
  for (const auto* name : {"layerType", "type"})
    if (const auto word = layer.find(name); word != layer.end() && word->is_string())
      return proto::same_word(word->get_ref<const std::string&>(), "GroupLayer");
  return false;
}

/// What is offline: it has a file, or holds its features itself.
bool is_taken(const nlohmann::json& layer) {
  return layer.contains("path") || (layer.contains("featureCollection") && layer["featureCollection"].is_object());
}

std::size_t size_of(const nlohmann::json& owner, const char* list) {
  return owner.contains(list) && owner[list].is_array() ? owner[list].size() : 0;
}

std::size_t members_of(const nlohmann::json& group) { return size_of(group, "layers") + size_of(group, "tables"); }

void keep_taken(nlohmann::json& owner, const char* list);

/// Groups stay, unless all that was in them had to be removed.
bool stays(nlohmann::json& layer) {
  if (!layer.is_object())
    return false;
  if (!is_group(layer))
    return is_taken(layer);
  const bool was_empty = members_of(layer) == 0;
  keep_taken(layer, "layers");
  keep_taken(layer, "tables");
  return was_empty || members_of(layer) > 0;
}

void keep_taken(nlohmann::json& owner, const char* list) {
  if (!owner.contains(list) || !owner[list].is_array())
    return;
  auto kept = nlohmann::json::array();
  for (auto& layer : owner[list])
    if (stays(layer))
      kept.push_back(std::move(layer));
  owner[list] = std::move(kept);
}

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
  add_paths(map, layers);
  if (!map.contains("baseMap") || !map["baseMap"].is_object())
    map["baseMap"] = {{"baseMapLayers", nlohmann::json::array()}};
  keep_taken(map["baseMap"], "baseMapLayers");
  keep_taken(map, "operationalLayers");
  keep_taken(map, "tables");
  set_viewpoint(map, plan.area_of_interest);
  map["version"] = offline_map_version;
  map["authoringApp"] = authoring_app;
  map["authoringAppVersion"] = authoring_app_version;
  remove_secrets(map);
  return map;
}

} // namespace core
