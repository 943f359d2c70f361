#include "io/http/token_keeper.hpp"

#include "core/retry.hpp"
#include "io/http/scrub.hpp"
#include "proto/arcgis/token.hpp"
#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace io {

namespace {

using namespace std::chrono_literals;
using source = core::token_way::source;

using core::portal_token_life;
using core::server_token_life;
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

core::reply reply_of(proto::failure why) {
  core::reply reply;
  reply.transport = core::transport_error::sign_in;
  reply.words = proto::describe(why);
  reply.address = why.subject;
  reply.sign_in_failure = std::move(why);
  return reply;
}

core::token_grant plain_get(std::string address) {
  core::token_grant question;
  question.request.address = std::move(address);
  question.request.form = {{"f", "json"}};
  question.request.named_by_document = true;
  return question;
}

} // namespace

token_keeper::token_keeper(token_transfers& transfers, core::sign_in_setup setup,
  std::shared_ptr<secret_source> secrets_of, std::shared_ptr<core::sign_in_memory> memory,
  std::shared_ptr<core::clock> clock, std::string referer)
  : transfers_(transfers),
    setup_(std::move(setup)),
    secrets_(std::move(secrets_of)),
    clock_(std::move(clock)),
    referer_(std::move(referer)),
    refused_(std::move(memory)) {}

std::string token_keeper::key_of(const core::token_way& way) {
  return way.from == source::portal ? "portal " + way.portal_credential + " " + way.portal_url
                                    : "server " + way.server_root + " " + way.portal_url;
}

void token_keeper::get(const core::token_way& way, taker take) {
  if (way.from == source::none)
    return take({});
  if (way.from == source::fixed)
    return take(fixed_token(way));
  const auto key = key_of(way);
  if (!slots_.get(key, clock_->now(), std::move(take)))
    return;
  if (way.from == source::server)
    return look_at_server(key, way);
  const auto credential = setup_.credentials.find(way.portal_credential);
  const auto kind =
    credential == setup_.credentials.end() ? core::credential_kind::user_password : credential->second.kind;
  sign_in(key, way.portal_credential, way.portal, core::token_endpoint(kind, way.portal_url), portal_token_life);
}

void token_keeper::refused(const core::token_way& way, const std::string& token) { slots_.drop(key_of(way), token); }

token_outcome token_keeper::fixed_token(const core::token_way& way) {
  auto token = secrets_->secret(way.portal_credential);
  return token ? token_outcome{std::move(*token), std::nullopt} : token_outcome{{}, reply_of(token.error())};
}

void token_keeper::ask(const std::string& key, core::token_grant grant, const std::string& portal, reply_step then) {
  grant.request.portal = portal;
  secrets with{{}, std::move(grant.secret_fields)};
  slots_.keep(key,
    transfers_.start(std::move(grant.request), std::move(with),
      [weak = weak_from_this(), step = std::move(then)](const core::reply& reply) {
        if (const auto me = weak.lock())
          step(*me, reply);
      }));
}

/// Fails the slot where a secret would travel unprotected.
bool token_keeper::may_go_to(const std::string& key, const std::string& address) {
  const auto where = proto::split_url(address);
  const bool may = where && core::may_carry_secrets(setup_, *where);
  if (!may)
    fail(key,
      failure(proto::failure_code::sign_in_failed, address,
        "secrets travel over https only; use an https address or mark the host as insecure"));
  return may;
}

// Signing in ------------------------------------------------------------------

void token_keeper::sign_in(const std::string& key, const std::string& credential, const std::string& portal,
  std::string address, std::chrono::minutes life) {
  if (!may_go_to(key, address))
    return;
  const auto known = setup_.credentials.find(credential);
  if (known == setup_.credentials.end())
    return fail(key, failure(proto::failure_code::sign_in_required, address, "no credential named " + credential));
  auto secret = secrets_->secret(credential);
  if (!secret)
    return fail(key, secret.error());
  const auto& with = known->second;
  const auto& user = with.kind == core::credential_kind::user_password ? with.user : with.client_id;
  sign_in_step step{key, with, {credential, user, std::move(address), std::move(*secret)}, portal, life};
  if (auto why = refused_.why_refused(step.what))
    return fail(key, std::move(*why));
  if (with.kind == core::credential_kind::oauth_refresh_token
    && core::renewal_is_due(secrets_->renewed_at(credential), clock_->now()))
    return renew(step);
  send(step);
}

void token_keeper::send(const sign_in_step& step) {
  ask(step.key, core::sign_in_grant(step.credential, step.what.address, step.what.secret, step.life, referer_),
    step.portal, [step](token_keeper& me, const core::reply& reply) { me.signed_in(step, reply); });
}

/// The old refresh token ends with the answer that brings the new one. So the disk
/// must have shown before that it takes one.
void token_keeper::renew(const sign_in_step& step) {
  if (secrets_->replace(step.what.credential, step.what.secret, secrets_->renewed_at(step.what.credential)))
    return send(step);
  ask(step.key, core::renewal_grant(step.credential, step.what.address, step.what.secret), step.portal,
    [step](token_keeper& me, const core::reply& reply) { me.renewed(step, reply); });
}

