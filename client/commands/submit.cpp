#include "client/commands.hpp"
#include "client/follow.hpp"
#include "client/job_argument.hpp"
#include "proto/text.hpp"

#include <unistd.h>

namespace client {
namespace {

/// The id goes to standard output, what follows is talk unless it is wanted as JSON.
int wait_for(const invocation& call, const std::string& id) {
  progress_display display(call.json ? STDOUT_FILENO : STDERR_FILENO, call.json);
  return follow(call, id, display, true);
}

} // namespace

int submit(const invocation& call) {
  const auto job = job_of(call);
  if (const auto* code = std::get_if<int>(&job))
    return *code;
  return ask(
    call, "job.submit", {{"job", to_json(std::get<proto::job_request>(job))}}, [&](const nlohmann::json& result) {
      const auto id =
        result.is_object() && result.contains("id") && result["id"].is_string() ? result["id"].get<std::string>() : "";
      if (call.json)
        print_json(nlohmann::json{{"id", id}});
      else
        print(proto::printable(id));
      return call.wait ? wait_for(call, id) : exit_code::done;
    });
}

} // namespace client
