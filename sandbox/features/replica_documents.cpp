#include "sandbox/features/replica_documents.hpp"

#include "sandbox/model/esri_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

const char* model_word(sync_model model) {
  switch (model) {
  case sync_model::none: return "none";
  case sync_model::per_layer: return "perLayer";
  case sync_model::per_replica: break;
  }
  return "perReplica";
}

const char* direction_word(attachment_direction direction) {
  switch (direction) {
  case attachment_direction::none: return "none";
  case attachment_direction::upload: return "upload";
  case attachment_direction::bidirectional: break;
  }
  return "bidirectional";
}

const char* option_word(query_option option) {
  switch (option) {
  case query_option::none: return "none";
  case query_option::all: return "all";
  case query_option::use_filter: break;
  }
  return "useFilter";
}

std::string status_word(const job_view& job) {
  switch (job.state) {
  case job_state::fresh:
  case job_state::submitted:
  case job_state::waiting: return "Pending";
  case job_state::executing: return job.phase;
  case job_state::succeeded: return "Completed";
  case job_state::completed_with_errors: return "CompletedWithErrors";
  // Feature services have no words of their own for the other ways to end.
  case job_state::failed:
  case job_state::timed_out:
  case job_state::cancelling:
  case job_state::cancelled:
  case job_state::deleting:
  case job_state::deleted: break;
  }
  return "Failed";
}

json generations_json(const replica_request& wanted) {
  json list = json::array();
  for (const replica_layer& layer : wanted.layers)
    list.push_back({{"id", layer.source->id}, {"serverGen", layer.server_generation}});
  return list;
}

} // namespace

json replica_head_json(const replica_request& wanted) {
  json head{{"replicaName", wanted.replica_name},
    {"replicaID", wanted.model == sync_model::none ? "" : wanted.replica_id},
    {"responseType", "esriReplicaResponseTypeData"}, {"syncModel", model_word(wanted.model)}, {"targetType", "client"}};
  if (wanted.model == sync_model::per_layer)
    head["layerServerGens"] = generations_json(wanted);
  if (wanted.model == sync_model::per_replica)
    head["replicaServerGen"] = wanted.server_generation;
  return head;
}

json replica_info_json(const replica_request& wanted) {
  json layers = json::array();
  for (const replica_layer& layer : wanted.layers)
    layers.push_back({{"id", layer.source->id}, {"queryOption", option_word(layer.option)},
      {"useGeometry", layer.use_geometry}, {"where", layer.where}, {"includeRelated", layer.include_related}});
  json info = replica_head_json(wanted);
  info.erase("responseType");
  info.update({{"replicaOwner", wanted.owner}, {"creationDate", wanted.created_ms}, {"lastSyncDate", wanted.created_ms},
    {"returnAttachments", wanted.returns_attachments}, {"attachmentsSyncDirection", direction_word(wanted.attachments)},
    {"syncDirection", wanted.direction == sync_direction::download ? "download" : "bidirectional"},
    {"spatialRel", "esriSpatialRelIntersects"}, {"geometryType", esri_name(wanted.extent.shape.type)},
    {"geometry", to_esri_json(wanted.extent.shape, wanted.extent.wkid)}, {"layers", layers}});
  return info;
}

json replica_status_json(const job_view& job, const std::string& address) {
  json status{{"replicaName", job.details->at("replicaName")}, {"status", status_word(job)},
    {"submissionTime", job.submitted_ms}, {"lastUpdatedTime", job.updated_ms}};
  if (job.state == job_state::executing && job.done > 0)
    status["recordCount"] = job.done;
  if (has_result(job.state)) {
    status.update({{"replicaID", job.details->at("replicaID")}, {"responseType", "esriReplicaResponseTypeData"},
      {"transportType", "esriTransportTypeURL"}, {"targetType", "client"}, {"resultUrl", address}});
  }
  if (job.state > job_state::succeeded) {
    status["error"] = {{"code", 500}, {"message", "Error exporting replica data."}, {"details", {job.message}}};
  }
  return status;
}

} // namespace sandbox
