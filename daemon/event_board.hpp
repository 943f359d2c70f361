#pragma once

#include "core/ports/clock.hpp"
#include "core/ports/observer.hpp"
#include "proto/control/rpc.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace mapferryd {

/// The latest events of all jobs, numbered, for those who subscribe. Kept as the
/// lines that go out; old ones make room. Callable from any thread.
class event_board final : public core::observer {
public:
  struct limits {
    std::size_t events = 512;
    std::size_t bytes = 4u << 20;
  };
  using line = std::shared_ptr<const std::string>;

  /// `on_news` is called after each event, on the thread that brought it; it
  /// must not call back.
  event_board(const core::clock& clock, limits keep, std::function<void()> on_news);

  void job_changed(const proto::job_view& view) override;
  void progressed(const proto::job_view& view) override;
  void note(core::note_level level, const std::string& code, nlohmann::json fields) override;

  /// The job is forgotten: its latest view is not told to newcomers any more.
  void forget(const std::string& job);

  /// What a reader gets that has seen everything up to some event.
  struct portion {
    std::vector<line> lines;
    std::uint64_t seen = 0; ///< to ask with the next time
  };
  /// The next events after `seen`, at most so many. Where some of them are lost,
  /// or `seen` comes from an earlier life of the daemon: the latest view of each job.
  portion after(std::uint64_t seen, std::size_t most) const;
  std::uint64_t latest() const;

private:
  void put(proto::rpc_event event);
  portion current_views() const;

  const core::clock& clock_;
  const limits keep_;
  const std::function<void()> on_news_;
  mutable std::mutex mutex_;
  /// Begins with the time of the start in milliseconds, so that no number of an
  /// earlier life is taken for one of this.
  std::uint64_t latest_;
  std::deque<line> ring_; ///< the last of them is event number latest_
  std::size_t ring_bytes_ = 0;
  std::map<std::string, proto::job_view> views_; ///< latest of each job
};

} // namespace mapferryd
