#pragma once

#include "client/progress_view.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace client {

/// Shows a job on a file descriptor while it goes on: drawn in place in a
/// terminal, a line a change elsewhere, with --json the whole view a line.
class progress_display {
public:
  enum class style { lines, in_place, json };

  /// `descriptor` stays the caller's. Not in place without a terminal or with
  /// TERM=dumb; no colour then, nor with NO_COLOR.
  progress_display(int descriptor, bool json);

  void show(const proto::job_view& job);
  /// Draws what waits again, with its time; to be called about once a second.
  void tick();
  /// The last picture stays, and the last words follow it.
  void finish();
  /// A word in between, such as that the daemon is awaited.
  void remark(const std::string& text);

private:
  void draw();
  void write(const std::string& bytes);

  int descriptor_;
  style style_;
  bool colour_;
  std::optional<proto::job_view> latest_;
  std::vector<std::size_t> drawn_; ///< columns of the lines on the screen
  std::string remark_;
  std::chrono::steady_clock::time_point drawn_at_{};
};

} // namespace client
