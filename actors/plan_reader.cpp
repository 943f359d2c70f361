#include "actors/plan_reader.hpp"

#include "core/attempt_rules.hpp"
#include "core/network_rules.hpp"

#include <algorithm>

namespace actors {

plan_reader::plan_reader(
  listener owner, std::uint64_t ticket, ports outside, const core::layer_setting& setting, core::plan_question question)
  : owner_(std::move(owner)),
    ticket_(ticket),
    outside_(outside),
    setting_(setting),
    question_(std::move(question)) {}

plan_reader::progress plan_reader::go_on() {
  if (asks())
    return asking{};
  for (const auto& key : waited_for_)
    documents_.erase(key);
  waited_for_.clear();
  looked_ = false;
  return step();
}

plan_reader::progress plan_reader::step() {
  auto step = setting_.rules.make_plan(question_, documents_);
  if (auto* need = std::get_if<core::plan_need>(&step)) {
    for (const auto& document : need->documents)
      ask(document);
    if (!need->basemap.empty())
      look_at_basemap(need->basemap);
    return asking{};
  }
  if (auto* waited_for = std::get_if<core::plan_wait>(&step))
    return wait(*waited_for);
  if (auto* map = std::get_if<core::prepared_map>(&step))
    return proto::result<core::prepared_map>{std::move(*map)};
  return proto::result<core::prepared_map>{std::get<proto::failure>(step)};
}

/// Before it waits for a host that has been silent for long it finds out, once,
/// whether others answer.
plan_reader::progress plan_reader::wait(const core::plan_wait& wait) {
  waited_for_ = wait.others;
  waited_for_.push_back(wait.key);
  waiting result;
  result.failure = wait.failure;
  bool look = false;
  for (const auto& key : waited_for_) {
    const auto& document = readings_.at(key);
    look |= is_silent_for_long(document);
    if (document.trouble) {
      result.why = document.trouble->reason; // in the end that of wait.key
      result.retry_after = std::max(result.retry_after, document.trouble->retry_after);
    }
  }
  if (!look || std::exchange(looked_, true))
    return result;
  look_around();
  return asking{};
}

plan_reader::progress plan_reader::on(const document_read& read) {
  auto found = readings_.find(read.key);
  const auto& reply = read.document.reply;
  if (found == readings_.end() || !found->second.operation || reply.transport == core::transport_error::stopped)
    return asking{};
  auto& document = found->second;
  document.operation.reset();
  if (read.document.basemap) {
    documents_[read.key] = read.document;
    return asks() ? progress{asking{}} : step();
  }
  document.trouble = core::classify(reply, {}, {});
  auto is = [&](core::reason why) { return document.trouble && document.trouble->reason == why; };
  document.errors = is(core::reason::server_error) ? document.errors + 1 : 0;
  if (!is(core::reason::network))
    document.silent_since.reset();
  else if (!document.silent_since)
    document.silent_since = outside_.clock->now();
  documents_[read.key] = {reply, document.errors >= core::most_server_errors, {}};
  return asks() ? progress{asking{}} : step();
}

plan_reader::progress plan_reader::on(const hosts& known) {
  if (asks())
    return asking{};
  for (const auto& key : waited_for_) {
    const auto& document = readings_.at(key);
    if (is_silent_for_long(document)
      && core::service_lost(known.states, core::origin_of(document.address), *document.silent_since, looked_at_))
      documents_.at(key).given_up = true;
  }
  return step();
}

void plan_reader::ask(const core::document_request& what) {
  auto& document = readings_[what.key];
  document.address = what.request.address;
  document.operation =
    outside_.transfers->start(what.request, [tell = owner_.read, ticket = ticket_, key = what.key](core::reply reply) {
      tell(document_read{ticket, key, {std::move(reply), false, {}}});
    });
}

void plan_reader::look_at_basemap(const std::string& file) {
  readings_[core::basemap_key].operation = outside_.disk->examine_basemap(
    file, [tell = owner_.read, ticket = ticket_](proto::result<core::basemap_facts> facts) {
      tell(document_read{ticket, core::basemap_key, {{}, false, std::move(facts)}});
    });
}

void plan_reader::look_around() {
  looked_at_ = outside_.clock->now();
  knock_ = outside_.transfers->start(core::knock(setting_.portal_address, setting_.portal),
    [tell = owner_.looked, ticket = ticket_](core::reply) { tell(looked_around{ticket}); });
}

bool plan_reader::asks() const {
  return std::any_of(
    readings_.begin(), readings_.end(), [](const auto& document) { return document.second.operation != nullptr; });
}

bool plan_reader::is_silent_for_long(const reading& document) const {
  return document.silent_since
    && outside_.clock->now() - *document.silent_since >= setting_.limits.service_lost.count();
}

} // namespace actors
