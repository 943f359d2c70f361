#pragma once

#include "core/plan/map_services.hpp"
#include "core/plan/planner.hpp"
#include "core/plan/reference_basemap.hpp"
#include "core/service_parameters.hpp"
#include "proto/arcgis/portal_item.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace core {

/// Where the data of a layer come from: its service's comparable address (key of
/// the maps below) and the layer's id there, or why that cannot be said.
struct layer_source {
  std::string service;
  int service_layer = -1;
  std::optional<proto::failure> failure;
};

/// Everything that a plan is made of, read from the portal and the services.
struct plan_inputs {
  proto::portal_item item;                         ///< empty if the map came as a file
  proto::web_map map;                              ///< item overrides merged in
  map_documents documents;                         ///< that the map's layers stand in; none for a file
  std::string thumbnail;                           ///< data URI, empty if there is none
  std::map<std::string, layer_source> sources;     ///< by the layer's pointer
  std::map<std::string, feature_service> features; ///< by comparable address
  std::map<std::string, tile_service> tiles;       ///< by comparable address
  std::vector<layer_style> styles;                 ///< of layers that have one of their own
  std::optional<reference_basemap> basemap;        ///< instead of the map's own
  std::vector<proto::finding> findings;
  std::vector<proto::failure> refusals; ///< of the map as a whole; a job ends with the first
};

/// The portal that a map comes from.
struct portal_access {
  std::string url;    ///< without /sharing and trailing slash
  std::string portal; ///< whose sign-in is used
};

/// Reads the documents there are; what is missing, waited for or fatal is the
/// other alternative.
std::variant<plan_inputs, plan_step> gather_inputs(
  const plan_question& question, const portal_access& portal, const plan_documents& documents);

/// Base map layers are left alone with a reference basemap, and without `includeBasemap`
/// unless overrides may name them; groups need nothing of their own.
bool is_considered(const proto::web_map_layer& layer, const proto::job_request& request);

} // namespace core
