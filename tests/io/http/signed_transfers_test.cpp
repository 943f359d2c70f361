#include "io/http/signed_transfers.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/failure.hpp"
#include "tests/io/http/sign_in_fixture.hpp"

#include <nlohmann/json.hpp>

#include <atomic>

using core::transport_error;
using http_test::awaited;
using http_test::package_bytes;
using support::misbehaving_server;
using support::seen_request;
using support::server_connection;
using namespace std::chrono_literals;

namespace {

constexpr const char* user = "canary-user";
constexpr const char* password = "canary-password";

std::string error_json(int code, const std::string& message, const std::string& detail = "") {
  return "{\"error\":{\"code\":" + std::to_string(code) + ",\"message\":\"" + message + "\",\"details\":[\"" + detail
    + "\"]}}";
}

/// A portal at /portal and, on another port, a server at /server that is
/// federated with it unless the test says otherwise. Tokens are
/// canary-portal-n and canary-server-n; only the newest is good.
class world {
public:
  world()
    : portal_([this](const auto& r, auto& to) { serve_portal(r, to); }),
      server_([this](const auto& r, auto& to) { serve_server(r, to); }) {
    owner = portal_url();
  }

  std::string portal_url() const { return portal_.origin() + "/portal"; }
  std::string item() const { return portal_url() + "/sharing/rest/content/items/1"; }
  std::string service() const { return server_.origin() + "/server/rest/services/a/FeatureServer"; }
  misbehaving_server& portal() { return portal_; }
  misbehaving_server& server() { return server_; }

  core::sign_in_setup setup() const {
    core::sign_in_setup out;
    out.portals["field"] = {portal_url(), "crew"};
    out.credentials["crew"] = {core::credential_kind::user_password, user};
    return out;
  }
  std::size_t sign_ins() const { return portal_.count("/portal/sharing/rest/generateToken"); }

  // What the test says.
  std::string owner; ///< owningSystemUrl; empty = none
  bool stand_alone = false;
  std::atomic<std::int64_t> life{7'200'000};
  std::atomic<bool> item_is_private{true}, service_is_private{true};
  std::atomic<bool> knows_header{true}; ///< false: the service reads the parameter alone
  std::atomic<bool> refuses_everything{false};
  std::atomic<bool> refuses_exchange{false};
  std::atomic<bool> forgets_portal_token{false}; ///< before the next exchange
  std::atomic<int> portal_tokens{0}, server_tokens{0};
  std::atomic<std::int64_t> now{1'700'000'000'000};

private:
  static std::string token_of(const seen_request& request, bool header_too) {
    const auto header = request.header("x-esri-authorization");
    if (header_too && header.starts_with("Bearer "))
      return header.substr(7);
    return request.parameter("token");
  }
  std::string portal_token() const { return "canary-portal-" + std::to_string(portal_tokens); }
  std::string server_token() const { return "canary-server-" + std::to_string(server_tokens); }
  std::string granted(const std::string& token) const {
    return support::json_answer(
      "{\"token\":\"" + token + "\",\"expires\":" + std::to_string(now + life) + ",\"ssl\":false}");
  }

  void serve_portal(const seen_request& request, server_connection& to) {
    if (request.path() == "/portal/sharing/rest/info")
      return void(to.send(
        support::json_answer("{\"owningSystemUrl\":\"" + portal_url() + "\",\"authInfo\":{\"tokenServicesUrl\":\""
          + portal_url() + "/sharing/rest/generateToken\",\"isTokenBasedSecurity\":true}}")));
    if (request.path() == "/portal/sharing/rest/generateToken")
      return void(to.send(make_token(request)));
    serve_private(request, to, item_is_private, portal_token(), true);
  }

  std::string make_token(const seen_request& request) {
    EXPECT_EQ(request.method, "POST");
    if (request.parameter("serverUrl").empty()) {
      if (request.parameter("username") != user || request.parameter("password") != password)
        return support::json_answer(error_json(
          400, "Unable to generate token.", "Invalid username or password: " + request.parameter("password")));
      EXPECT_EQ(request.parameter("client"), "referer");
      EXPECT_EQ(request.parameter("referer"), http_test::referer);
      ++portal_tokens;
      return granted(portal_token());
    }
    if (forgets_portal_token.exchange(false))
      ++portal_tokens;
    if (request.parameter("token") != portal_token())
      return support::json_answer(error_json(498, "Invalid token."));
    if (refuses_exchange)
      return support::json_answer(error_json(403, "Not a federated server."));
    EXPECT_EQ(request.parameter("serverUrl"), server_.origin() + "/server");
    ++server_tokens;
    return granted(server_token());
  }

