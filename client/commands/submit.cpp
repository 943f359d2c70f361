#include "client/commands.hpp"
#include "client/follow.hpp"
#include "client/output.hpp"
#include "config/job_file.hpp"
#include "proto/text.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace client {
namespace {

std::string folder_of(const std::string& file) {
  std::error_code ignored;
  return std::filesystem::absolute(file, ignored).parent_path().string();
}

/// The id goes to standard output, what follows is talk unless it is wanted as JSON.
int wait_for(const invocation& call, const std::string& id) {
  progress_display display(call.json ? STDOUT_FILENO : STDERR_FILENO, call.json);
  return follow(call, id, display, true);
}

} // namespace

int submit(const invocation& call) {
  const auto text = read_file(call.argument);
  if (!text)
    return report(call, call.argument, {{0, 0, "", std::strerror(errno)}}, proto::failure_code::invalid_request);
  const auto loaded = config::load_job(*text, folder_of(call.argument));
  if (!loaded.job)
    return report(call, call.argument, loaded.found, loaded.why);
  return ask(call, "job.submit", {{"job", to_json(*loaded.job)}}, [&](const nlohmann::json& result) {
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
