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
inline result<spatial_reference> read_field(const nlohmann::json& json, std::type_identity<spatial_reference>) {
  return read_spatial_reference(json);
}

template <class Io, is_a<layer_query> T>
void fields(Io& io, T& query) {
  io("layerId", query.layer_id);
  io("queryOption", query.query_option);
  io("where", query.where);
  io("useGeometry", query.use_geometry);
  io("includeRelated", query.include_related);
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
  for (const int level : request.levels)
    check_level(io, "levels", level);
}

template <class Io, is_a<export_vector_tiles_request> T>
void fields(Io& io, T& request) {
  io("areaOfInterest", request.area_of_interest);
  io("maxLevel", request.max_level);
  check_level(io, "maxLevel", request.max_level);
}

} // namespace proto
