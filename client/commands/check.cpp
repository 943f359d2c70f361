#include "client/commands.hpp"
#include "client/job_argument.hpp"
#include "config/job_file.hpp"
#include "config/yaml_settings.hpp"
#include "proto/text.hpp"

#include <cerrno>
#include <cstring>

namespace client {

int check(const invocation& call) {
  const auto text = read_file(call.argument);
  if (!text)
    return report(call, call.argument, {{0, 0, "", std::strerror(errno)}}, proto::failure_code::invalid_request);
  const bool job = config::is_job_file(*text);
  const auto found = job ? config::load_job(*text, folder_of(call.argument)).found : config::load_settings(*text).found;
  if (!found.empty())
    return report(call, call.argument, found, proto::failure_code::invalid_request);
  if (call.json)
    print_json(nlohmann::json{{"file", proto::valid_utf8(call.argument)}, {"kind", job ? "job" : "configuration"},
      {"problems", nlohmann::json::array()}});
  else
    print(proto::printable(call.argument) + ": a good " + (job ? "job file" : "configuration"));
  return exit_code::done;
}

} // namespace client