  void serve_server(const seen_request& request, server_connection& to) {
    if (request.path() == "/server/rest/info") {
      EXPECT_TRUE(token_of(request, true).empty());
      return void(to.send(support::json_answer(info())));
    }
    if (request.path() == "/server/tokens/generateToken") {
      if (request.parameter("username") != user || request.parameter("password") != password)
        return void(to.send(support::json_answer(error_json(400, "Unable to generate token."))));
      ++server_tokens;
      return void(to.send(granted(server_token())));
    }
    serve_private(request, to, service_is_private, server_token(), knows_header);
  }

  std::string info() const {
    if (!owner.empty())
      return "{\"currentVersion\":11.1,\"owningSystemUrl\":\"" + owner
        + "\",\"authInfo\":{\"isTokenBasedSecurity\":true}}";
    return stand_alone ? "{\"currentVersion\":11.1,\"authInfo\":{\"isTokenBasedSecurity\":true,\"tokenServicesUrl\":"
                         "\"https://localhost:6443/arcgis/tokens/\",\"shortLivedTokenValidity\":30}}"
                       : "{\"currentVersion\":11.1}";
  }

  void serve_private(
    const seen_request& request, server_connection& to, bool is_private, const std::string& good, bool header_too) {
    const auto token = token_of(request, header_too);
    // Tokens are bound to it; whoever gets none has no business with it.
    EXPECT_EQ(request.header("referer"), token_of(request, true).empty() ? "" : http_test::referer);
    if (is_private && (token.empty() || refuses_everything || token != good))
      return void(to.send(support::json_answer(
        token.empty() ? error_json(499, "Token Required") : error_json(498, "Invalid token: " + token))));
    if (request.path().ends_with("/file"))
      return void(to.send(support::answer(200, {{"ETag", "\"v1\""}}, package_bytes(1000))));
    to.send(support::json_answer("{\"statusUrl\":\"http://x/y?token=" + token + "\",\"fine\":true}"));
  }

  misbehaving_server portal_;
  misbehaving_server server_;
};

struct signed_port : http_test::signed_port {
  signed_port(const world& in, const core::sign_in_setup& setup)
    : http_test::signed_port(setup, in.portal_url(), password) {
    clock->time = in.now.load();
  }
  explicit signed_port(const world& in) : signed_port(in, in.setup()) {}
};

bool has_fine(const core::reply& reply) { return reply.body.find("\"fine\":true") != std::string::npos; }

std::optional<int> error_code(const core::reply& reply) {
  const auto error = proto::error_in(reply.body);
  return error ? error->code : std::nullopt;
}

} // namespace

TEST(SignedTransfers, SignsInBeforeTheFirstRequestAndKeepsTheToken) {
  world in;
  signed_port port(in);
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  EXPECT_TRUE(has_fine(port.ask(in.item(), core::http_method::post)));
  EXPECT_EQ(in.sign_ins(), 1u);
  EXPECT_EQ(port.secrets->asked, 1);
  const auto seen = in.portal().seen();
  ASSERT_EQ(seen.size(), 4u) << "no request is wasted without a token";
  EXPECT_EQ(seen[1].header("x-esri-authorization"), "Bearer canary-portal-1");
  EXPECT_EQ(seen[1].target.find("canary"), std::string::npos);
  EXPECT_EQ(seen[3].target.find("canary"), std::string::npos);
  EXPECT_EQ(seen[3].parameter("token"), "canary-portal-1");
  EXPECT_TRUE(seen[3].header("x-esri-authorization").empty());
}

TEST(SignedTransfers, SignsInOnceForManyThatWait) {
  world in;
  signed_port port(in);
  std::vector<std::shared_ptr<awaited<core::reply>>> answers;
  std::vector<core::operation_ptr> running;
  for (int i = 0; i < 20; ++i) {
    auto request = http_test::get(in.item());
    request.portal = "field";
    answers.push_back(std::make_shared<awaited<core::reply>>());
    running.push_back(port.port.start(request, [got = answers.back()](core::reply r) { got->set(std::move(r)); }));
  }
  for (const auto& got : answers)
    EXPECT_TRUE(has_fine(got->get()));
  EXPECT_EQ(in.sign_ins(), 1u);
}

TEST(SignedTransfers, RenewsATokenBeforeItsEnd) {
  world in;
  signed_port port(in);
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  port.clock->time += in.life - 5 * 60'000 - 1;
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  EXPECT_EQ(in.sign_ins(), 1u);
  port.clock->time += 1;
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  EXPECT_EQ(in.sign_ins(), 2u);
}

