#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace client {

/// Exit codes that do not come from a failure of the daemon.
namespace exit_code {
constexpr int done = 0;
constexpr int unclassified = 1;
constexpr int usage = 2;        ///< command line, configuration or job file
constexpr int with_errors = 3;  ///< of a layer or table of the map
constexpr int temporary = 5;    ///< not ended in time; a job goes on
constexpr int unreachable = 12; ///< no daemon answers
} // namespace exit_code

/// What the command line says.
struct invocation {
  std::string argument;                        ///< FILE, JOB, PACKAGE or CREDENTIAL
  std::string socket;                          ///< path of the control socket
  bool json = false;                           ///< data as JSON
  bool wait = false;                           ///< submit: until the job has ended
  std::string layer;                           ///< overrides: the entry of this layer alone
  std::string table;                           ///< overrides: the entry of this table alone
  bool plan = false;                           ///< submit: the argument is a plan's file
  bool estimate = false;                       ///< plan: with the services' own estimates
  std::string output;                          ///< plan: the file that it goes to
  std::optional<std::chrono::seconds> timeout; ///< submit --wait, watch, capabilities, defaults, overrides
};

/// Each does one command and gives the exit code. One file per command.
int capabilities(const invocation& call);
int defaults(const invocation& call);
int overrides(const invocation& call);
int plan(const invocation& call);
int submit(const invocation& call);
int list(const invocation& call);
int show(const invocation& call);
int watch(const invocation& call);
int pause(const invocation& call);
int resume(const invocation& call);
int cancel(const invocation& call);
int retry(const invocation& call);
int remove(const invocation& call);
int inspect(const invocation& call);
int check(const invocation& call);
int login(const invocation& call);
int version(const invocation& call);

/// A row of the command table.
struct command {
  std::string_view name;
  std::string_view argument; ///< its name, empty if there is none
  std::string_view summary;
  bool waits; ///< takes --timeout
  int (*run)(const invocation& call);
};
std::span<const command> commands();

} // namespace client
