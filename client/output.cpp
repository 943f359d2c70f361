#include "client/output.hpp"

#include "proto/text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

namespace client {

void print(const std::string& line) { std::cout << line << std::endl; }

void print_json(const nlohmann::json& data) {
  print(data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void say(const std::string& line) { std::cerr << "mapferry: " << line << std::endl; }

int report(const invocation& call, const proto::failure& failure) {
  say(proto::describe(failure));
  if (const auto& hint = failure.hint.empty() ? std::string(kind_of(failure.code).hint) : failure.hint; !hint.empty())
    say("hint: " + proto::printable(hint));
  if (call.json)
    print_json(nlohmann::json{{"error", failure}});
  return proto::kind_of(failure.code).exit_code;
}

int report(const invocation& call, const lost_connection& lost) {
  say("cannot reach the daemon at " + proto::printable(call.socket) + ": " + lost.words);
  if (call.json)
    print_json(nlohmann::json{
      {"error", {{"code", "daemonUnreachable"}, {"subject", proto::valid_utf8(call.socket)}, {"hint", lost.words}}}});
  return exit_code::unreachable;
}

int report(const invocation& call, const std::string& file, const config::problems& found, proto::failure_code why) {
  auto list = nlohmann::json::array();
  for (const auto& problem : found) {
    say(config::describe(file, problem));
    list.push_back({{"line", problem.line}, {"column", problem.column}, {"key", proto::valid_utf8(problem.key)},
      {"message", proto::valid_utf8(problem.message)}});
  }
  if (call.json)
    print_json(nlohmann::json{
      {"error", {{"code", proto::word(why)}, {"subject", proto::valid_utf8(file)}, {"problems", list}}}});
  return exit_code::usage;
}

int steer(const invocation& call, const std::string& method, const std::string& said) {
  return ask(call, method, {{"id", proto::valid_utf8(call.argument)}}, [&](const nlohmann::json&) {
    if (call.json)
      print_json(nlohmann::json{{"id", call.argument}});
    say(said + " " + proto::printable(call.argument));
    return exit_code::done;
  });
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  file.peek(); // of an empty file nothing can be put out, which is no error
  if (!file || (!file.eof() && !(all << file.rdbuf())))
    return {};
  return all.str();
}

} // namespace client
