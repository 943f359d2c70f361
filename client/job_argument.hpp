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

/// Asks about the map of the job file, as long as --timeout allows, else as the daemon
/// does by itself. `done` gets the result and gives the exit code.
template <class Done>
int ask_about_map(const invocation& call, const std::string& method, Done done) {
  const auto job = job_of(call);
  if (const auto* code = std::get_if<int>(&job))
    return *code;
  const auto time = call.timeout.value_or(std::chrono::seconds{600});
  return ask(
    call, method, {{"job", to_json(std::get<proto::job_request>(job))}, {"timeout", time.count()}}, done, time);
}

} // namespace client
