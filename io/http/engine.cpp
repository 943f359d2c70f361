#include "io/http/engine.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace io {

namespace {

constexpr long kept_connections = 32; // more than may run, so that none is thrown away for room

} // namespace

engine::engine(http_options options)
  : world_(std::move(options)),
    share_(curl_share_init()),
    multi_(curl_multi_init()),
    admission_(world_.options.connections, world_.options.connections_per_host) {
  // The multi handle shares connections and names, TLS sessions only this does.
  curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kept_connections);
}

engine::~engine() = default;

bool engine::post(command what) {
  const std::lock_guard lock(mutex_);
  if (stopping_)
    return false;
  commands_.push_back(std::move(what));
  curl_multi_wakeup(multi_.get());
  return true;
}

void engine::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  curl_multi_wakeup(multi_.get());
}

void engine::run() {
  while (run_commands()) {
    admit();
    int still_running = 0;
    curl_multi_perform(multi_.get(), &still_running);
    collect();
    check_overdue();
    if (!std::exchange(places_changed_, false))
      curl_multi_poll(multi_.get(), nullptr, 0, wait_limit(), nullptr);
  }
  answer_all_stopped();
}

bool engine::run_commands() {
  std::vector<command> batch;
  bool go_on = true;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(commands_);
    go_on = !stopping_;
  }
  for (const auto& run : batch)
    run();
  return go_on;
}

void engine::add(std::shared_ptr<errand> who) {
  auto& waiting = who->kind() == admission::kind::small ? small_ : artifacts_;
  waiting.push_back(std::move(who));
}

void engine::drop(const errand* who) {
  const auto at = std::find_if(running_.begin(), running_.end(), [&](const running& r) { return r.who.get() == who; });
  if (at != running_.end()) {
    note_look_up(*at);
    close(*at);
    running_.erase(at);
    return;
  }
  for (auto* waiting : {&begun_, &small_, &artifacts_})
    std::erase_if(*waiting, [&](const auto& e) { return e.get() == who; });
}

void engine::admit() {
  const auto now = std::chrono::steady_clock::now();
  for (auto* waiting : {&begun_, &small_, &artifacts_})
    admit_from(*waiting, now);
}

void engine::admit_from(queue& waiting, time_point now) {
  queue left;
  while (!waiting.empty()) {
    auto who = std::move(waiting.front());
    waiting.pop_front();
    if (who->cancelled())
      continue;
    auto origin = who->origin();
    if (may_begin(*who, origin, now))
      begin(std::move(who), std::move(origin), now);
    else
      left.push_back(std::move(who));
  }
  waiting = std::move(left);
}

bool engine::may_begin(const errand& who, const std::string& origin, time_point now) {
  const auto needs_look_up = [&] {
    const auto host = proto::split_url(origin);
    return host && !world_.guard.class_of_literal(host->host);
  };
  return !(look_ups_.reached(now) && needs_look_up()) && admission_.enter(origin, who.kind(), now);
}

/// Of an exchange that is given up before its end.
void engine::note_look_up(const running& which) {
  constexpr auto usual = std::chrono::seconds{1}; // one that was just begun ends soon
  if (const auto now = std::chrono::steady_clock::now(); now - which.begun >= usual && which.what->is_resolving())
    look_ups_.left_behind(now);
}

void engine::begin(std::shared_ptr<errand> who, std::string origin, time_point now) {
  auto request = who->next(now);
  if (!request) {
    admission_.leave(origin, who->kind());
    places_changed_ = true;
    return;
  }
  easy_handle handle;
  if (idle_.empty()) {
    handle.reset(curl_easy_init());
  } else {
    handle = std::move(idle_.back());
    idle_.pop_back();
  }
  auto what = std::make_unique<exchange>(
    std::move(handle), share_.get(), std::move(*request), world_.options, world_.guard, *who);
  who->attach(what.get());
  curl_multi_add_handle(multi_.get(), what->handle());
  running_.push_back({std::move(who), std::move(what), std::move(origin), now});
}

void engine::collect() {
  int left = 0;
  while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE)
      continue;
    const auto* handle = message->easy_handle;
    const auto code = message->data.result;
    const auto at =
      std::find_if(running_.begin(), running_.end(), [&](const running& r) { return r.what->handle() == handle; });
    finish(at, code, std::nullopt);
  }
}

void engine::check_overdue() {
  const auto now = std::chrono::steady_clock::now();
  for (std::size_t i = running_.size(); i-- > 0;)
    if (const auto error = running_[i].who->overdue(now))
      finish(running_.begin() + static_cast<std::ptrdiff_t>(i), CURLE_OPERATION_TIMEDOUT, error);
}

void engine::finish(std::vector<running>::iterator at, CURLcode code, std::optional<core::transport_error> instead) {
  auto which = std::move(*at);
  running_.erase(at);
  if (code == CURLE_OPERATION_TIMEDOUT)
    note_look_up(which);
  auto end = which.what->finish(code);
  if (instead)
    end.error = *instead;
  const auto origin = which.what->request().target.origin();
  // Neither looking up a portal's class nor our own refusal says anything about a host.
  const bool says_something = end.error != core::transport_error::address_refused
    && !(which.what->request().resolve_only && end.error == core::transport_error::none);
  close(which);
  if (end.head.status == 429 || end.head.status == 503)
    admission_.slow_down(origin, std::chrono::steady_clock::now());
  if (says_something)
    tell_host(origin, end);
  if (!which.who->cancelled() && which.who->finished(end, std::chrono::steady_clock::now()))
    begun_.push_back(std::move(which.who));
}

void engine::close(running& which) {
  which.who->attach(nullptr);
  admission_.leave(which.origin, which.who->kind());
  places_changed_ = true;
  curl_multi_remove_handle(multi_.get(), which.what->handle());
  idle_.push_back(which.what->release());
}

void engine::tell_host(const std::string& origin, const exchange_end& end) {
  auto& resolved = ever_resolved_[origin];
  resolved = resolved || end.resolved;
  if (!host_changed_)
    return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  host_changed_(
    {origin, end.head.status != 0, resolved, std::chrono::duration_cast<std::chrono::milliseconds>(now).count()});
}

void engine::answer_all_stopped() {
  run_commands(); // what was posted before the stop is answered too
  for (auto& which : running_) {
    close(which);
    which.who->stop();
  }
  running_.clear();
  for (auto* waiting : {&begun_, &small_, &artifacts_})
    for (const auto& who : std::exchange(*waiting, {}))
      who->stop();
}

/// Errands that download look at the clock; nothing else needs the thread to wake.
int engine::wait_limit() const {
  using ms = std::chrono::milliseconds;
  const auto& o = world_.options;
  const bool downloads = std::any_of(
    running_.begin(), running_.end(), [](const running& r) { return r.who->kind() == admission::kind::artifact; });
  const auto limit = downloads
    ? std::clamp(std::min({o.report_interval, o.stalled_after, o.slow_window}) / 2, ms{5}, ms{500})
    : begun_.empty() && small_.empty() && artifacts_.empty() ? ms{60'000}
                                                             : ms{1'000};
  return static_cast<int>(limit.count());
}

} // namespace io
