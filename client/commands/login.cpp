#include "client/commands.hpp"
#include "client/output.hpp"
#include "client/silent_line.hpp"
#include "proto/text.hpp"

namespace client {
namespace {

std::string text_of(const nlohmann::json& result, const char* member) {
  const auto found = result.is_object() ? result.find(member) : result.end();
  return found != result.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int finish(const invocation& call, const std::string& credential, const std::string& code) {
  const nlohmann::json params{{"credential", credential}, {"code", code}};
  return ask(call, "credential.finishLogin", params, [&](const nlohmann::json& result) {
    if (call.json)
      print_json(result);
    const auto user = text_of(result, "username");
    say(
      "signed in" + (user.empty() ? "" : " as " + proto::printable(user)) + "; jobs that wait for it: mapferry retry");
    return exit_code::done;
  });
}

} // namespace

int login(const invocation& call) {
  const auto credential = proto::valid_utf8(call.argument);
  return ask(call, "credential.login", {{"credential", credential}}, [&](const nlohmann::json& begun) {
    say("open this address in a browser, sign in, and copy the code that is shown:");
    if (call.json)
      print_json(begun);
    else
      print(proto::printable(text_of(begun, "address")));
    const auto code = proto::valid_utf8(read_silent_line("code (not shown, empty to give up): "));
    if (!code.empty())
      return finish(call, credential, code);
    say("no code was given; nothing has changed");
    return exit_code::usage;
  });
}

} // namespace client
