#pragma once

#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/export_tiles.hpp"
#include "proto/fields.hpp"

/// The stored form of export requests, a line a field.
namespace proto {

template <>
struct words_of<query_option> {
  static constexpr std::array<std::string_view, 3> list{"all", "none", "useFilter"};
};
template <>
struct words_of<sync_model> {
  static constexpr std::array<std::string_view, 3> list{"perLayer", "perReplica", "none"};
};
template <>
struct words_of<attachment_sync_direction> {
  static constexpr std::array<std::string_view, 3> list{"none", "upload", "bidirectional"};
};

inline result<area> read_field(const nlohmann::json& json, std::type_identity<area>) { return read_area(json); }
/// An empty object is how a reference is written that neither the map nor the service gives.
inline result<spatial_reference> read_field(const nlohmann::json& json, std::type_identity<spatial_reference>) {
  return json.is_object() && json.empty() ? spatial_reference{} : read_spatial_reference(json);
}

template <class Io, is_a<layer_query> T>
void fields(Io& io, T& query) {
  io("layerId", query.layer_id);
  io("queryOption", query.query_option);
  io("where", query.where);
  io("useGeometry", query.use_geometry);
  io("includeRelated", query.include_related);
}

/// An export is always of some area; one without a reference cannot be read again.
template <class Io>
void check_area(Io& io, const char* name, const area& of) {
  if constexpr (requires { io.reject(name, std::string{}); })
    if (!reference_of(of).given())
      io.reject(name, "is missing");
}

template <class Io, is_a<create_replica_request> T>
void fields(Io& io, T& request) {
  io("layers", request.layers);
  io("geometry", request.geometry);
  io("replicaSR", request.replica_sr);
  io("syncModel", request.sync_model);
  io("async", request.async);
  io("returnAttachments", request.return_attachments);
  io("attachmentsSyncDirection", request.attachments_sync_direction);
  io("syncDataOptions", request.sync_data_options);
  check_area(io, "geometry", request.geometry);
}

/// Levels size lists when a package is checked: refused here, not believed there.
template <class Io>
void check_level(Io& io, const char* name, int level) {
  if constexpr (requires { io.reject(name, std::string{}); })
    if (level < 0 || level > deepest_level)
      io.reject(name, "must be a level from 0 to " + std::to_string(deepest_level));
}

template <class Io, is_a<export_tiles_request> T>
void fields(Io& io, T& request) {
  io("areaOfInterest", request.area_of_interest);
  io("levels", request.levels);
  io("compressionQuality", request.compression_quality);
  check_area(io, "areaOfInterest", request.area_of_interest);
  for (const int level : request.levels)
    check_level(io, "levels", level);
}

template <class Io, is_a<export_vector_tiles_request> T>
void fields(Io& io, T& request) {
  io("areaOfInterest", request.area_of_interest);
  io("maxLevel", request.max_level);
  check_area(io, "areaOfInterest", request.area_of_interest);
  check_level(io, "maxLevel", request.max_level);
}

} // namespace proto
