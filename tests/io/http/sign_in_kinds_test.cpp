#include "proto/failure.hpp"
#include "tests/io/http/sign_in_fixture.hpp"

#include <atomic>
#include <set>

using http_test::kept_refusals;
using support::misbehaving_server;
using support::seen_request;
using support::server_connection;

namespace sign_in_kinds {

using core::credential_kind;
using proto::failure_code;

constexpr std::int64_t day = 24 * 3'600'000;

std::string oauth_error(int code, const std::string& text) {
  return "{\"error\":{\"code\":" + std::to_string(code) + ",\"error\":\"invalid_request\",\"error_description\":\""
    + text + "\",\"message\":\"" + text + "\",\"details\":[]}}";
}

/// A portal whose tokens come from everywhere. Refresh tokens are canary-refresh-n
/// and only the newest counts; access tokens are canary-access-n.
class any_portal {
public:
  explicit any_portal(std::string name = "portal")
    : name_(std::move(name)),
      server_([this](const auto& request, auto& to) { serve(request, to); }) {}

  std::string url() const { return server_.origin() + "/" + name_; }
  std::string item() const { return url() + "/sharing/rest/content/items/1"; }
  misbehaving_server& server() { return server_; }
  std::size_t grants(const std::string& type) {
    std::size_t count = 0;
    for (const auto& request : server_.seen())
      count += request.parameter("grant_type") == type ? 1 : 0;
    return count;
  }
  std::size_t items() { return server_.count("/" + name_ + "/sharing/rest/content/items/1"); }

  std::string good_secret = "canary-secret";
  std::string fixed = "canary-fixed"; ///< a token that always counts
  std::atomic<int> refresh_tokens{1}, access_tokens{0};
  std::atomic<bool> knows_exchange{true};
  std::atomic<bool> loses_answers{false}; ///< of exchanges, after they were done
  std::atomic<bool> refresh_token_ended{false};
  std::string federated; ///< root of the server that it gives tokens for

private:
  void serve(const seen_request& request, server_connection& to) {
    const auto below = request.path().substr(name_.size() + 1);
    if (below == "/sharing/rest/oauth2/token")
      return grant(request, to);
    if (below == "/sharing/rest/generateToken")
      return void(to.send(support::json_answer(make_token(request))));
    const auto header = request.header("x-esri-authorization");
    const auto token = header.empty() ? request.parameter("token") : header.substr(7);
    const bool good = token == fixed || token == "canary-access-" + std::to_string(access_tokens);
    to.send(support::json_answer(good || below == "/sharing/rest/info" ? "{\"fine\":true}"
        : token.empty()                                                ? "{\"error\":{\"code\":499}}"
                        : "{\"error\":{\"code\":498,\"message\":\"bad " + token + "\"}}"));
  }
  std::string make_token(const seen_request& request) const {
    if (!request.parameter("serverUrl").empty())
      return request.parameter("token") == fixed && request.parameter("serverUrl") == federated
        ? R"({"token":"canary-of-server","expires":1800000000000})"
        : oauth_error(498, "Invalid token.");
    return request.parameter("password") == good_secret ? R"({"token":"canary-fixed","expires":1800000000000})"
                                                        : oauth_error(400, "Unable to generate token.");
  }
  void grant(const seen_request& request, server_connection& to) {
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.parameter("client_id"), "app");
    EXPECT_EQ(request.target.find("canary"), std::string::npos);
    const auto& type = request.parameter("grant_type");
    const auto current = "canary-refresh-" + std::to_string(refresh_tokens);
    if (type == "client_credentials")
      return void(to.send(support::json_answer(request.parameter("client_secret") == good_secret
          ? access("")
          : oauth_error(400, "Invalid client_secret " + request.parameter("client_secret")))));
    if (refresh_token_ended || request.parameter("refresh_token") != current)
      return void(to.send(support::json_answer(oauth_error(498, "refresh_token expired"))));
    if (type == "refresh_token")
      return void(to.send(support::json_answer(access(""))));
    EXPECT_EQ(request.parameter("redirect_uri"), "app:here");
    if (!knows_exchange)
      return void(to.send(support::json_answer(oauth_error(400, "Unsupported grant_type"))));
    const auto next = std::to_string(++refresh_tokens);
    if (loses_answers)
      return to.reset();
    to.send(support::json_answer(access(",\"refresh_token\":\"canary-refresh-" + next + "\"")));
  }
  std::string access(const std::string& more) {
    return "{\"access_token\":\"canary-access-" + std::to_string(++access_tokens) + "\",\"expires_in\":1800" + more
      + "}";
  }

