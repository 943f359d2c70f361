#include "io/disk/package_facts.hpp"

#include <nlohmann/json.hpp>

namespace io {
namespace {

nlohmann::json to_json(const map_facts& map);

template <class T>
nlohmann::json or_null(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

nlohmann::json to_json(const layer_facts& layer) {
  return {{"id", layer.id}, {"title", layer.title}, {"type", layer.type}, {"basemap", layer.is_basemap},
    {"table", layer.is_table}, {"service", layer.service}, {"file", layer.file}, {"itemId", or_null(layer.item_id)},
    {"dataset", layer.dataset}, {"features", or_null(layer.features)}};
}

nlohmann::json to_json(const data_file_facts& file) {
  auto tiles = nlohmann::json::object();
  for (const auto& [level, count] : file.tiles)
    tiles[std::to_string(level)] = count;
  return {{"path", file.path}, {"kind", file.kind}, {"bytes", file.bytes}, {"tiles", tiles},
    {"replicaId", file.replica_id}, {"notes", file.notes}};
}

/// Lists of structs.
template <class T>
nlohmann::json list_of(const std::vector<T>& values) {
  auto list = nlohmann::json::array();
  for (const auto& value : values)
    list.push_back(to_json(value));
  return list;
}

nlohmann::json to_json(const map_facts& map) {
  return {{"name", map.name}, {"title", map.title}, {"layers", list_of(map.layers)}};
}

} // namespace

nlohmann::json to_json(const package_facts& facts) {
  return {{"title", facts.title}, {"snippet", facts.snippet}, {"description", facts.description}, {"tags", facts.tags},
    {"accessInformation", facts.access_information}, {"termsOfUse", facts.terms_of_use},
    {"hasThumbnail", facts.has_thumbnail}, {"guid", facts.guid}, {"version", facts.version}, {"created", facts.created},
    {"spatialReference", facts.spatial_reference}, {"extent", or_null(facts.extent)}, {"maps", list_of(facts.maps)},
    {"files", list_of(facts.files)}, {"bytes", facts.bytes}, {"problems", facts.problems}};
}

} // namespace io
