#include "sandbox/tile_services/export_documents.hpp"

#include <algorithm>

#include "sandbox/http/http_message.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

json message(const char* type, const std::string& text) {
  return {{"type", std::string{"esriJobMessageType"} + type}, {"description", text}};
}

} // namespace

std::string job_status_word(job_state state) {
  return "esriJob" + std::string{name_of(state == job_state::completed_with_errors ? job_state::succeeded : state)};
}

json enterprise_job_json(const job_view& job) {
  json messages = json::array();
  if (job.state > job_state::waiting) {
    messages.push_back(message("Informative", "Start Time: " + http_date(job.submitted_ms / 1000)));
  }
  json answer{{"jobId", job.id}, {"jobStatus", job_status_word(job.state)}};
  if (job.state == job_state::executing) {
    const std::int64_t percent = job.total > 0 ? std::min<std::int64_t>(100, 100 * job.done / job.total) : 0;
    answer["progress"] = {{"type", "step"}, {"message", "Exporting tiles"}, {"percent", percent}};
  }
  if (has_result(job.state)) {
    answer["results"] = {{"out_service_url", {{"paramUrl", "results/out_service_url"}}}};
    for (const auto& [name, text] : job.details->at("inputs").items())
      answer["inputs"][name] = {{"paramUrl", "inputs/" + name}};
    if (!job.message.empty())
      messages.push_back(message("Warning", job.message));
    messages.push_back(message("Informative", "Succeeded at " + http_date(job.updated_ms / 1000)));
  }
  if (job.state == job_state::failed || job.state == job_state::timed_out) {
    messages.push_back(message("Error", job.message));
    messages.push_back(message("Error", "Failed."));
  }
  answer["messages"] = messages;
  return answer;
}

json online_job_json(const job_view& job, const json& address) {
  const auto levels = job.details->value("levels", std::vector<int>{});
  const auto tasks = static_cast<std::int64_t>(levels.size());
  const bool succeeded = has_result(job.state);
  const std::int64_t done = succeeded ? tasks : job.total > 0 ? std::min(tasks, tasks * job.done / job.total) : 0;
  json level_stats = json::array();
  for (const int level : levels)
    level_stats.push_back({{"level", level}});
  return {{"jobId", job.id}, {"type", "EXPORTTILES"}, {"jobStatus", job_status_word(job.state)},
    {"message", job.message.empty() ? json(nullptr) : json(job.message)},
    {"extent", job.details->value("extent", json(nullptr))}, {"startTime", job.submitted_ms},
    {"lastTime", job.updated_ms}, {"estimatedNumTiles", job.total}, {"numTiles", job.done},
    {"estimatedTilesSize", job.details->value("estimatedBytes", std::int64_t{0})}, {"tilesSize", 0},
    {"numTasks", tasks}, {"numSubmittedTasks", 0}, {"numProcessingTasks", job.state == job_state::executing ? 1 : 0},
    {"numDoneTasks", done}, {"numErrorTasks", job.state == job_state::failed ? 1 : 0},
    {"numCanceledTasks", job.state == job_state::cancelled ? tasks - done : 0},
    {"output", {{"outputUrl", address}, {"itemId", nullptr}}}, {"levelStats", level_stats}};
}

} // namespace sandbox