  std::string name_;
  misbehaving_server server_;
};

core::sign_in_setup setup_of(const any_portal& portal, credential_kind kind) {
  core::sign_in_setup setup;
  setup.portals["field"] = {portal.url(), "crew"};
  setup.credentials["crew"] = {kind, kind == credential_kind::user_password ? "canary-user" : "", "app", "app:here"};
  return setup;
}

struct port_of : http_test::signed_port {
  port_of(const any_portal& portal, credential_kind kind, const std::string& secret,
    std::shared_ptr<kept_refusals> remembered = std::make_shared<kept_refusals>())
    : http_test::signed_port(setup_of(portal, kind), portal.url(), secret, std::move(remembered)) {}
};

bool is_fine(const core::reply& reply) { return reply.body.find("\"fine\":true") != std::string::npos; }

failure_code code_of(const core::reply& reply) {
  return reply.sign_in_failure ? reply.sign_in_failure->code : failure_code::internal;
}

TEST(FixedTokens, AreSentAsTheyAreWithoutAnySignIn) {
  for (const auto kind : {credential_kind::token, credential_kind::api_key}) {
    any_portal portal;
    port_of port(portal, kind, "canary-fixed");
    EXPECT_TRUE(is_fine(port.ask(portal.item())));
    EXPECT_TRUE(is_fine(port.ask(portal.item(), core::http_method::post)));
    const auto seen = portal.server().seen();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0].header("x-esri-authorization"), "Bearer canary-fixed");
    EXPECT_EQ(seen[1].parameter("token"), "canary-fixed");
    EXPECT_EQ(seen[1].target.find("canary"), std::string::npos);
  }
}

TEST(FixedTokens, ThatAreRefusedAreNotTriedTwiceAndANewOneIsTakenAtOnce) {
  any_portal portal;
  port_of port(portal, credential_kind::token, "canary-ended");
  EXPECT_EQ(proto::error_in(port.ask(portal.item()).body)->code, 498);
  EXPECT_EQ(portal.items(), 1u);
  port.secrets->put("crew", "canary-fixed");
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
}

TEST(FixedTokens, OfAHostGoToThatHostAlone) {
  any_portal portal, other;
  auto setup = setup_of(portal, credential_kind::user_password);
  setup.portals["field"].credential.clear();
  setup.host_credentials[portal.server().authority()] = "key";
  setup.credentials["key"] = {credential_kind::api_key};
  http_test::signed_port port(setup, portal.url(), "canary-fixed");
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_FALSE(is_fine(port.ask(other.item())));
  for (const auto& request : other.server().seen())
    EXPECT_EQ(request.everything().find("canary"), std::string::npos);
}

TEST(OAuthClient, GetsATokenByItsSecretAndAnotherBeforeItsEnd) {
  any_portal portal;
  port_of port(portal, credential_kind::oauth_client, "canary-secret");
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(portal.grants("client_credentials"), 1u);
  port.clock->time += 25 * 60'000;
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(portal.grants("client_credentials"), 2u);
  ++portal.access_tokens; // ended before its time
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(portal.grants("client_credentials"), 3u);
}

