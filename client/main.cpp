#include "client/commands.hpp"
#include "config/settings.hpp"
#include "proto/duration.hpp"
#include "proto/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <vector>

namespace {

using namespace client;

std::string duration_or_complaint(std::string& text) {
  return proto::read_duration(text) ? "" : "must be a duration like 30s, 10min or 2h";
}

/// What to say of a mistake: a word that is no command is named, with the one it is near to.
std::string mistake(const CLI::App* app, const CLI::Error& error) {
  const auto words = app->remaining();
  if (!app->get_subcommands().empty() || words.empty())
    return CLI::FailureMessage::simple(app, error);
  const auto& word = words.front();
  std::vector<std::string_view> names;
  for (const auto& row : commands())
    names.push_back(row.name);
  auto text = "mapferry: there is no " + std::string(word.starts_with("-") ? "option `" : "command `")
    + proto::printable(word) + "`";
  const auto swapped = // letters in another order count as two mistakes, but are one
    std::ranges::find_if(names, [&](const auto name) { return std::ranges::is_permutation(name, word); });
  const auto near =
    swapped != names.end() ? std::string(*swapped) : proto::nearest_name(word, names.data(), names.size());
  if (!near.empty())
    text += "; did you mean `" + near + "`?";
  return text + "\nRun with --help for more information.\n";
}

/// The command that was chosen, or nothing with the exit code of help and mistakes.
const command* parse(int argc, char** argv, invocation& call, int& code) {
  CLI::App app("Takes web maps offline: talks to the daemon mapferryd.", "mapferry");
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message(mistake);
  app.set_version_flag("--version", "mapferry " MAPFERRY_VERSION, "print the version of this program");
  call.socket = config::settings().control_socket;
  app.add_option("--socket", call.socket, "control socket of the daemon")
    ->envname("MAPFERRY_SOCKET")
    ->capture_default_str();
  app.add_flag("--json", call.json, "print data as JSON");
  std::string timeout;
  for (const auto& row : commands()) {
    auto* sub = app.add_subcommand(std::string(row.name), std::string(row.summary));
    if (!row.argument.empty())
      sub->add_option(std::string(row.argument), call.argument)->required()->type_name("");
    if (row.name == "submit") {
      sub->add_flag("--wait", call.wait, "follow the job until it ends; the exit code is the job's");
      sub->add_flag("--plan", call.plan, "FILE is a plan: do just that, unless its map or services have changed");
    }
    if (row.name == "plan") {
      sub->add_flag("--estimate", call.estimate, "have tile services estimate sizes: a job of each of these servers");
      sub->add_option("--output", call.output, "write the plan into this file, for submit --plan");
    }
    if (row.name == "overrides") {
      auto* layer = sub->add_option("--layer", call.layer, "only the entry of the layer with this id in the map");
      sub->add_option("--table", call.table, "only the entry of the table with this id in the map")->excludes(layer);
    }
    if (row.waits)
      sub->add_option("--timeout", timeout, "give up waiting after this long (exit code 5); a job goes on")
        ->check(CLI::Validator(duration_or_complaint, "DURATION"));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    code = app.exit(error, std::cout, std::cerr) == 0 ? exit_code::done : exit_code::usage;
    return nullptr;
  }
  if (!timeout.empty())
    call.timeout = proto::read_duration(timeout);
  const auto chosen = app.get_subcommands().front()->get_name();
  for (const auto& row : commands())
    if (row.name == chosen)
      return &row;
  return nullptr;
}

} // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN); // a reader that goes away ends our output, not the command
  invocation call;
  int code = exit_code::usage;
  const auto* chosen = parse(argc, argv, call, code);
  return chosen ? chosen->run(call) : code;
}
