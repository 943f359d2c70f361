#pragma once

#include "client/commands.hpp"
#include "client/connection.hpp"
#include "config/problem.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace client {

/// Data: one line on standard output.
void print(const std::string& line);
void print_json(const nlohmann::json& data);
/// Talk: one line on standard error.
void say(const std::string& line);

/// Say what went wrong, with --json also as `{"error": …}` on standard output;
/// the exit code that belongs to it.
int report(const invocation& call, const proto::failure& failure);
int report(const invocation& call, const lost_connection& lost);
int report(const invocation& call, const std::string& file, const config::problems& found, proto::failure_code why);

/// Calls the daemon once. `done` gets the result and gives the exit code. `time` is what the
/// daemon may need beside the time for asking its supervisor.
template <class Done>
int ask(
  const invocation& call, const std::string& method, nlohmann::json params, Done done, std::chrono::seconds time = {}) {
  const auto patience = time + std::chrono::seconds{60}; // the daemon asks its supervisor for half of it
  connection daemon;
  if (auto error = daemon.open(call.socket))
    return report(call, lost_connection{*error});
  auto answer = daemon.call(method, std::move(params), std::chrono::steady_clock::now() + patience);
  if (const auto* failure = std::get_if<proto::failure>(&answer))
    return report(call, *failure);
  if (const auto* lost = std::get_if<lost_connection>(&answer))
    return report(call, *lost);
  return done(std::get<nlohmann::json>(answer));
}

/// Asks for a change of the job that the command names and says that it is wanted.
int steer(const invocation& call, const std::string& method, const std::string& said);

/// A file's bytes, or nothing with errno set.
std::optional<std::string> read_file(const std::string& path);

} // namespace client
