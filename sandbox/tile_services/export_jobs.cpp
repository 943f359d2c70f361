#include "sandbox/tile_services/export_jobs.hpp"

#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/tile_services/export_documents.hpp"

namespace sandbox {

using nlohmann::json;

namespace {

/// The parameters that a job repeats as its inputs, by the names that the task behind it has for them.
constexpr std::pair<const char*, const char*> export_inputs[] = {{"export_extent", "exportExtent"},
  {"area_of_interest", "areaOfInterest"}, {"polygon", "polygon"}, {"export_by", "exportBy"}, {"levels", "levels"},
  {"tile_package", "tilePackage"}, {"storage_format_type", "storageFormatType"}};

json inputs_of(const http_request& request) {
  json inputs = json::object();
  for (const auto& [name, parameter] : export_inputs) {
    if (const std::string& text = request.parameter(parameter); !text.empty())
      inputs[name] = text;
  }
  return inputs;
}

bool is_word(const std::vector<std::string>& parts, std::size_t at, const char* word) {
  return at < parts.size() && same_word(parts[at], word);
}

bool is_operation(const std::vector<std::string>& parts) {
  return is_word(parts, 0, "exportTiles") || is_word(parts, 0, "estimateExportTilesSize");
}

} // namespace

export_jobs::export_jobs(const world& shared, const tile_service_data& data, package_writer write)
  : shared_{shared},
    data_{data},
    write_{std::move(write)} {}

std::int64_t export_jobs::limit() const {
  return shared_.settings.max_tiles > 0 ? shared_.settings.max_tiles : data_.max_export_tiles;
}

/// The words of either family of servers.
std::string export_jobs::too_many(std::int64_t count) const {
  const std::string asked = std::to_string(count), most = std::to_string(limit());
  if (shared_.where.online()) {
    return "Unable to export the cache, estimated tile count(" + asked + ") is greater than the max export tiles count("
      + most + ") that is set for the service.";
  }
  return "ERROR 001564: Requested tile count(" + asked + ") exceeds the maximum allowed number of tiles(" + most
    + ") to be exported for service " + data_.name + ":" + server_word(data_.kind) + ".";
}

bool export_jobs::owns(const std::vector<std::string>& parts) {
  return is_word(parts, 0, "jobs") || is_operation(parts);
}

http_response export_jobs::handle(const http_request& request, const std::vector<std::string>& parts,
  const std::function<outcome<export_order>(bool)>& read,
  const std::function<std::int64_t(const export_order&)>& sample) {
  if (is_word(parts, 0, "jobs"))
    return job(request, {parts.begin() + 1, parts.end()});
  if (is_word(parts, 1, "jobs"))
    return job(request, {parts.begin() + 2, parts.end()});
  if (parts.size() > 2 || (parts.size() == 2 && !is_word(parts, 1, "submitJob")))
    return error_answer(400, "Invalid URL", {"Invalid URL"});
  if (!data_.export_allowed || data_.dynamic)
    return error_answer(
      400, "Unable to complete operation.", {"exportTiles operation is not supported on this service."});
  const bool asks_for_size = is_word(parts, 0, "estimateExportTilesSize");
  const auto order = read(asks_for_size);
  return asks_for_size ? estimate(request, order, sample) : submit(request, order);
}

http_response export_jobs::start(const http_request& request, job_order job, const export_order& order) {
  job.owner = data_.path();
  job.id = shared_.where.online() ? random_hex(8) : "j" + random_hex(16) + "_et";
  job.total = order.count;
  job.details["levels"] = order.tiles.levels;
  job.details["extent"] = to_esri_json(order.tiles.within.extent(), order.tiles.within.wkid);
  job.details["inputs"] = inputs_of(request);
  const std::string id = job.id;
  return shared_.jobs.submit(std::move(job)) ? accepted(request, id) : busy_answer();
}

http_response export_jobs::submit(const http_request& request, const outcome<export_order>& order) {
  if (!order)
    return invalid_parameters(order.error());
  const bool excessive = order->count > limit();
  if (excessive && shared_.where.online())
    return error_answer(500, too_many(order->count));
  job_order job;
  job.work = [this, excessive, wanted = *order](job_progress& progress) -> outcome<std::string> {
    if (excessive)
      return problem{too_many(wanted.count)};
    return build(wanted, progress);
  };
  return start(request, std::move(job), *order);
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
  return start(request, std::move(job), *order);
}

http_response export_jobs::accepted(const http_request& request, const std::string& id) const {
  if (!shared_.where.online())
    return json_answer(request, {{"jobId", id}, {"jobStatus", "esriJobSubmitted"}});
  return json_answer(request,
    {{"id", random_hex(8)}, {"name", data_.name}, {"url", nullptr}, {"status", "success"},
      {"itemId", item_id(data_.title)}, {"type", item_type_of(data_.kind)}, {"jobId", id}, {"message", "success"}});
}

outcome<std::string> export_jobs::build(const export_order& order, job_progress& progress) {
  package_request wanted;
  wanted.tiles = order.tiles;
  wanted.name = data_.name;
  wanted.description = data_.description;
  wanted.credits = data_.credits;
  wanted.created_ms = shared_.clock();
  if (const auto shown = project(order.tiles.within, web_mercator))
    wanted.thumbnail = shared_.raster.render_thumbnail(shown->extent(), 200, 133, data_.look);
  const std::filesystem::path draft = shared_.results.draft();
  const auto extension = write_(draft, order, wanted, [&](std::int64_t done) {
    progress.done = done;
    return !progress.cancelled;
  });
  if (!extension)
    return problem{extension.error()};
  if (shared_.where.online())
    return shared_.results.publish(draft, "export/" + random_hex(8) + *extension);
  return shared_.results.publish(draft,
    "arcgisoutput/" + data_.name + "_" + server_word(data_.kind) + "/_ags" + random_hex(8) + "/" + data_.name
      + *extension);
}

json export_jobs::result_value(const http_request& request, const job_view& job) const {
  if (const json text = json::parse(job.result, nullptr, false); text.is_object())
    return text; // an estimate
  if (shared_.where.online())
    return shared_.store.signed_address(request, job.result);
  // Enterprise names a folder for raster packages and the file for vector ones.
  const bool is_folder = data_.kind != tile_kind::vector;
  const std::string key = is_folder ? job.result.substr(0, job.result.rfind('/')) : job.result;
  return shared_.where.server_root(request, data_.server) + "/rest/directories/" + key;
}

http_response export_jobs::job_resource(const http_request& request, const job_view& job) const {
  if (!shared_.where.online()) {
    json document = enterprise_job_json(job);
    if (same_word(request.parameter("returnMessages"), "false"))
      document.erase("messages");
    return json_answer(request, document);
  }
  json address;
  if (has_result(job.state)) {
    address = result_value(request, job);
    if (address.is_object())
      address = nullptr; // an estimate has no file; its numbers stand in the job
    // Recorded answers of vector services have a list, those of raster services one address.
    if (data_.kind == tile_kind::vector)
      address = json::array({address});
  }
  return json_answer(request, online_job_json(job, address));
}

http_response export_jobs::job(const http_request& request, const std::vector<std::string>& parts) {
  if (parts.empty())
    return error_answer(400, "Invalid URL", {"Invalid URL"});
  const auto job = shared_.jobs.find(data_.path(), parts[0]);
  if (!job)
    return error_answer(400, "Unable to complete operation.", {"Job " + parts[0] + " was not found."});
  if (parts.size() == 1)
    return job_resource(request, *job);
  if (parts.size() == 2 && parts[1] == "cancel") {
    const auto left = shared_.jobs.cancel(data_.path(), job->id);
    return json_answer(request, {{"jobId", job->id}, {"jobStatus", job_status_word(left.value_or(job->state))}});
  }
  const bool asks_for_it = has_result(job->state) && parts.size() == 3 && parts[1] == "results";
  if (asks_for_it && parts[2] == "out_service_url") {
    return json_answer(
      request, {{"paramName", "out_service_url"}, {"dataType", "GPString"}, {"value", result_value(request, *job)}});
  }
  const json& inputs = job->details->at("inputs");
  if (parts.size() == 3 && parts[1] == "inputs" && inputs.contains(parts[2])) {
    return json_answer(request, {{"paramName", parts[2]}, {"dataType", "GPString"}, {"value", inputs.at(parts[2])}});
  }
  return error_answer(400, "Unable to complete operation.", {"There is no such result."});
}

} // namespace sandbox
