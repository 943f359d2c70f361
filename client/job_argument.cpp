#include "client/job_argument.hpp"

#include "config/job_file.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/control/plan_document.hpp"
#include "proto/json.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace client {

std::string folder_of(const std::string& file) {
  std::error_code ignored;
  return std::filesystem::absolute(file, ignored).parent_path().string();
}

namespace {

/// What of a plan's file the daemon looks at: the numbers would only fill the line.
std::variant<nlohmann::json, int> plan_of(const invocation& call) {
  const auto text = read_file(call.argument);
  if (!text)
    return report(call, call.argument, {{0, 0, "", std::strerror(errno)}}, proto::failure_code::invalid_request);
  const auto document = proto::parse_json(*text);
  auto plan = nlohmann::json::object();
  for (const auto* name : {"version", "job", "basis"})
    if (const auto* member = document ? proto::member(*document, name) : nullptr)
      plan[name] = *member;
  if (const auto job = proto::read_plan_document(plan); !job)
    return report(call, job.error());
  return nlohmann::json{{"plan", std::move(plan)}};
}

} // namespace

std::variant<proto::job_request, int> job_of(const invocation& call) {
  const auto text = read_file(call.argument);
  if (!text)
    return report(call, call.argument, {{0, 0, "", std::strerror(errno)}}, proto::failure_code::invalid_request);
  auto loaded = config::load_job(*text, folder_of(call.argument));
  if (!loaded.job)
    return report(call, call.argument, loaded.found, loaded.why);
  return std::move(*loaded.job);
}

std::variant<nlohmann::json, int> job_params(const invocation& call) {
  if (call.plan)
    return plan_of(call);
  const auto job = job_of(call);
  if (const auto* code = std::get_if<int>(&job))
    return *code;
  return nlohmann::json{{"job", to_json(std::get<proto::job_request>(job))}};
}

} // namespace client
