#include "client/commands.hpp"
#include "client/output.hpp"
#include "proto/text.hpp"

namespace client {

int version(const invocation& call) {
  constexpr auto patience = std::chrono::seconds{5};
  nlohmann::json both{{"client", MAPFERRY_VERSION}, {"daemon", nullptr}};
  connection daemon;
  auto words = daemon.open(call.socket);
  if (!words) {
    auto answer = daemon.call("system.version", nlohmann::json::object(), std::chrono::steady_clock::now() + patience);
    if (const auto* result = std::get_if<nlohmann::json>(&answer); result && result->is_object())
      both["daemon"] = result->value("version", nlohmann::json());
    else
      words = "it does not say its version";
  }
  if (call.json) {
    print_json(both);
    return exit_code::done;
  }
  print("mapferry " MAPFERRY_VERSION);
  if (const auto* text = both["daemon"].get_ptr<const std::string*>())
    print("mapferryd " + proto::printable(*text));
  else
    say("cannot reach the daemon at " + proto::printable(call.socket) + ": "
      + words.value_or("it does not say its version"));
  return exit_code::done;
}

} // namespace client
