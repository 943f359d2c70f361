#include "io/http/token_keeper.hpp"

#include "core/names.hpp"
#include "core/retry.hpp"
#include "io/http/scrub.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/json.hpp"
#include "proto/arcgis/token.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace io {

namespace {

using namespace std::chrono_literals;
using source = core::token_way::source;

constexpr auto portal_token_life = 120min; // what portals grant by default; the answer says what it became
constexpr auto server_token_life = 60min;
constexpr std::int64_t no_token_needed_for = 24 * 3'600'000; // ms

nlohmann::json json_of(const core::reply& reply) {
  return reply.ok() ? proto::parse_json(reply.body).value_or(nullptr) : nullptr;
}

core::server_info info_of(const core::reply& reply) { return core::read_server_info(json_of(reply)); }

proto::failure failure(proto::failure_code code, const std::string& subject, std::string hint) {
  proto::failure why;
  why.code = code;
  why.during = "signing in";
  why.subject = proto::split_url(subject) ? subject : std::string{};
  why.hint = std::move(hint);
  return why;
}

core::token_way portal_part(core::token_way way) {
  way.from = source::portal;
  way.server_root.clear();
  way.server_credential.clear();
  return way;
}

core::small_request plain_get(std::string address, const std::string& portal) {
  core::small_request request;
  request.address = std::move(address);
  request.form = {{"f", "json"}};
  request.portal = portal;
  request.named_by_document = true;
  return request;
}

} // namespace

token_keeper::token_keeper(token_transfers& transfers, core::sign_in_setup setup,
  std::shared_ptr<secret_source> passwords, std::shared_ptr<core::clock> clock, std::string referer)
  : transfers_(transfers),
    setup_(std::move(setup)),
    passwords_(std::move(passwords)),
    clock_(std::move(clock)),
    referer_(std::move(referer)) {}

std::string token_keeper::key_of(const core::token_way& way) {
  return way.from == source::portal ? "portal " + way.portal_credential + " " + way.portal_url
                                    : "server " + way.server_root + " " + way.portal_url;
}

void token_keeper::get(const core::token_way& way, taker take) {
  if (way.from == source::none)
    return take({});
  const auto key = key_of(way);
  {
    std::unique_lock lock(mutex_);
    auto& at = slots_[key];
    if (clock_->now() < at.good_until) {
      token_outcome here{at.token, std::nullopt};
      lock.unlock();
      return take(std::move(here));
    }
    at.waiting.push_back(std::move(take));
    if (std::exchange(at.busy, true))
      return;
  }
  if (way.from == source::server)
    look_at_server(key, way);
  else
    sign_in(key, way, way.portal_credential, way.portal_url + "/sharing/rest/generateToken", portal_token_life);
}

void token_keeper::refused(const core::token_way& way, const std::string& token) {
  const std::lock_guard lock(mutex_);
  if (const auto at = slots_.find(key_of(way)); at != slots_.end() && at->second.token == token)
    at->second.good_until = 0;
}

// Signing in ------------------------------------------------------------------

void token_keeper::sign_in(const std::string& key, const core::token_way& way, const std::string& credential,
  std::string address, std::chrono::minutes life) {
  const auto where = proto::split_url(address);
  const auto user = setup_.users.find(credential);
  if (!where || !core::may_carry_secrets(setup_, *where))
    return fail(key,
      failure(proto::failure_code::sign_in_failed, address,
        "passwords travel over https only; use an https address or mark the host as insecure"));
  if (user == setup_.users.end())
    return fail(key, failure(proto::failure_code::sign_in_required, address, "no credential named " + credential));
  auto password = passwords_->secret(credential);
  if (!password)
    return fail(key, password.error());
  {
    std::unique_lock lock(mutex_);
    const auto refused_before = refusals_.find(credential);
    if (refused_before != refusals_.end() && refused_before->second.secret_hash == core::sha256_hex(*password)) {
      auto why = refused_before->second.why;
      lock.unlock();
      return fail(key, std::move(why));
    }
  }
  auto request = token_request(way, std::move(address), life);
  request.form.insert(request.form.end(), {{"client", "referer"}, {"referer", referer_}});
  secrets with{{}, {{"username", user->second}, {"password", *password}}};
  ask(key, std::move(request), std::move(with),
    [key, credential, secret = std::move(*password)](
      token_keeper& me, const core::reply& reply) { me.signed_in(key, credential, secret, reply); });
}

core::small_request token_keeper::token_request(
  const core::token_way& way, std::string address, std::chrono::minutes life) const {
  core::small_request request;
  request.address = std::move(address);
  request.method = core::http_method::post;
  request.form = {{"f", "json"}, {"expiration", std::to_string(life.count())}};
  request.portal = way.portal;
  request.named_by_document = true;
  return request;
}