void token_keeper::renewed(const sign_in_step& step, const core::reply& reply) {
  const auto now = clock_->now();
  const auto answer = proto::read_token_answer(json_of(reply), now);
  if (answer && !answer->refresh_token.empty()) {
    if (auto failed = secrets_->replace(step.what.credential, answer->refresh_token, now))
      return fail(step.key, std::move(*failed));
    return signed_in(step, reply);
  }
  const auto error = proto::error_in(reply.body);
  if (error && !error->is_authentication()) // older portals renew nothing (before Enterprise 10.6)
    return send(step);
  signed_in(step, reply);
}

/// A secret that was refused is not sent again: portals lock accounts. Only the
/// portal's own error object counts, not the 403 of something in between.
void token_keeper::signed_in(const sign_in_step& step, const core::reply& reply) {
  const std::vector<std::string> hidden{step.what.secret, step.credential.user};
  const auto error = proto::error_in(reply.body);
  if (error && core::refuses_secret(*error)) {
    auto why = failure(proto::failure_code::sign_in_failed, reply.address, {});
    if (step.credential.kind == core::credential_kind::oauth_refresh_token) {
      why.code = proto::failure_code::login_needed;
      why.hint = "mapferry login " + step.what.credential;
    }
    why.server_said = error->words();
    why.esri_code = error->code;
    scrub(why.server_said, hidden);
    refused_.remember(step.what, why);
    return fail(step.key, std::move(why));
  }
  if (!error && reply.ok())
    refused_.forget(step.what);
  take_token(step.key, reply, hidden);
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
  slots_.finish(key, {std::move(answer->token), std::nullopt}, core::renew_at(now, answer->expires_at));
}

// Servers ---------------------------------------------------------------------

void token_keeper::look_at_server(const std::string& key, const core::token_way& way) {
  ask(key, plain_get(way.server_root + "/rest/info"), way.portal,
    [key, way](token_keeper& me, const core::reply& reply) { me.server_seen(key, way, reply); });
}

void token_keeper::server_seen(const std::string& key, const core::token_way& way, const core::reply& reply) {
  if (reply.transport != core::transport_error::none) // the request itself would fare no better
    return slots_.finish(key, {{}, reply}, 0);
  const auto info = info_of(reply);
  if (!info.owning_system.empty()) {
    const auto owner = core::way_to_owner(setup_, way, info.owning_system);
    if (owner.from != source::none)
      return exchange(key, way, owner, false);
  } else if (info.token_based && !way.server_credential.empty()) {
    const auto address = core::token_address(setup_, info, way.server_root, way.server_root + "/tokens/generateToken");
    return sign_in(key, way.server_credential, way.portal, address,
      std::min<std::chrono::minutes>(server_token_life, info.validity.value_or(server_token_life)));
  }
  slots_.finish(key, {}, clock_->now() + no_token_needed_for);
}

void token_keeper::exchange(
  const std::string& key, const core::token_way& server, const core::token_way& owner, bool again) {
  if (!may_go_to(key, owner.portal_url))
    return;
  get(owner, [weak = weak_from_this(), key, server, owner, again](token_outcome portal) {
    const auto me = weak.lock();
    if (!me)
      return;
    if (portal.failed)
      return me->slots_.finish(key, portal, 0);
    me->find_exchange(key, server, owner, portal.token, again);
  });
}

void token_keeper::find_exchange(const std::string& key, const core::token_way& server, const core::token_way& owner,
  const std::string& portal_token, bool again) {
  ask(key, plain_get(owner.portal_url + "/sharing/rest/info"), owner.portal,
    [key, server, owner, portal_token, again](token_keeper& me, const core::reply& reply) {
      if (reply.transport != core::transport_error::none)
        return me.slots_.finish(key, {{}, reply}, 0);
      const auto usual = owner.portal_url + "/sharing/rest/generateToken";
      me.exchange_at(key, server, owner, portal_token,
        core::token_address(me.setup_, info_of(reply), owner.portal_url, usual), again);
    });
}

void token_keeper::exchange_at(const std::string& key, const core::token_way& server, const core::token_way& owner,
  const std::string& portal_token, std::string address, bool again) {
  ask(key, core::exchange_grant(std::move(address), server.server_root, portal_token, server_token_life), owner.portal,
    [key, server, owner, portal_token, again](token_keeper& me, const core::reply& reply) {
      const auto error = proto::find_esri_error(json_of(reply));
      if (error && error->is_authentication() && !again && owner.from == source::portal) { // ended before its time
        me.refused(owner, portal_token);
        return me.exchange(key, server, owner, true);
      }
      me.take_token(key, reply, {portal_token});
    });
}

void token_keeper::fail(const std::string& key, proto::failure why) {
  slots_.finish(key, {{}, reply_of(std::move(why))}, 0);
}

} // namespace io
