#include "client/commands.hpp"
#include "client/output.hpp"
#include "client/package_text.hpp"
#include "io/disk/package_inspection.hpp"

namespace client {

/// A package with problems is printed too, and is an integrity failure.
int inspect(const invocation& call) {
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