TEST(SignedTransfers, RenewsOnceAfterARefusedTokenAndThenSaysWhatTheServerSaid) {
  world in;
  signed_port port(in);
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  ++in.portal_tokens; // the portal forgot it
  EXPECT_TRUE(has_fine(port.ask(in.item())));
  EXPECT_EQ(in.sign_ins(), 2u);
  in.refuses_everything = true;
  const auto refused = port.ask(in.item());
  EXPECT_EQ(refused.transport, transport_error::none);
  EXPECT_EQ(error_code(refused), 498);
  EXPECT_EQ(in.sign_ins(), 3u);
}

TEST(SignedTransfers, DoesNotSendARefusedPasswordAgain) {
  world in;
  signed_port port(in);
  port.secrets->put("crew", "canary-wrong");
  for (int i = 0; i < 3; ++i) {
    const auto reply = port.ask(in.item());
    EXPECT_EQ(reply.transport, transport_error::sign_in);
    ASSERT_TRUE(reply.sign_in_failure);
    EXPECT_EQ(reply.sign_in_failure->code, proto::failure_code::sign_in_failed);
    EXPECT_NE(reply.sign_in_failure->server_said.find("Unable to generate token."), std::string::npos);
  }
  EXPECT_EQ(in.sign_ins(), 1u);
  port.secrets->put("crew", password);
  EXPECT_TRUE(has_fine(port.ask(in.item()))) << "a new secret is tried";
}

TEST(SignedTransfers, ExchangesThePortalsTokenForAFederatedServer) {
  world in;
  signed_port port(in);
  EXPECT_TRUE(has_fine(port.ask(in.service())));
  EXPECT_TRUE(has_fine(port.ask(in.service(), core::http_method::post)));
  EXPECT_EQ(in.sign_ins(), 2u) << "one sign-in, one exchange";
  EXPECT_EQ(in.server().count("/server/rest/info"), 1u);
  for (const auto& request : in.server().seen())
    EXPECT_EQ(request.everything().find("canary-portal"), std::string::npos)
      << "the portal's token stays at the portal";
}

TEST(SignedTransfers, RefreshesAnExpiredPortalTokenDuringTheExchangeOnce) {
  world in;
  signed_port port(in);
  in.forgets_portal_token = true;
  EXPECT_TRUE(has_fine(port.ask(in.service())));
  EXPECT_EQ(in.portal_tokens, 3) << "made, forgotten, made again";
}

TEST(SignedTransfers, SaysWhyAnExchangeFailed) {
  world in;
  signed_port port(in);
  in.refuses_exchange = true;
  const auto reply = port.ask(in.service());
  EXPECT_EQ(reply.transport, transport_error::sign_in);
  ASSERT_TRUE(reply.sign_in_failure);
  EXPECT_NE(reply.sign_in_failure->server_said.find("Not a federated server."), std::string::npos);
  EXPECT_EQ(in.server().count("/server/rest/services/a/FeatureServer"), 0u);
}

TEST(SignedTransfers, GivesNothingToAServerOfAnotherPortal) {
  world in;
  in.owner = "https://other.example/portal";
  signed_port port(in);
  EXPECT_EQ(error_code(port.ask(in.service())), 499);
  EXPECT_EQ(in.sign_ins(), 0u);
  for (const auto& request : in.server().seen())
    EXPECT_EQ(request.everything().find("canary"), std::string::npos);
}

TEST(SignedTransfers, GivesAStandAloneServerOnlyItsOwnCredential) {
  world in;
  in.owner.clear();
  in.stand_alone = true;
  {
    signed_port port(in);
    EXPECT_EQ(error_code(port.ask(in.service())), 499);
    EXPECT_EQ(in.sign_ins(), 0u);
  }
  auto setup = in.setup();
  setup.host_credentials[in.server().authority()] = "crew";
  signed_port port(in, setup);
  EXPECT_TRUE(has_fine(port.ask(in.service())));
  EXPECT_EQ(in.server().count("/server/tokens/generateToken"), 1u)
    << "at the server's own host, whatever it advertises";
  const auto seen = in.server().seen();
  const auto sign_in =
    std::find_if(seen.begin(), seen.end(), [](const auto& r) { return r.path() == "/server/tokens/generateToken"; });
  EXPECT_EQ(sign_in->parameter("expiration"), "30");
}

TEST(SignedTransfers, RemembersAPublicServer) {
  world in;
  in.owner.clear();
  in.service_is_private = false;
  signed_port port(in);
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(has_fine(port.ask(in.service())));
  EXPECT_EQ(in.server().count("/server/rest/info"), 1u);
  EXPECT_EQ(in.sign_ins(), 0u);
}

TEST(SignedTransfers, LooksAgainWhenAPublicServerWantsAToken) {
  world in;
  in.owner.clear();
  in.service_is_private = false;
  signed_port port(in);
  EXPECT_TRUE(has_fine(port.ask(in.service())));
  in.owner = in.portal_url(); // it has been federated meanwhile
  in.service_is_private = true;
  EXPECT_TRUE(has_fine(port.ask(in.service())));
}

