#pragma once

#include "client/output.hpp"
#include "proto/control/job_request.hpp"

#include <chrono>
#include <variant>

namespace client {

/// The absolute path of the folder that a file lies in: what a job file names starts there.
std::string folder_of(const std::string& file);

/// The job file that the command names; or, said already, the exit code of what is wrong
/// with it.
std::variant<proto::job_request, int> job_of(const invocation& call);

/// The parameter of a method that takes a job: `{job}`, or `{plan}` where the argument names
/// a plan's file (--plan). Complaints are said, and give the exit code.
std::variant<nlohmann::json, int> job_params(const invocation& call);

/// Asks about the map of the job file, as long as --timeout allows, else as the daemon
/// does by itself. `done` gets the result and gives the exit code.
template <class Done>
int ask_about_map(const invocation& call, const std::string& method, nlohmann::json params, Done done) {
  const auto time = call.timeout.value_or(std::chrono::seconds{600});
  params["timeout"] = time.count();
  return ask(call, method, std::move(params), done, time);
}
template <class Done>
int ask_about_map(const invocation& call, const std::string& method, Done done) {
  auto params = job_params(call);
  if (const auto* code = std::get_if<int>(&params))
    return *code;
  return ask_about_map(call, method, std::move(std::get<nlohmann::json>(params)), done);
}

} // namespace client