/// A password that was refused is not sent again: portals lock accounts. Only
/// the portal's own error object counts, not the 403 of something in between.
void token_keeper::signed_in(
  const std::string& key, const std::string& credential, const std::string& password, const core::reply& reply) {
  const std::vector<std::string> hidden{password, setup_.users.at(credential)};
  const auto error = proto::error_in(reply.body);
  if (error && (error->code == 400 || error->code == 401 || error->code == 403)) {
    auto why = failure(proto::failure_code::sign_in_failed, reply.address, {});
    why.server_said = error->words();
    why.esri_code = error->code;
    scrub(why.server_said, hidden);
    const std::lock_guard lock(mutex_);
    refusals_[credential] = {core::sha256_hex(password), std::move(why)};
  }
  take_token(key, reply, hidden);
}

void token_keeper::take_token(
  const std::string& key, const core::reply& reply, const std::vector<std::string>& hidden) {
  const auto now = clock_->now();
  if (auto trouble = core::classify(reply, "signing in", reply.address)) {
    scrub(trouble->failure.server_said, hidden);
    return fail(key, std::move(trouble->failure));
  }
  auto answer = proto::read_token_answer(json_of(reply), now);
  if (!answer)
    return fail(key, answer.error());
  token_outcome outcome{std::move(answer->token), std::nullopt};
  finish(key, std::move(outcome), core::renew_at(now, answer->expires_at));
}

// Servers ---------------------------------------------------------------------

void token_keeper::look_at_server(const std::string& key, const core::token_way& way) {
  ask(key, plain_get(way.server_root + "/rest/info", way.portal), {},
    [key, way](token_keeper& me, const core::reply& reply) { me.server_seen(key, way, reply); });
}

void token_keeper::server_seen(const std::string& key, const core::token_way& way, const core::reply& reply) {
  if (reply.transport != core::transport_error::none) // the request itself would fare no better
    return finish(key, {{}, reply}, 0);
  const auto info = info_of(reply);
  if (!info.owning_system.empty()) {
    if (!way.portal_credential.empty() && core::is_owned_by(info.owning_system, way.portal_url))
      return exchange(key, way, false);
  } else if (info.token_based && !way.server_credential.empty()) {
    const auto address = core::token_address(setup_, info, way.server_root, way.server_root + "/tokens/generateToken");
    return sign_in(key, way, way.server_credential, address,
      std::min<std::chrono::minutes>(server_token_life, info.validity.value_or(server_token_life)));
  }
  finish(key, {}, clock_->now() + no_token_needed_for);
}

void token_keeper::exchange(const std::string& key, const core::token_way& way, bool again) {
  get(portal_part(way), [weak = weak_from_this(), key, way, again](token_outcome portal) {
    const auto me = weak.lock();
    if (!me)
      return;
    if (portal.failed)
      return me->finish(key, std::move(portal), 0);
    me->find_exchange(key, way, portal.token, again);
  });
}

void token_keeper::find_exchange(
  const std::string& key, const core::token_way& way, const std::string& portal_token, bool again) {
  ask(key, plain_get(way.portal_url + "/sharing/rest/info", way.portal), {},
    [key, way, portal_token, again](token_keeper& me, const core::reply& reply) {
      if (reply.transport != core::transport_error::none)
        return me.finish(key, {{}, reply}, 0);
      const auto usual = way.portal_url + "/sharing/rest/generateToken";
      me.exchange_at(
        key, way, portal_token, core::token_address(me.setup_, info_of(reply), way.portal_url, usual), again);
    });
}

void token_keeper::exchange_at(const std::string& key, const core::token_way& way, const std::string& portal_token,
  std::string address, bool again) {
  auto request = token_request(way, std::move(address), server_token_life);
  request.form.emplace_back("serverUrl", way.server_root);
  ask(key, std::move(request), {{}, {{"token", portal_token}}},
    [key, way, portal_token, again](token_keeper& me, const core::reply& reply) {
      const auto error = proto::find_esri_error(json_of(reply));
      if (error && error->is_authentication() && !again) { // the portal's token ended before its time
        me.refused(portal_part(way), portal_token);
        return me.exchange(key, way, true);
      }
      me.take_token(key, reply, {portal_token});
    });
}

// Slots -----------------------------------------------------------------------

void token_keeper::ask(const std::string& key, core::small_request request, secrets with, reply_step then) {
  auto asking = transfers_.start(
    std::move(request), std::move(with), [weak = weak_from_this(), step = std::move(then)](const core::reply& reply) {
      if (const auto me = weak.lock())
        step(*me, reply);
    });
  const std::lock_guard lock(mutex_); // the answer may be here already, and with it the next question
  slots_[key].asking.push_back(std::move(asking));
}

void token_keeper::fail(const std::string& key, proto::failure why) {
  core::reply reply;
  reply.transport = core::transport_error::sign_in;
  reply.words = proto::describe(why);
  reply.address = why.subject;
  reply.sign_in_failure = std::move(why);
  finish(key, {{}, std::move(reply)}, 0);
}

void token_keeper::finish(const std::string& key, token_outcome outcome, std::int64_t good_until) {
  std::vector<taker> waiting;
  std::vector<core::operation_ptr> answered;
  {
    const std::lock_guard lock(mutex_);
    auto& at = slots_[key];
    answered.swap(at.asking);
    at.token = outcome.token;
    at.good_until = good_until;
    at.busy = false;
    waiting.swap(at.waiting);
  }
  for (const auto& take : waiting)
    take(outcome);
}

} // namespace io
