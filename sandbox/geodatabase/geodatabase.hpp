#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/placed_geometry.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

enum class sync_model { none, per_layer, per_replica };
enum class sync_direction { download, bidirectional };
enum class attachment_direction { none, upload, bidirectional };
/// Which rows of a layer were asked for: `queryOption` of createReplica.
enum class query_option { none, use_filter, all };

struct replica_layer {
  const table* source = nullptr;        ///< borrowed for the call
  std::vector<std::size_t> rows;        ///< indices into `source->rows`: the caller has selected already
  std::vector<std::size_t> attachments; ///< indices into `source->attachments`, those of the rows above
  nlohmann::json layer_json;            ///< the layer resource, `.../FeatureServer/<id>?f=json`
  query_option option = query_option::use_filter;
  std::string where;
  bool use_geometry = true;
  bool include_related = true; ///< the default of the REST reference
  std::int64_t server_generation = 0;
};

struct replica_request {
  std::string service_url;               ///< `.../FeatureServer`, without query
  const service_data* service = nullptr; ///< has the layers, their domains and relationships; borrowed for the call
  nlohmann::json service_json;           ///< the service resource
  std::vector<replica_layer> layers;
  std::string replica_name;
  std::string replica_id; ///< UUID, with or without braces, in any case
  std::string owner;
  sync_model model = sync_model::per_layer;
  sync_direction direction = sync_direction::bidirectional; ///< of layers that nobody may edit it is download
  std::int64_t server_generation = 0;                       ///< of the replica as a whole (per_replica)
  placed_geometry extent;                                   ///< what was asked for, in any known reference
  bool returns_attachments = false;
  attachment_direction attachments = attachment_direction::none;
  int wkid = web_mercator;     ///< of the rows: 3857 or 4326
  std::int64_t created_ms = 0; ///< milliseconds since 1970; the same request gives the same bytes
};

struct geodatabase_statistics {
  std::vector<std::size_t> rows; ///< one for each layer of the request
  std::uintmax_t bytes = 0;
};

/// Writes a mobile geodatabase (SQLite, release 10.5.1): feature classes and tables, those of attachments beside them,
/// relationship classes, domains, and the receipt of what was taken. Its tables are archived; with sync model none they
/// are plain and there is no replica in it. The file must not exist yet; a failed attempt leaves none.
outcome<geodatabase_statistics> write_geodatabase(const std::filesystem::path& file, const replica_request& request);

} // namespace sandbox
