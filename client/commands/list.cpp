#include "client/commands.hpp"
#include "client/output.hpp"
#include "client/progress_view.hpp"
#include "client/text_units.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <cstdio>

namespace client {
namespace {

/// The list leaves the errors themselves out and says only whether there are any.
std::string row(const proto::job_view& job, bool has_errors) {
  const auto phase = has_errors && job.phase == proto::job_phase::done ? "done with errors" : phase_text(job);
  auto percent = std::to_string(static_cast<int>(job.progress)) + " %";
  percent.insert(0, 5 - std::min<std::size_t>(5, percent.size()), ' ');
  return padded(proto::printable(job.id), 26) + "  " + padded(phase, 24) + "  " + percent + "  "
    + proto::printable(job.target);
}

} // namespace

int list(const invocation& call) {
  return ask(call, "job.list", nlohmann::json::object(), [&](const nlohmann::json& result) {
    if (call.json) {
      print_json(result);
      return exit_code::done;
    }
    const auto* jobs = proto::member(result, "jobs");
    if (!jobs || !jobs->is_array())
      return report(call, proto::unreadable(result, "listing jobs", "the daemon's answer holds no list of jobs"));
    if (jobs->empty())
      say("no jobs");
    for (const auto& entry : *jobs) {
      auto job = proto::read_job_view(entry);
      if (!job)
        return report(call, job.error());
      print(row(*job, proto::boolean_in(entry, "hasErrors").value_or(false)));
    }
    return exit_code::done;
  });
}

} // namespace client
