#include "client/commands.hpp"
#include "client/output.hpp"
#include "client/progress_view.hpp"
#include "client/text_units.hpp"
#include "proto/text.hpp"

namespace client {
namespace {

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// ", 1.0 MB of it for nothing (changed)" for each reason.
std::string wasted_text(const proto::job_view& job) {
  std::string text;
  for (const auto& [reason, bytes] : job.bytes_wasted)
    text += ", " + bytes_text(bytes) + " of it for nothing (" + proto::printable(reason) + ")";
  return text;
}

void print_job(const proto::job_view& job) {
  print("job     " + proto::printable(job.id));
  print("target  " + proto::printable(job.target));
  print("age     " + span_text((job.ended_at ? job.ended_at : now()) - job.created_at));
  print("bytes   " + bytes_text(job.bytes_received) + " received" + wasted_text(job));
  // As wide and high as the picture wants to be: this is a page, not a screen.
  for (const auto& line : draw_progress(job, {200, 1'000'000}, now()))
    print(line.text);
  for (const auto& line : describe_ending(job))
    print(line.text);
}

} // namespace

int show(const invocation& call) {
  return ask(call, "job.get", {{"id", proto::valid_utf8(call.argument)}}, [&](const nlohmann::json& result) {
    if (call.json) {
      print_json(result);
      return exit_code::done;
    }
    auto job = proto::read_job_view(result);
    if (!job)
      return report(call, job.error());
    print_job(*job);
    return exit_code::done;
  });
}

} // namespace client
