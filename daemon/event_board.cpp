#include "daemon/event_board.hpp"

#include <algorithm>

namespace mapferryd {
namespace {

bool same_job(const proto::job_view& a, const proto::job_view& b) {
  return a.phase == b.phase && a.desired == b.desired && a.waiting == b.waiting
    && a.layer_errors.size() == b.layer_errors.size() && a.table_errors.size() == b.table_errors.size()
    && a.failure == b.failure && a.title == b.title && a.layers.size() == b.layers.size();
}

bool same_layer(const proto::layer_view& a, const proto::layer_view& b) {
  return a.phase == b.phase && a.attempt == b.attempt && a.waiting == b.waiting && a.failure == b.failure;
}

/// The index of the only layer that differs, if nothing else does.
std::optional<int> only_change(const proto::job_view& before, const proto::job_view& after) {
  if (!same_job(before, after))
    return {};
  std::optional<int> changed;
  for (std::size_t i = 0; i < after.layers.size(); ++i) {
    if (same_layer(before.layers[i], after.layers[i]))
      continue;
    if (changed)
      return {};
    changed = after.layers[i].index;
  }
  return changed;
}

} // namespace

event_board::event_board(const core::clock& clock, limits keep, std::function<void()> on_news)
  : clock_(clock),
    keep_(keep),
    on_news_(std::move(on_news)),
    latest_(static_cast<std::uint64_t>(std::max<std::int64_t>(clock.now(), 0))) {}

void event_board::job_changed(const proto::job_view& view) {
  proto::rpc_event event{.job = view.id, .layer = {}, .kind = proto::event_kind::job, .view = to_json(view)};
  {
    const std::scoped_lock lock(mutex_);
    if (auto before = views_.find(view.id); before != views_.end())
      event.layer = only_change(before->second, view);
    views_.insert_or_assign(view.id, view);
    if (event.layer)
      event.kind = proto::event_kind::layer;
    put(std::move(event));
  }
  on_news_();
}

void event_board::progressed(const proto::job_view& view) {
  proto::rpc_event event{.job = view.id, .layer = {}, .kind = proto::event_kind::progress, .view = to_json(view)};
  {
    const std::scoped_lock lock(mutex_);
    views_.insert_or_assign(view.id, view);
    put(std::move(event));
  }
  on_news_();
}

void event_board::note(core::note_level level, const std::string& code, nlohmann::json fields) {
  if (level == core::note_level::debug)
    return;
  proto::rpc_event event{.job = {}, .layer = {}, .kind = proto::event_kind::note, .view = {}};
  if (fields.is_object() && fields.contains("job") && fields["job"].is_string())
    event.job = fields["job"].get<std::string>();
  event.view = {{"level", core::word(level)}, {"code", code}, {"fields", std::move(fields)}};
  {
    const std::scoped_lock lock(mutex_);
    put(std::move(event));
  }
  on_news_();
}

void event_board::forget(const std::string& job) {
  const std::scoped_lock lock(mutex_);
  views_.erase(job);
}

void event_board::put(proto::rpc_event event) {
  event.seq = ++latest_;
  event.time = clock_.now();
  ring_.push_back(std::make_shared<const std::string>(to_line(event)));
  ring_bytes_ += ring_.back()->size();
  while (ring_.size() > keep_.events || (ring_bytes_ > keep_.bytes && ring_.size() > 1)) {
    ring_bytes_ -= ring_.front()->size();
    ring_.pop_front();
  }
}

event_board::portion event_board::after(std::uint64_t seen, std::size_t most) const {
  const std::scoped_lock lock(mutex_);
  const auto oldest = latest_ - ring_.size() + 1;
  if (seen > latest_ || seen + 1 < oldest)
    return current_views();
  portion given{{}, seen};
  for (auto index = static_cast<std::size_t>(seen + 1 - oldest); index < ring_.size() && given.lines.size() < most;
       ++index) {
    given.lines.push_back(ring_[index]);
    ++given.seen;
  }
  return given;
}

event_board::portion event_board::current_views() const {
  portion given{{}, latest_};
  for (const auto& [id, view] : views_)
    given.lines.push_back(std::make_shared<const std::string>(to_line(proto::rpc_event{.seq = latest_,
      .time = clock_.now(),
      .job = id,
      .layer = {},
      .kind = proto::event_kind::job,
      .view = to_json(view)})));
  return given;
}

std::uint64_t event_board::latest() const {
  const std::scoped_lock lock(mutex_);
  return latest_;
}

} // namespace mapferryd
