#include "client/capabilities_text.hpp"
#include "client/job_argument.hpp"
#include "proto/arcgis/members.hpp"

namespace client {

int capabilities(const invocation& call) {
  return ask_about_map(call, "offlineMap.capabilities", [&](const nlohmann::json& result) {
    if (call.json)
      print_json(result);
    else
      for (const auto& line : describe_capabilities(result))
        print(line);
    return proto::boolean_in(result, "hasErrors").value_or(true) ? exit_code::with_errors : exit_code::done;
  });
}

} // namespace client
