#pragma once

#include "proto/arcgis/geometry.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proto {

/// `GenerateLayerOption.queryOption` / `layerQueries[].queryOption`.
enum class query_option { all, none, use_filter };

/// One entry of `layerQueries`.
struct layer_query {
  int layer_id = 0;
  proto::query_option query_option = proto::query_option::use_filter;
  std::string where;            ///< only with use_filter
  bool use_geometry = true;     ///< only with use_filter; false for tables
  bool include_related = false; ///< only with none
  bool operator==(const layer_query&) const = default;
};

enum class sync_model { per_layer, per_replica, none };
enum class attachment_sync_direction { none, upload, bidirectional };

/// A createReplica request (Feature Service, Create Replica). `replicaName` is
/// given at submit time: it belongs to the attempt.
struct create_replica_request {
  std::vector<layer_query> layers; ///< in the order of `layers`
  area geometry;                   ///< intersects
  spatial_reference replica_sr;
  proto::sync_model sync_model = proto::sync_model::per_layer;
  bool async = true;
  bool return_attachments = false;
  /// Only sent where the service supports it.
  std::optional<attachment_sync_direction> attachments_sync_direction;
  int sync_data_options = 0; ///< replicaOptions.syncDataOptions, 0 = not sent
  bool operator==(const create_replica_request&) const = default;
};

/// The form of the POST, with `f=json` and everything that this project always
/// sends explicitly, without token.
std::vector<std::pair<std::string, std::string>> to_form(
  const create_replica_request& request, const std::string& replica_name);

nlohmann::json to_json(const create_replica_request& request);
result<create_replica_request> read_create_replica_request(const nlohmann::json& json);

/// What createReplica or its status address answers, all spellings read.
struct replica_answer {
  std::string status_url;   ///< asynchronous: where to ask; as written
  std::string result_url;   ///< the file, as written; empty while running
  std::string replica_name; ///< the real one
  std::string replica_id;   ///< may be empty
  std::string status;       ///< as written; empty if absent
  bool failed = false;      ///< Failed, CompletedWithErrors, or an error object
  bool completed = false;   ///< Completed, or a result address
  std::string server_words; ///< of the error
};
result<replica_answer> read_replica_answer(const nlohmann::json& json);

/// `…/replicas`: name and id.
struct replica_entry {
  std::string name;
  std::string id;
};
result<std::vector<replica_entry>> read_replica_list(const nlohmann::json& json);

} // namespace proto
