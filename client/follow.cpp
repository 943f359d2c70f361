#include "client/follow.hpp"

#include "client/output.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace client {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

//            ┌──────────── lost: again after a while ───────────┐
//            ▼                                                  │
//   connect ──► subscribe ──► job.get ──► event, event, … ──────┤
//      │                        │              │                │
//      └ first time: 12         └ unknown: 4   └ ended: the job's code
//
// Subscribing comes first, so that no change between the two is missed.
class follower {
public:
  follower(const invocation& call, const std::string& job, progress_display& display, bool has_answered)
    : call_(call),
      job_(job),
      display_(display),
      end_(call.timeout ? clock::now() + *call.timeout : clock::time_point::max()),
      connected_once_(has_answered) {}

  int run() {
    for (;;) {
      auto code = follow_connection();
      if (code)
        return *code;
      if (!connected_once_)
        return report(call_, lost_);
      if (clock::now() >= end_)
        return out_of_time();
      if (std::exchange(is_away_, true))
        display_.tick();
      else
        display_.remark("the daemon does not answer (" + lost_.words + "); trying again");
      std::this_thread::sleep_for(std::clamp<clock::duration>(end_ - clock::now(), 0s, pause_));
      pause_ = std::min<clock::duration>(pause_ * 2, 2s);
    }
  }

private:
  /// The exit code, or nothing where the connection was lost.
  std::optional<int> follow_connection() {
    if (auto words = daemon_.open(call_.socket))
      return lose({*words});
    for (const auto* method : {"events.subscribe", "job.get"}) {
      const bool get = std::string(method) == "job.get";
      auto params = get ? nlohmann::json{{"id", proto::valid_utf8(job_)}} : nlohmann::json::object();
      auto answer = daemon_.call(method, std::move(params), patience());
      if (const auto* failure = std::get_if<proto::failure>(&answer))
        // A daemon that is just starting or stopping says so; it will know more later.
        return failure->worth_retrying && connected_once_ ? lose({failure->hint})
                                                          : std::optional(report(call_, *failure));
      if (const auto* lost = std::get_if<lost_connection>(&answer))
        return lose(*lost);
      connected_once_ = true;
      if (get && std::exchange(is_away_, false))
        display_.remark("the daemon answers again");
      if (get)
        if (auto code = take(std::get<nlohmann::json>(answer)))
          return code;
    }
    pause_ = 200ms;
    return follow_events();
  }

  std::optional<int> follow_events() {
    for (;;) {
      auto next = daemon_.next_event(std::min(end_, clock::now() + 1s));
      if (const auto* lost = std::get_if<lost_connection>(&next))
        return lose(*lost);
      if (const auto* event = std::get_if<proto::rpc_event>(&next)) {
        if (event->job == job_ && event->kind != proto::event_kind::note)
          if (auto code = take(event->view))
            return code;
      } else {
        display_.tick();
      }
      if (clock::now() >= end_)
        return out_of_time();
    }
  }

  /// Shows a view; the exit code when the job has ended.
  std::optional<int> take(const nlohmann::json& view) {
    auto job = proto::read_job_view(view);
    if (!job)
      return report(call_, job.error());
    display_.show(*job);
    const auto code = job->exit_code();
    if (code)
      display_.finish();
    return code;
  }

  std::optional<int> lose(lost_connection lost) {
    lost_ = std::move(lost);
    return {};
  }

  int out_of_time() {
    say("the job has not ended in time; it goes on: mapferry watch " + proto::printable(job_));
    return exit_code::temporary;
  }

  connection::deadline patience() const { return std::min(end_, clock::now() + 30s); }

  const invocation& call_;
  const std::string& job_;
  progress_display& display_;
  const clock::time_point end_;
  connection daemon_;
  lost_connection lost_;
  bool connected_once_;
  bool is_away_ = false; ///< and that has been said
  clock::duration pause_ = 200ms;
};

} // namespace

int follow(const invocation& call, const std::string& job, progress_display& display, bool has_answered) {
  return follower(call, job, display, has_answered).run();
}

} // namespace client
