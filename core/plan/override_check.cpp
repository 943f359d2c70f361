#include "core/plan/override_check.hpp"

#include "core/plan/area.hpp"
#include "core/plan/levels_of_detail.hpp"

#include <algorithm>

namespace core {
namespace {

using code = proto::failure_code;

proto::failure wrong(code why, const std::string& element, std::string hint = {}) {
  return {.code = why, .during = "planning", .subject = element, .hint = std::move(hint)};
}

std::string at(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

/// Walks the entries; the first that is wrong ends it.
class checking {
public:
  explicit checking(const plan_inputs& map) : map_(map) {}

  proto::outcome run(const proto::parameter_overrides& overrides) {
    for (const auto& [root, replicas] : overrides.generate_geodatabase_parameters)
      check_service(proto::override_element("generateGeodatabaseParameters", root), root, replicas);
    for (const auto& [root, entry] : overrides.export_tile_cache_parameters)
      check_tiles(proto::override_element("exportTileCacheParameters", root), root, false, entry);
    for (const auto& [root, entry] : overrides.export_vector_tiles_parameters)
      check_tiles(proto::override_element("exportVectorTilesParameters", root), root, true, entry);
    check_online("overrides.onlineLayers", overrides.online_layers, false);
    check_online("overrides.onlineTables", overrides.online_tables, true);
    return wrong_;
  }

private:
  void refuse(proto::failure why) {
    if (!wrong_)
      wrong_ = std::move(why);
  }

  void check_service(const std::string& element, const std::string& root,
    const std::vector<proto::generate_geodatabase_parameters>& replicas) {
    const auto key = proto::comparable_address(root);
    if (!map_.features.contains(key))
      return refuse(wrong(code::override_unknown, element));
    for (std::size_t i = 0; i < replicas.size(); ++i) {
      const auto one = replicas.size() == 1 ? element : at(element, i);
      if (replicas[i].extent)
        check_reach(*replicas[i].extent, one + ".extent");
      const auto& options = replicas[i].layer_options;
      for (std::size_t j = 0; j < options.size(); ++j)
        if (!has_layer(key, options[j].layer_id))
          refuse(wrong(code::override_unknown, at(one + ".layerOptions", j) + ".layerId",
            "of this service the map has no layer " + std::to_string(options[j].layer_id) + " that could be taken"));
    }
  }

  bool has_layer(const std::string& service, int id) const {
    return std::ranges::any_of(map_.sources,
      [&](const auto& source) { return source.second.service == service && source.second.service_layer == id; });
  }

  void check_online(const std::string& element, const std::vector<std::string>& ids, bool tables) {
    for (std::size_t i = 0; i < ids.size(); ++i)
      check_online(at(element, i), ids[i], tables);
  }
  void check_online(const std::string& element, const std::string& id, bool tables) {
    const auto found = std::ranges::find_if(map_.map.layers,
      [&](const auto& layer) { return layer.id == id && (layer.place == proto::layer_place::tables) == tables; });
    if (found == map_.map.layers.end())
      refuse(wrong(code::override_unknown, element,
        std::string{"the map has no "} + (tables ? "table" : "layer") + " of this id"));
    else if (map_.basemap && found->place == proto::layer_place::base_map)
      refuse(wrong(code::invalid_request, element, "the reference basemap takes its place"));
  }

  const tile_service* service_of(const std::string& root, bool vector) const {
    const auto known = map_.tiles.find(proto::comparable_address(root));
    return known != map_.tiles.end() && is_vector(known->second) == vector ? &known->second : nullptr;
  }

  template <class Entry>
  void check_tiles(const std::string& element, const std::string& root, bool vector, const Entry& entry) {
    const auto* service = service_of(root, vector);
    if (service == nullptr)
      return refuse(wrong(code::override_unknown, element));
    if (entry.area_of_interest)
      check_reach(*entry.area_of_interest, element + ".areaOfInterest");
    if (service->failure)
      return;
    if (!entry.area_of_interest && !service->description.full_extent)
      refuse(wrong(code::invalid_request, element + ".areaOfInterest",
        "is missing, and the service does not say how far it reaches"));
    check_levels(element, level_ids(service->description), entry);
  }

  void check_levels(
    const std::string& element, const std::vector<int>& known, const proto::export_tile_cache_parameters& entry) {
    for (std::size_t i = 0; i < entry.level_ids.size(); ++i)
      check_level(at(element + ".levelIds", i), known, entry.level_ids[i]);
  }
  void check_levels(
    const std::string& element, const std::vector<int>& known, const proto::export_vector_tiles_parameters& entry) {
    check_level(element + ".maxLevel", known, entry.max_level);
  }
  void check_level(const std::string& element, const std::vector<int>& known, int level) {
    if (!known.empty() && std::ranges::find(known, level) == known.end())
      refuse(wrong(code::override_unknown, element,
        "the service has levels " + std::to_string(known.front()) + " to " + std::to_string(known.back())));
  }

  void check_reach(const proto::area& area, const std::string& element) {
    if (auto why = check_area(area, element))
      refuse(std::move(*why));
  }

  const plan_inputs& map_;
  proto::outcome wrong_;
};

} // namespace

proto::outcome check_area(const proto::area& area, const std::string& element) {
  if (!proto::reference_of(area).given())
    return wrong(code::missing_spatial_reference, element);
  auto crosses = crosses_dateline(area);
  if (!crosses) {
    auto why = crosses.error();
    why.hint = why.subject;
    why.subject = element;
    return why;
  }
  if (*crosses)
    return wrong(code::crosses_dateline, element);
  return std::nullopt;
}

proto::outcome check_overrides(const proto::parameter_overrides& overrides, const plan_inputs& map) {
  return checking{map}.run(overrides);
}

bool names(const proto::parameter_overrides& overrides, const std::string& service) {
  return entry_of(overrides.generate_geodatabase_parameters, service) != nullptr
    || entry_of(overrides.export_tile_cache_parameters, service) != nullptr
    || entry_of(overrides.export_vector_tiles_parameters, service) != nullptr;
}

bool is_vector(const tile_service& service) {
  const auto address = proto::parse_service_address(service.root);
  return address && address->kind == "VectorTileServer";
}

} // namespace core
