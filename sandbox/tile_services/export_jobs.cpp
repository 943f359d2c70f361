#include "sandbox/tile_services/export_jobs.hpp"

#include <utility>

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/tile_services/export_documents.hpp"

namespace sandbox {

using nlohmann::json;

std::string export_jobs::name() const { return source_.service.substr(0, source_.service.find('/')); }

std::string export_jobs::folder() const { return name() + "_" + source_.service.substr(source_.service.find('/') + 1); }

/// The words of either family of servers.
std::string export_jobs::too_many(std::int64_t count) const {
  const std::string asked = std::to_string(count);
  const std::string limit = std::to_string(shared_.settings.max_tiles);
  if (shared_.where.online()) {
    return "Unable to export the cache, estimated tile count(" + asked + ") is greater than the max export tiles count("
      + limit + ") that is set for the service.";
  }
  const std::string service = name() + ":" + source_.service.substr(source_.service.find('/') + 1);
  return "ERROR 001564: Requested tile count(" + asked + ") exceeds the maximum allowed number of tiles(" + limit
    + ") to be exported for service " + service + ".";
}

std::string export_jobs::start(job_order job, const export_order& order) {
  job.owner = source_.service;
  job.id = shared_.where.online() ? random_hex(8) : "j" + random_hex(16) + "_et";
  job.total = order.count;
  job.details["levels"] = order.tiles.levels;
  job.details["extent"] = to_esri_json(order.tiles.within.extent(), order.tiles.within.wkid);
  std::string id = job.id;
  shared_.jobs.submit(std::move(job));
  return id;
}

http_response export_jobs::submit(const http_request& request, const outcome<export_order>& order) {
  if (!order)
    return invalid_parameters(order.error());
  const bool excessive = order->count > shared_.settings.max_tiles;
  if (excessive && shared_.where.online())
    return error_answer(500, too_many(order->count));
  job_order job;
  job.work = [this, excessive, wanted = *order](job_progress& progress) -> outcome<std::string> {
    if (excessive)
      return problem{too_many(wanted.count)};
    return build(wanted, progress);
  };
  return accepted(request, start(std::move(job), *order));
}

http_response export_jobs::estimate(const http_request& request, const outcome<export_order>& order,
  const std::function<std::int64_t(const export_order&)>& sample) {
  if (!order)
    return invalid_parameters(order.error());
  job_order job;
  job.gives_file = false;
  job.details = {{"estimatedBytes", sample(*order)}};
  job.work = [wanted = *order, bytes = job.details.at("estimatedBytes")](job_progress&) -> outcome<std::string> {
    return json{{"totalSize", bytes}, {"totalTilesToExport", wanted.count}}.dump();
  };
  return accepted(request, start(std::move(job), *order));
}

http_response export_jobs::accepted(const http_request& request, const std::string& id) const {
  if (!shared_.where.online())
    return json_answer(request, {{"jobId", id}, {"jobStatus", "esriJobSubmitted"}});
  return json_answer(request,
    {{"id", random_hex(8)}, {"name", name()}, {"url", nullptr}, {"status", "success"}, {"itemId", source_.item_id},
      {"type", source_.item_type}, {"jobId", id}, {"message", "success"}});
}

outcome<std::string> export_jobs::build(const export_order& order, job_progress& progress) {
  package_request wanted;
  wanted.tiles = order.tiles;
  wanted.name = name();
  wanted.description = "Exported by the mapferry sandbox";
  wanted.created_ms = shared_.clock();
  const std::filesystem::path draft = shared_.results.draft();
  const auto extension = source_.write(draft, order, wanted, [&](std::int64_t done) {
    progress.done = done;
    return !progress.cancelled;
  });
  if (!extension)
    return problem{extension.error()};
  return shared_.results.publish(draft,
    shared_.where.online() ? "export/" + random_hex(8) + *extension
                           : "arcgisoutput/" + folder() + "/_ags" + random_hex(8) + "/" + name() + *extension);
}

json export_jobs::result_value(const http_request& request, const job_view& job) const {
  if (const json text = json::parse(job.result, nullptr, false); text.is_object())
    return text; // an estimate
  if (shared_.where.online())
    return shared_.store.signed_address(request, job.result);
  const std::string key = source_.result_is_folder ? job.result.substr(0, job.result.rfind('/')) : job.result;
  return shared_.where.server_root(request, source_.server) + "/rest/directories/" + key;
}

http_response export_jobs::handle(const http_request& request, const std::vector<std::string>& parts) {
  if (parts.empty())
    return error_answer(400, "Invalid URL", {"Invalid URL"});
  const std::string& owner = source_.service;
  const auto job = shared_.jobs.find(owner, parts[0]);
  if (!job)
    return error_answer(400, "Unable to complete operation.", {"Job " + parts[0] + " was not found."});
  if (parts.size() == 2 && parts[1] == "cancel") {
    shared_.jobs.cancel(owner, job->id);
    return json_answer(request, {{"jobId", job->id}, {"jobStatus", "esriJobCancelling"}});
  }
  const bool succeeded = job->state == job_state::succeeded;
  if (parts.size() == 1 && shared_.where.online()) {
    json address;
    if (succeeded) {
      address = result_value(request, *job);
      if (address.is_object())
        address = nullptr; // an estimate has no file; its numbers stand in the job
      // Recorded answers of vector services have a list, those of raster services one address.
      if (!source_.result_is_folder)
        address = json::array({address});
    }
    return json_answer(request, online_job_json(*job, address));
  }
  if (parts.size() == 1)
    return json_answer(request, enterprise_job_json(*job));
  if (parts.size() == 3 && parts[1] == "results" && parts[2] == "out_service_url" && succeeded) {
    return json_answer(
      request, {{"paramName", "out_service_url"}, {"dataType", "GPString"}, {"value", result_value(request, *job)}});
  }
  return error_answer(400, "Unable to complete operation.", {"There is no such result."});
}

} // namespace sandbox
