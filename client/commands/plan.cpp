#include "client/job_argument.hpp"
#include "client/plan_text.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace client {
namespace {

/// Whole or not at all: what stood there before is still good. 0, or errno.
int write_plan(const std::string& path, const nlohmann::json& document) {
  const auto draft = path + ".new";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file << document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  file.close();
  std::error_code error;
  if (file)
    std::filesystem::rename(draft, path, error);
  else
    error = std::error_code(errno != 0 ? errno : EIO, std::generic_category());
  return error.value();
}

} // namespace

int plan(const invocation& call) {
  const auto* method = call.estimate ? "offlineMap.estimatedPlan" : "offlineMap.plan";
  return ask_about_map(call, method, [&](const nlohmann::json& result) {
    if (const int error = call.output.empty() ? 0 : write_plan(call.output, result); error != 0)
      return report(call,
        proto::failure{.code = proto::failure_code::disk_error,
          .during = "writing the plan",
          .subject = call.output,
          .hint = std::strerror(error)});
    if (call.json)
      print_json(result);
    else
      for (const auto& line : describe_plan(result))
        print(line);
    return proto::boolean_in(result, "hasErrors").value_or(true) ? exit_code::with_errors : exit_code::done;
  });
}

} // namespace client
