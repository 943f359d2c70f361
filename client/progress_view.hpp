#pragma once

#include "proto/control/job_view.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace client {

/// What a line is about; a terminal may colour it.
enum class tone { plain, headline, waiting, failed, done };

struct progress_line {
  std::string text; ///< one line, no control characters, at most `width` columns
  client::tone tone = tone::plain;
};

struct screen {
  std::size_t width = 80;  ///< columns
  std::size_t height = 24; ///< rows; layers that have ended give way first
};

/// A job as it stands, drawn in place again and again: the job first, then a bar
/// a layer, waits by name with what comes next. `now` is epoch milliseconds.
std::vector<progress_line> draw_progress(const proto::job_view& job, const screen& area, std::int64_t now);

/// What has changed between two views of a job, a line each, for pipes and logs;
/// `before` is null at first. Download progress counts in steps of ten percent.
std::vector<std::string> describe_changes(const proto::job_view* before, const proto::job_view& after);

/// The last words about a job that has ended: where the package lies, what is
/// missing from it and why, or why there is none.
std::vector<progress_line> describe_ending(const proto::job_view& job);

/// `running`, `running, paused`, `done with errors`.
std::string phase_text(const proto::job_view& job);
/// Titles of what the layer covers, or its service's name.
std::string layer_name(const proto::layer_view& layer);
/// `12 MB of 22 MB`, `12 MB`, or nothing.
std::string bytes_of(std::uint64_t done, std::optional<std::uint64_t> total);

} // namespace client