TEST(SignedTransfers, PutsTheTokenIntoTheQueryForAServerThatDoesNotKnowTheHeader) {
  world in;
  in.knows_header = false;
  signed_port port(in);
  const auto reply = port.ask(in.service());
  EXPECT_TRUE(has_fine(reply));
  EXPECT_TRUE(has_fine(port.ask(in.service())));
  EXPECT_EQ(in.server().count("/server/rest/services/a/FeatureServer"), 3u) << "remembered after the first time";
  EXPECT_EQ(in.sign_ins(), 2u) << "the token was good";
}

TEST(SignedTransfers, FetchesFilesWithTheTokenOfTheirServer) {
  world in;
  signed_port port(in);
  EXPECT_TRUE(has_fine(port.ask(in.service())));
  ++in.server_tokens; // it ends before the file is asked for
  core::artifact_request request;
  request.address = in.service() + "/jobs/1/file";
  request.portal = "field";
  const auto part = std::make_shared<http_test::memory_part>();
  request.part = part;
  awaited<core::artifact_events::ended_info> ended;
  std::atomic<int> opened{0};
  const auto running = port.port.start(
    std::move(request), {[&](auto) { ++opened; }, [](auto) {}, [&](auto info) { ended.set(std::move(info)); }});
  EXPECT_TRUE(ended.get().complete) << ended.get().answer.words;
  EXPECT_EQ(part->content(), package_bytes(1000));
  EXPECT_EQ(opened, 1);
}

TEST(SignedTransfers, PassesOnThatThePortalCannotBeReached) {
  world in;
  auto setup = in.setup();
  {
    misbehaving_server gone([](const seen_request&, server_connection&) {});
    setup.portals["field"].url = gone.origin() + "/portal";
  }
  signed_port port(in, setup);
  const auto reply = port.ask(setup.portals["field"].url + "/sharing/rest/content/items/1");
  ASSERT_TRUE(reply.sign_in_failure);
  EXPECT_EQ(reply.sign_in_failure->code, proto::failure_code::network_unreachable);
  EXPECT_TRUE(reply.sign_in_failure->worth_retrying);
}

TEST(SignedTransfers, NeverSendsAPasswordOverPlainHttp) {
  world in;
  auto setup = in.setup();
  setup.portals["field"].url = "http://gis.example/portal";
  signed_port port(in, setup);
  const auto reply = port.ask("https://gis.example/portal/sharing/rest/content/items/1");
  EXPECT_EQ(reply.transport, transport_error::sign_in);
  EXPECT_EQ(port.secrets->asked, 0);
}

TEST(SignedTransfers, LeaksNothingToAHostThatARedirectNames) {
  misbehaving_server evil(
    [](const seen_request&, server_connection& to) { to.send(support::json_answer("{\"fine\":true}")); });
  std::string portal_of_evil;
  misbehaving_server portal([&](const seen_request& request, server_connection& to) {
    if (request.path().ends_with("generateToken") && request.parameter("username").empty())
      return void(to.send(support::answer(500, {}, "")));
    if (request.path().ends_with("generateToken"))
      return void(to.send(support::redirect(307, evil.origin() + "/steal?password=" + request.parameter("password"))));
    to.send(support::redirect(302, evil.origin() + "/steal"));
  });
  world in;
  auto setup = in.setup();
  setup.portals["field"].url = portal.origin() + "/portal";
  signed_port port(in, setup);
  const auto reply = port.ask(portal.origin() + "/portal/sharing/rest/content/items/1");
  EXPECT_EQ(reply.transport, transport_error::sign_in);
  EXPECT_EQ(evil.seen().size(), 1u);
  for (const auto& request : evil.seen())
    EXPECT_EQ(request.everything().find("canary"), std::string::npos) << request.everything();
}

TEST(SignedTransfers, AnswersThoseWhoWaitForATokenWhenItStops) {
  misbehaving_server portal([](const seen_request&, server_connection& to) { to.hold(); });
  world in;
  auto setup = in.setup();
  setup.portals["field"].url = portal.origin() + "/portal";
  std::atomic<int> answers{0};
  std::vector<core::operation_ptr> running;
  {
    signed_port port(in, setup);
    for (int i = 0; i < 5; ++i) {
      auto request = http_test::get(portal.origin() + "/portal/sharing/rest/content/items/1");
      request.portal = "field";
      running.push_back(port.port.start(request, [&](const core::reply&) { ++answers; }));
    }
    while (portal.seen().empty())
      std::this_thread::yield();
  }
  EXPECT_EQ(answers, 5);
}
