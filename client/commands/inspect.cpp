#include "client/commands.hpp"
#include "client/output.hpp"
#include "client/package_text.hpp"
#include "io/disk/package_inspection.hpp"
#include "proto/text.hpp"

#include <filesystem>

namespace client {
namespace {

/// Why the path cannot be a package at all; nothing where it may be one.
std::optional<std::string> complaint_about(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored; // a path that may not be looked at is told by the inspection
  const auto type = fs::status(path, ignored).type();
  if (type == fs::file_type::not_found)
    return "no such folder: " + proto::printable(path);
  if (type != fs::file_type::directory && type != fs::file_type::none && type != fs::file_type::unknown)
    return proto::printable(path) + " is a file, a package is a folder";
  return {};
}

} // namespace

/// A package with problems is printed too, and is an integrity failure.
int inspect(const invocation& call) {
  if (const auto complaint = complaint_about(call.argument)) {
    say(*complaint);
    if (call.json)
      print_json(nlohmann::json{{"error",
        {{"code", proto::word(proto::failure_code::invalid_request)}, {"subject", proto::valid_utf8(call.argument)},
          {"hint", proto::valid_utf8(*complaint)}}}});
    return exit_code::usage;
  }
  const auto facts = io::inspect_package(call.argument);
  if (!facts)
    return report(call, facts.error());
  if (call.json)
    print_json(to_json(*facts));
  else
    for (const auto& line : describe_package(*facts))
      print(line);
  return facts->problems.empty() ? exit_code::done : proto::kind_of(proto::failure_code::damaged).exit_code;
}

} // namespace client
