#include "client/progress_display.hpp"

#include "client/text_units.hpp"

#include <nlohmann/json.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace client {
namespace {

/// A picture that was drawn less than this ago is not drawn again for progress.
constexpr auto shortest_interval = std::chrono::milliseconds{100};

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

bool can_draw(int descriptor) {
  const char* terminal = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && terminal && std::strcmp(terminal, "dumb") != 0;
}

screen screen_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
    return {};
  return {size.ws_col, size.ws_row};
}

const char* colour_of(tone t) {
  switch (t) {
  case tone::headline: return "\x1b[1m";
  case tone::waiting: return "\x1b[33m";
  case tone::failed: return "\x1b[31m";
  case tone::done: return "\x1b[32m";
  case tone::plain: break;
  }
  return "";
}

std::string coloured(const progress_line& line, bool colour) {
  const std::string begin = colour ? colour_of(line.tone) : "";
  return begin.empty() ? line.text : begin + line.text + "\x1b[0m";
}

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

progress_display::progress_display(int descriptor, bool json)
  : descriptor_(descriptor),
    style_(json                ? style::json
        : can_draw(descriptor) ? style::in_place
                               : style::lines),
    colour_(style_ == style::in_place && !is_set("NO_COLOR")) {}

void progress_display::show(const proto::job_view& job) {
  if (style_ == style::json)
    write(to_json(job).dump() + "\n");
  if (style_ == style::lines)
    for (const auto& line : describe_changes(latest_ ? &*latest_ : nullptr, job))
      write(line + "\n");
  const bool changed = !latest_ || !describe_changes(&*latest_, job).empty();
  latest_ = job;
  remark_.clear();
  if (style_ == style::in_place && (changed || std::chrono::steady_clock::now() - drawn_at_ >= shortest_interval))
    draw();
}

void progress_display::tick() {
  if (style_ == style::in_place)
    draw();
}

void progress_display::finish() {
  if (!latest_ || style_ == style::json)
    return;
  if (style_ == style::in_place)
    draw();
  for (const auto& line : describe_ending(*latest_))
    write(coloured(line, colour_) + "\n");
}

void progress_display::remark(const std::string& text) {
  if (style_ == style::lines)
    write(text + "\n");
  remark_ = text;
  tick();
}

/// One write a picture: back to its first line, each line over the old one, then
/// what is left of the old picture is cleared. Nothing is blanked in between, so
/// nothing flickers.
void progress_display::draw() {
  const auto area = screen_of(descriptor_);
  std::vector<progress_line> lines;
  if (latest_)
    lines = draw_progress(*latest_, area, now());
  if (!remark_.empty())
    lines.push_back({fitted(remark_, area.width), tone::waiting});
  std::size_t rows = 0; // a terminal made narrower has wrapped what was drawn
  for (const auto width : drawn_)
    rows += std::max<std::size_t>(1, (width + area.width - 1) / area.width);
  std::string picture = rows > 0 ? "\x1b[" + std::to_string(rows) + "A\r" : "";
  drawn_.clear();
  for (const auto& line : lines) {
    picture += coloured(line, colour_) + "\x1b[K\n";
    drawn_.push_back(columns(line.text));
  }
  write(picture + "\x1b[J");
  drawn_at_ = std::chrono::steady_clock::now();
}

void progress_display::write(const std::string& bytes) {
  for (std::size_t written = 0; written < bytes.size();) {
    const auto count = ::write(descriptor_, bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno != EINTR)
      return; // whoever read has gone; the exit code still says how the job ended
    if (count > 0)
      written += static_cast<std::size_t>(count);
  }
}

} // namespace client