TEST(OAuthClient, WhoseSecretIsRefusedIsNotAskedForAgain) {
  any_portal portal;
  port_of port(portal, credential_kind::oauth_client, "canary-wrong");
  for (int i = 0; i < 3; ++i) {
    const auto reply = port.ask(portal.item());
    EXPECT_EQ(code_of(reply), failure_code::sign_in_failed);
    EXPECT_NE(reply.sign_in_failure->server_said.find("Invalid client_secret"), std::string::npos);
  }
  EXPECT_EQ(portal.grants("client_credentials"), 1u);
}

TEST(RefreshToken, IsRenewedAtFirstUseAndThenOnceADay) {
  any_portal portal;
  port_of port(portal, credential_kind::oauth_refresh_token, "canary-refresh-1");
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(*port.secrets->secret("crew"), "canary-refresh-2");
  EXPECT_EQ(port.secrets->renewed_at("crew"), port.clock->time);
  EXPECT_EQ(portal.grants("refresh_token"), 0u) << "the exchange brought an access token too";
  port.clock->time += 3'600'000;
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(portal.grants("refresh_token"), 1u);
  EXPECT_EQ(portal.grants("exchange_refresh_token"), 1u);
  port.clock->time += day;
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(*port.secrets->secret("crew"), "canary-refresh-3");
}

TEST(RefreshToken, ThatHasEndedAsksForAPersonAndIsNotSentAgain) {
  any_portal portal;
  portal.refresh_token_ended = true;
  port_of port(portal, credential_kind::oauth_refresh_token, "canary-refresh-1");
  for (int i = 0; i < 3; ++i) {
    const auto reply = port.ask(portal.item());
    EXPECT_EQ(code_of(reply), failure_code::login_needed);
    EXPECT_EQ(reply.sign_in_failure->hint, "mapferry login crew");
  }
  EXPECT_EQ(portal.server().seen().size(), 1u);
}

TEST(RefreshToken, IsKeptWhereThePortalRenewsNone) {
  any_portal portal;
  portal.knows_exchange = false;
  port_of port(portal, credential_kind::oauth_refresh_token, "canary-refresh-1");
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(*port.secrets->secret("crew"), "canary-refresh-1");
  EXPECT_EQ(portal.grants("refresh_token"), 1u);
}

TEST(RefreshToken, IsNotRenewedWhereTheNewOneCouldNotBeWritten) {
  any_portal portal;
  port_of port(portal, credential_kind::oauth_refresh_token, "canary-refresh-1");
  port.secrets->is_full = true;
  EXPECT_TRUE(is_fine(port.ask(portal.item())));
  EXPECT_EQ(portal.grants("exchange_refresh_token"), 0u);
  EXPECT_EQ(portal.refresh_tokens, 1);
}

TEST(RefreshToken, WhoseSuccessorWasLostOnTheWayEndsInAWordForThePerson) {
  any_portal portal;
  portal.loses_answers = true;
  port_of port(portal, credential_kind::oauth_refresh_token, "canary-refresh-1");
  const auto lost = port.ask(portal.item());
  EXPECT_TRUE(lost.sign_in_failure && lost.sign_in_failure->worth_retrying) << lost.words;
  EXPECT_EQ(portal.grants("exchange_refresh_token"), 1u) << "never repeated by itself";
  portal.loses_answers = false;
  EXPECT_EQ(code_of(port.ask(portal.item())), failure_code::login_needed);
}

TEST(RefusedSecrets, AreNotSentAgainAfterARestart) {
  any_portal portal;
  const auto memory = std::make_shared<kept_refusals>();
  for (int start = 0; start < 3; ++start) {
    port_of port(portal, credential_kind::user_password, "canary-wrong", memory);
    EXPECT_EQ(code_of(port.ask(portal.item())), failure_code::sign_in_failed);
    EXPECT_NE(
      port.ask(portal.item()).sign_in_failure->server_said.find("Unable to generate token."), std::string::npos);
  }
  EXPECT_EQ(portal.server().count("/portal/sharing/rest/generateToken"), 1u);
  port_of mended(portal, credential_kind::user_password, "canary-secret", memory);
  EXPECT_TRUE(is_fine(mended.ask(portal.item())));
  EXPECT_EQ(memory->size(), 0u) << "nothing stays of a secret that is right";
}

