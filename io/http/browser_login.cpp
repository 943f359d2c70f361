#include "io/http/browser_login.hpp"

#include "core/pkce.hpp"
#include "core/retry.hpp"
#include "core/token_grants.hpp"
#include "io/http/random_bytes.hpp"
#include "io/http/scrub.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/token.hpp"
#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace io {

namespace {

constexpr const char* during_login = "signing in by hand";

proto::failure login_failure(proto::failure_code code, std::string subject, std::string hint) {
  proto::failure why;
  why.code = code;
  why.during = during_login;
  why.subject = std::move(subject);
  why.hint = std::move(hint);
  return why;
}

proto::failure no_refresh_token(const std::string& address) {
  return login_failure(proto::failure_code::invalid_response, address,
    "the portal gave no refresh token: the application must be registered for sign-in with a code");
}

} // namespace

browser_login::browser_login(token_transfers& transfers, core::sign_in_setup setup,
  std::shared_ptr<secret_source> secrets_of, std::shared_ptr<core::clock> clock)
  : transfers_(transfers),
    setup_(std::move(setup)),
    secrets_(std::move(secrets_of)),
    clock_(std::move(clock)) {}

proto::result<browser_login::place> browser_login::place_of(const std::string& credential) const {
  const auto refused = [&](const char* hint) {
    return login_failure(proto::failure_code::invalid_request, "credentials." + credential, hint);
  };
  const auto known = setup_.credentials.find(credential);
  if (known == setup_.credentials.end())
    return refused("no such credential is configured");
  if (known->second.kind != core::credential_kind::oauth_refresh_token)
    return refused("its type is not oauthRefreshToken: nobody signs in for it by hand");
  const auto portal = std::find_if(setup_.portals.begin(), setup_.portals.end(),
    [&](const auto& entry) { return entry.second.credential == credential; });
  if (portal == setup_.portals.end())
    return refused("no portal of the configuration names this credential");
  const auto address = proto::split_url(portal->second.url);
  if (!address || !core::may_carry_secrets(setup_, *address))
    return refused("secrets travel over https only; use an https address or mark the host as insecure");
  return place{known->second, portal->first, portal->second.url};
}

proto::result<std::string> browser_login::begin(const std::string& credential) {
  const auto where = place_of(credential);
  if (!where)
    return where.error();
  const auto made = core::make_pkce(random_bytes(32));
  const std::lock_guard lock(mutex_);
  attempts_[credential].verifier = made.verifier;
  return core::authorize_address(where->credential, where->url, made.challenge);
}

std::string browser_login::take_verifier(const std::string& credential) {
  const std::lock_guard lock(mutex_);
  const auto found = attempts_.find(credential);
  return found == attempts_.end() ? std::string() : std::exchange(found->second.verifier, {});
}

void browser_login::finish(const std::string& credential, const std::string& code, finished done) {
  const auto where = place_of(credential);
  if (!where)
    return done(where.error());
  const auto verifier = take_verifier(credential);
  if (verifier.empty())
    return done(login_failure(proto::failure_code::invalid_request, "credentials." + credential,
      "a code counts once, and for the address that was printed last: mapferry login " + credential));
  auto grant =
    core::code_grant(where->credential, core::token_endpoint(where->credential.kind, where->url), code, verifier);
  grant.request.portal = where->portal;
  secrets with{{}, std::move(grant.secret_fields)};
  auto asking = transfers_.start(std::move(grant.request), std::move(with),
    [weak = weak_from_this(), credential, hidden = std::vector{code, verifier}, done = std::move(done)](
      const core::reply& reply) {
      if (const auto me = weak.lock())
        done(me->take_answer(credential, reply, hidden));
    });
  const std::lock_guard lock(mutex_);
  attempts_[credential].asking = std::move(asking);
}

proto::result<std::string> browser_login::take_answer(
  const std::string& credential, const core::reply& reply, const std::vector<std::string>& hidden) {
  const auto error = proto::error_in(reply.body);
  if (auto trouble = core::classify(reply, during_login, reply.address)) {
    auto& why = trouble->failure;
    if (error && core::refuses_secret(*error)) {
      why.code = proto::failure_code::sign_in_failed;
      why.hint = "the code was mistyped, used or too old: mapferry login " + credential;
    }
    scrub(why.server_said, hidden);
    return std::move(why);
  }
  const auto json = proto::parse_json(reply.body).value_or(nullptr);
  const auto now = clock_->now();
  const auto answer = proto::read_token_answer(json, now);
  if (!answer)
    return answer.error();
  if (answer->refresh_token.empty())
    return no_refresh_token(reply.address);
  if (auto failed = secrets_->replace(credential, answer->refresh_token, now))
    return std::move(*failed);
  return proto::text_in(json, "username");
}

} // namespace io
