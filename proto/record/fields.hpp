#pragma once

#include "proto/arcgis/request_fields.hpp"
#include "proto/control/job_view.hpp"
#include "proto/fields.hpp"
#include "proto/record/export_task.hpp"
#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

/// Every field that is stored or shown, a line each, by its name in JSON.
/// Meaning and unit stand at the struct.
namespace proto {

// Words ---------------------------------------------------------------------

template <>
struct words_of<export_kind> {
  static constexpr std::array<std::string_view, 3> list{"featureSync", "rasterTiles", "vectorTiles"};
};
template <>
struct words_of<layer_phase> {
  static constexpr std::array<std::string_view, 7> list{
    "planned", "submitting", "polling", "downloading", "verifying", "done", "failed"};
};
template <>
struct words_of<job_phase> {
  static constexpr std::array<std::string_view, 8> list{
    "queued", "planning", "running", "assembling", "releasing", "done", "failed", "cancelled"};
};
template <>
struct words_of<desired_state> {
  static constexpr std::array<std::string_view, 3> list{"run", "pause", "cancel"};
};
template <>
struct words_of<ledger_state> {
  static constexpr std::array<std::string_view, 5> list{"intended", "exists", "inUse", "toRelease", "released"};
};

inline result<job_request> read_field(const nlohmann::json& json, std::type_identity<job_request>) {
  return read_job_request(json);
}
inline result<export_task> read_field(const nlohmann::json& json, std::type_identity<export_task>) {
  return read_export_task(json);
}
/// A range of bytes is a pair: [begin, end].
result<byte_range> read_field(const nlohmann::json& json, std::type_identity<byte_range>);
inline nlohmann::json to_json(const byte_range& range) { return nlohmann::json::array({range.begin, range.end}); }

// Tasks ---------------------------------------------------------------------

template <class Io, is_a<parameter_source> T>
void fields(Io& io, T& source) {
  io("document", source.document);
  io("layer", source.layer);
}
template <class Io, is_a<feature_sync_task> T>
void fields(Io& io, T& task) {
  io("service", task.service);
  io("request", task.request);
  io("parameters", task.parameters);
  io("parameterSources", task.secret_parameters);
  io("unregisterWhenTaken", task.unregister_when_taken);
}
template <class Io, is_a<raster_tiles_task> T>
void fields(Io& io, T& task) {
  io("service", task.service);
  io("request", task.request);
  io("wkid", task.wkid);
  io("tileSize", task.tile_size);
  io("parameters", task.parameters);
  io("parameterSources", task.secret_parameters);
}
template <class Io, is_a<vector_tiles_task> T>
void fields(Io& io, T& task) {
  io("service", task.service);
  io("request", task.request);
  io("wkid", task.wkid);
  io("parameters", task.parameters);
  io("parameterSources", task.secret_parameters);
}
template <class Io, is_a<covered_layer> T>
void fields(Io& io, T& layer) {
  io("id", layer.id);
  io("title", layer.title);
  io("pointer", layer.pointer);
  io("serviceLayer", layer.service_layer);
  io("isTable", layer.is_table);
}

// Layers --------------------------------------------------------------------

template <class Io, is_a<validator> T>
void fields(Io& io, T& validator) {
  io("etag", validator.etag);
  io("lastModified", validator.last_modified);
  io("date", validator.date);
}
template <class Io, is_a<artifact_record> T>
void fields(Io& io, T& artifact) {
  io("address", artifact.address);
  io("serviceName", artifact.service_name);
  io("size", artifact.size);
  io("validator", artifact.validator);
  io("done", artifact.done);
  io("partName", artifact.part_name);
  io("finalName", artifact.final_name);
  io("sha256", artifact.sha256);
  io("bytes", artifact.bytes);
  io("holds", artifact.holds);
  io("itemIds", artifact.item_ids);
}
template <class Io, is_a<server_job_ref> T>
void fields(Io& io, T& job) {
  io("address", job.address);
  io("submittedAt", job.submitted_at);
}
template <class Io, is_a<wait_record> T>
void fields(Io& io, T& wait) {
  io("for", wait.reason);
  io("since", wait.since);
  io("until", wait.until);
  io("next", wait.next);
  io("failure", wait.failure);
}
template <class Io, is_a<layer_record> T>
void fields(Io& io, T& layer) {
  io("job", layer.job);
  io("index", layer.index);
  io("task", layer.task);
  io("covers", layer.covers);
  io("phase", layer.phase);
  io("attempt", layer.attempt);
  io("failedAttempts", layer.failed_attempts);
  io("redownloads", layer.redownloads);
  io("name", layer.name);
  io("replicaId", layer.replica_id);
  io("serverJob", layer.server_job);
  io("wait", layer.wait);
  io("artifacts", layer.artifacts);
  io("unanswered", layer.unanswered);
  io("notes", layer.notes);
  io("bytesReceived", layer.bytes_received);
  io("bytesWasted", layer.bytes_wasted);
  io("failure", layer.failure);
}

// Jobs and the ledger -------------------------------------------------------

template <class Io, is_a<layer_error> T>
void fields(Io& io, T& error) {
  io("id", error.id);
  io("title", error.title);
  io("service", error.service);
  io("failure", error.failure);
}
template <class Io, is_a<job_record> T>
void fields(Io& io, T& job) {
  io("id", job.id);
  io("request", job.request);
  io("desired", job.desired);
  io("phase", job.phase);
  io("planDigest", job.plan_digest);
  io("title", job.title);
  io("layerErrors", job.layer_errors);
  io("tableErrors", job.table_errors);
  io("failure", job.failure);
  io("ending", job.ending);
  io("createdAt", job.created_at);
  io("plannedAt", job.planned_at);
  io("endedAt", job.ended_at);
  io("layerCount", job.layer_count);
}
template <class Io, is_a<ledger_record> T>
void fields(Io& io, T& entry) {
  io("name", entry.name);
  io("job", entry.job);
  io("layer", entry.layer);
  io("service", entry.service);
  io("portal", entry.portal);
  io("parameters", entry.parameters);
  io("parameterSources", entry.secret_parameters);
  io("statusAddress", entry.status_address);
  io("replicaId", entry.replica_id);
  io("state", entry.state);
  io("changedAt", entry.changed_at);
}

// Views ---------------------------------------------------------------------

template <class Io, is_a<layer_view> T>
void fields(Io& io, T& layer) {
  io("index", layer.index);
  io("kind", layer.kind);
  io("service", layer.service);
  io("covers", layer.covers);
  io("phase", layer.phase);
  io("attempt", layer.attempt);
  io("bytesDone", layer.bytes_done);
  io("bytesTotal", layer.bytes_total);
  io("holds", layer.holds);
  io("serverPercent", layer.server_percent);
  io("waiting", layer.waiting);
  io("failure", layer.failure);
}
template <class Io, is_a<job_view> T>
void fields(Io& io, T& job) {
  io("id", job.id);
  io("title", job.title);
  io("phase", job.phase);
  io("desired", job.desired);
  io("target", job.target);
  io("progress", job.progress);
  io("waiting", job.waiting);
  io("layers", job.layers);
  io("layerErrors", job.layer_errors);
  io("tableErrors", job.table_errors);
  io("failure", job.failure);
  io("bytesReceived", job.bytes_received);
  io("bytesWasted", job.bytes_wasted);
  io("createdAt", job.created_at);
  io("endedAt", job.ended_at);
}

} // namespace proto
