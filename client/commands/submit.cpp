#include "client/commands.hpp"
#include "client/follow.hpp"
#include "client/job_argument.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <unistd.h>

namespace client {
namespace {

/// The id goes to standard output, what follows is talk unless it is wanted as JSON.
int wait_for(const invocation& call, const std::string& id) {
  progress_display display(call.json ? STDOUT_FILENO : STDERR_FILENO, call.json);
  return follow(call, id, display, true);
}

int hand_over(const invocation& call, nlohmann::json params) {
  return ask(call, "job.submit", std::move(params), [&](const nlohmann::json& result) {
    const auto id = proto::text_in(result, "id");
    if (call.json)
      print_json(nlohmann::json{{"id", id}});
    else
      print(proto::printable(id));
    return call.wait ? wait_for(call, id) : exit_code::done;
  });
}

} // namespace

/// A plan is compared with its map and services before there is a job, and once more by the job.
int submit(const invocation& call) {
  auto params = job_params(call);
  if (const auto* code = std::get_if<int>(&params))
    return *code;
  auto& job = std::get<nlohmann::json>(params);
  if (!call.plan)
    return hand_over(call, std::move(job));
  return ask_about_map(
    call, "offlineMap.capabilities", job, [&](const nlohmann::json&) { return hand_over(call, std::move(job)); });
}

} // namespace client