TEST(RefusedSecrets, AreTriedAgainForAnotherUserOrAtAnotherAddress) {
  any_portal portal, moved;
  portal.good_secret = "canary-other";
  const auto memory = std::make_shared<kept_refusals>();
  EXPECT_FALSE(is_fine(port_of(portal, credential_kind::user_password, "canary-secret", memory).ask(portal.item())));
  EXPECT_TRUE(is_fine(port_of(moved, credential_kind::user_password, "canary-secret", memory).ask(moved.item())));
  auto setup = setup_of(portal, credential_kind::user_password);
  setup.credentials["crew"].user = "canary-somebody";
  EXPECT_FALSE(is_fine(http_test::signed_port(setup, portal.url(), "canary-secret", memory).ask(portal.item())));
  EXPECT_EQ(portal.server().count("/portal/sharing/rest/generateToken"), 2u);
}

TEST(SecondPortal, GivesTheTokenOfAServerThatItOwns) {
  any_portal home, second("second");
  std::string info;
  misbehaving_server owned([&](const seen_request& request, server_connection& to) {
    if (request.path() == "/server/rest/info")
      return void(to.send(support::json_answer(info)));
    const bool good = request.header("x-esri-authorization") == "Bearer canary-of-server";
    to.send(support::json_answer(good ? "{\"fine\":true}" : "{\"error\":{\"code\":499}}"));
  });
  info = "{\"owningSystemUrl\":\"" + second.url() + "\"}";
  second.federated = owned.origin() + "/server";
  auto setup = setup_of(home, credential_kind::user_password);
  setup.portals["second"] = {second.url(), "other"};
  setup.credentials["other"] = {credential_kind::token};
  http_test::signed_port port(setup, home.url(), "canary-fixed");
  EXPECT_TRUE(is_fine(port.ask(owned.origin() + "/server/rest/services/a/FeatureServer")));
  EXPECT_TRUE(is_fine(port.ask(second.item()))) << "and its own items";
  for (const auto& request : owned.seen())
    EXPECT_EQ(request.everything().find("canary-fixed"), std::string::npos) << "the portal's token stays there";
  EXPECT_TRUE(home.server().seen().empty());
}

/// A web map may name any host, and a host may claim any portal as its owner.
TEST(Credentials, NeverGoToAHostThatAWebMapMadeUp) {
  any_portal portal;
  auto setup = setup_of(portal, credential_kind::user_password);
  setup.portals["second"] = {portal.url() + "-2", "fixed"};
  setup.credentials["fixed"] = {credential_kind::token};
  http_test::signed_port port(setup, portal.url(), "canary-secret");
  for (const auto& owner : {portal.url(), portal.url() + "-2", std::string("https://www.arcgis.com"), std::string()}) {
    std::string info;
    misbehaving_server evil([&](const seen_request& request, server_connection& to) {
      if (request.path().ends_with("/rest/info"))
        return void(to.send(support::json_answer(info)));
      to.send(support::json_answer("{\"error\":{\"code\":499,\"message\":\"Token Required\"}}"));
    });
    info = "{\"owningSystemUrl\":\"" + owner + "\",\"authInfo\":{\"isTokenBasedSecurity\":true,\"tokenServicesUrl\":\""
      + evil.origin() + "/steal\"}}";
    for (const auto* path : {"/server/rest/services/a/FeatureServer", "/portal/sharing/rest/content/items/1",
           "/portal/sharing/rest/generateToken", "/rest/services/@", "/x.geodatabase"})
      (void)port.ask(evil.origin() + path);
    for (const auto& request : evil.seen())
      EXPECT_EQ(request.everything().find("canary"), std::string::npos) << request.everything();
  }
}

} // namespace sign_in_kinds
