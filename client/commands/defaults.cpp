#include "client/job_argument.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

namespace client {

/// The parameters alone go to standard output, fit for a job file; what of the author's settings
/// they do not say is talk.
int defaults(const invocation& call) {
  return ask_about_map(call, "offlineMap.defaultParameters", [&](const nlohmann::json& result) {
    if (call.json) {
      print_json(result);
      return exit_code::done;
    }
    const auto* parameters = proto::member(result, "parameters");
    if (!parameters)
      return report(call, proto::unreadable(result, "asking for parameters", "the daemon's answer holds none"));
    print(parameters->dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    if (const auto* left = proto::member(result, "notApplied"); left && left->is_array())
      for (const auto& finding : *left)
        say(proto::printable(proto::text_in(finding, "what") + ": " + proto::text_in(finding, "why")));
    return exit_code::done;
  });
}

} // namespace client
