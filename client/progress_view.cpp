#include "client/progress_view.hpp"

#include "client/text_units.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <cmath>

namespace client {
namespace {

using proto::layer_phase;
using proto::layer_view;

constexpr std::size_t phase_width = 11; // downloading
constexpr std::size_t bytes_width = 16;
constexpr std::size_t bar_width = 20;
constexpr std::size_t narrow = 60;      // below: no bar
constexpr std::size_t very_narrow = 44; // below: no bytes

bool has_ended(const layer_view& layer) {
  return layer.phase == layer_phase::done || layer.phase == layer_phase::failed;
}

std::optional<double> percent_of(const layer_view& layer) {
  if (layer.phase == layer_phase::done)
    return 100;
  if (!layer.bytes_total || *layer.bytes_total == 0 || layer.bytes_done == 0)
    return {};
  return std::min(100.0, 100.0 * static_cast<double>(layer.bytes_done) / static_cast<double>(*layer.bytes_total));
}

/// Rounded down: 100 % is said of nothing that is not complete.
std::string percent_text(double percent) {
  return std::to_string(static_cast<int>(std::clamp(percent, 0.0, 100.0))) + " %";
}

std::string bar(std::optional<double> percent) {
  const auto filled = static_cast<std::size_t>(percent.value_or(0) / 100 * static_cast<double>(bar_width));
  return "[" + std::string(filled, '#') + std::string(bar_width - std::min(filled, bar_width), '.') + "]";
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

std::string bytes_column(const layer_view& layer) {
  if (layer.phase == layer_phase::polling && layer.server_percent)
    return "server at " + percent_text(*layer.server_percent);
  return bytes_of(layer.bytes_done, layer.bytes_total);
}

tone tone_of(const layer_view& layer) {
  if (layer.phase == layer_phase::failed)
    return tone::failed;
  return layer.phase == layer_phase::done ? tone::done : tone::plain;
}

std::string kind_text(const layer_view& layer) { return " (" + std::string(word(layer.kind)) + ")"; }

progress_line layer_line(const layer_view& layer, std::size_t width) {
  const auto percent = percent_of(layer);
  auto text = "  " + padded(word(layer.phase), phase_width) + "  ";
  if (width >= very_narrow)
    text += right(bytes_column(layer), bytes_width) + "  ";
  text += right(percent ? percent_text(*percent) : "", 5) + "  ";
  if (width >= narrow)
    text += bar(percent) + "  ";
  return {fitted(text + layer_name(layer) + kind_text(layer), width), tone_of(layer)};
}

std::string wait_text(const proto::wait_record& wait, std::int64_t now) {
  auto text = "waits: " + proto::printable(wait.reason) + ", for " + span_text(now - wait.since);
  if (!wait.next.empty())
    text += "; next: " + proto::printable(wait.next);
  if (wait.until)
    text += "; gives up in " + span_text(*wait.until - now);
  if (wait.failure)
    text += "; " + proto::describe(*wait.failure);
  return text;
}

/// The lines of a layer: itself, then what it waits for or why it failed.
std::vector<progress_line> layer_lines(const layer_view& layer, std::size_t width, std::int64_t now) {
  std::vector<progress_line> lines{layer_line(layer, width)};
  if (layer.waiting)
    lines.push_back({fitted("    " + wait_text(*layer.waiting, now), width), tone::waiting});
  if (layer.failure)
    lines.push_back({fitted("    " + proto::describe(*layer.failure), width), tone::failed});
  return lines;
}

std::optional<std::uint64_t> total_of(const proto::job_view& job) {
  std::uint64_t sum = 0;
  for (const auto& layer : job.layers) {
    if (!layer.bytes_total && !has_ended(layer))
      return {};
    sum += layer.bytes_total.value_or(layer.bytes_done);
  }
  return sum;
}

std::uint64_t done_of(const proto::job_view& job) {
  std::uint64_t sum = 0;
  for (const auto& layer : job.layers)
    sum += layer.bytes_done;
  return sum;
}

std::string job_line(const proto::job_view& job) {
  auto text = phase_text(job) + "  " + percent_text(job.progress);
  if (const auto bytes = bytes_of(done_of(job), total_of(job)); !bytes.empty())
    text += "  " + bytes;
  return text + "  " + proto::printable(job.title.empty() ? job.id : job.title);
}

void append(std::vector<progress_line>& lines, std::vector<progress_line> more) {
  std::move(more.begin(), more.end(), std::back_inserter(lines));
}

} // namespace

std::vector<progress_line> draw_progress(const proto::job_view& job, const screen& area, std::int64_t now) {
  const auto width = std::max<std::size_t>(area.width, 20);
  std::vector<progress_line> lines{{fitted(job_line(job), width), tone::headline}};
  if (job.waiting)
    lines.push_back({fitted("  " + wait_text(*job.waiting, now), width), tone::waiting});

  auto order = job.layers;
  const auto room = std::max<std::size_t>(area.height, 4) - 2; // the cursor's line and one for "more"
  std::size_t needed = lines.size();
  for (const auto& layer : order)
    needed += layer_lines(layer, width, now).size();
  if (needed > room)
    std::stable_partition(order.begin(), order.end(), [](const layer_view& layer) { return !has_ended(layer); });
  std::size_t hidden = 0;
  for (const auto& layer : order) {
    auto own = layer_lines(layer, width, now);
    if (hidden > 0 || lines.size() + own.size() > room)
      ++hidden;
    else
      append(lines, std::move(own));
  }
  if (hidden > 0)
    lines.push_back({fitted("  and " + std::to_string(hidden) + " more", width), tone::plain});
  return lines;
}

std::string phase_text(const proto::job_view& job) {
  std::string text(word(job.phase));
  if (job.phase == proto::job_phase::done && job.has_errors())
    text += " with errors";
  if (!proto::is_final(job.phase) && job.desired == proto::desired_state::pause)
    text += ", paused";
  if (!proto::is_final(job.phase) && job.desired == proto::desired_state::cancel)
    text += ", being cancelled";
  return text;
}

std::string layer_name(const layer_view& layer) {
  std::string names;
  for (const auto& covered : layer.covers)
    names += (names.empty() ? "" : ", ") + (covered.title.empty() ? covered.id : covered.title);
  return proto::printable(names.empty() ? layer.service : names);
}

std::string bytes_of(std::uint64_t done, std::optional<std::uint64_t> total) {
  if (done == 0 && (!total || *total == 0))
    return {};
  return bytes_text(done) + (total && *total != done ? " of " + bytes_text(*total) : "");
}

} // namespace client
