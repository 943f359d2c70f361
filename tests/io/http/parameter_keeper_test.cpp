#include "io/http/parameter_keeper.hpp"

#include "tests/io/http/sign_in_fixture.hpp"

#include <atomic>

using core::transport_error;
using http_test::awaited;
using support::misbehaving_server;
using support::seen_request;
using support::server_connection;

namespace {

/// A portal with a web map whose layer wants two secrets, and the layer's service, which repeats all that it hears.
class keyed_world {
public:
  keyed_world()
    : portal_([this](const auto& request, auto& to) { serve_map(request, to); }),
      server_([this](const auto& request, auto& to) { serve_service(request, to); }) {
    setup.portals["field"] = {portal_.origin() + "/portal", ""};
    port.emplace(setup, setup.portals["field"].url, "canary-unused");
  }

  std::string document() const { return portal_.origin() + "/portal/sharing/rest/content/items/1/data"; }
  std::string service() const { return server_.origin() + "/server/rest/services/a/FeatureServer"; }
  std::size_t documents_read() const { return portal_.count("/portal/sharing/rest/content/items/1/data"); }
  std::vector<seen_request> heard() const { return server_.seen(); }

  core::reply ask(const std::string& address, core::http_method method = core::http_method::get,
    std::vector<std::pair<std::string, std::string>> form = {{"f", "json"}}) {
    auto request = http_test::get(address);
    request.form = std::move(form);
    request.method = method;
    request.portal = "field";
    request.named_by_document = true;
    request.secret_parameters = {{document(), "//nobody"}, {document(), proto::comparable_address(service() + "/0")}};
    const auto got = std::make_shared<awaited<core::reply>>();
    const auto running = port->port.start(std::move(request), [got](core::reply r) { got->set(std::move(r)); });
    auto reply = got->get();
    http_test::signed_port::expect_no_secret(reply);
    return reply;
  }

  core::sign_in_setup setup;
  std::optional<http_test::signed_port> port;
  std::atomic<int> status{200}; ///< of the web map
  std::string map_instead;      ///< what the portal answers with it
  std::string redirect;

private:
  void serve_map(const seen_request&, server_connection& to) {
    if (!map_instead.empty() || status != 200)
      return void(to.send(support::answer(status, {}, map_instead)));
    to.send(support::json_answer("{\"operationalLayers\":[{\"url\":\"" + service()
      + "/0\",\"customParameters\":{\"apikey\":\"canary-key\",\"userSecret\":\"canary two\",\"lang\":\"de\"}}]}"));
  }
  void serve_service(const seen_request& request, server_connection& to) {
    if (!redirect.empty())
      return void(to.send(support::redirect(307, redirect)));
    if (request.path().ends_with("/file"))
      return void(to.send(support::answer(200, {{"ETag", "\"v1\""}}, http_test::package_bytes(1000))));
    to.send(support::json_answer("{\"fine\":true,\"key\":\"" + request.parameter("apikey") + "\",\"body\":\""
      + request.body + "\",\"next\":\"http://x/y?userSecret=" + request.parameter("userSecret") + "\"}"));
  }

  misbehaving_server portal_;
  misbehaving_server server_;
};

} // namespace

TEST(ParameterKeeper, SecretsOfALayerGoWithItsRequestsAndIntoNoAnswer) {
  keyed_world in;
  EXPECT_TRUE(in.ask(in.service()).ok());
  EXPECT_TRUE(in.ask(in.service() + "/createReplica", core::http_method::post).ok());
  const auto heard = in.heard();
  ASSERT_EQ(heard.size(), 2u);
  for (const auto& request : heard) {
    EXPECT_EQ(request.parameter("apikey"), "canary-key");
    EXPECT_EQ(request.parameter("userSecret"), "canary two");
    EXPECT_EQ(request.parameter("lang"), "") << "what may be stored is the request's own matter";
  }
  EXPECT_EQ(heard[1].target.find("canary"), std::string::npos);
  EXPECT_EQ(in.documents_read(), 1u);
}

TEST(ParameterKeeper, ADocumentIsReadAgainAfterAnHour) {
  keyed_world in;
  EXPECT_TRUE(in.ask(in.service()).ok());
  in.port->clock->time += 3'600'000 - 1;
  EXPECT_TRUE(in.ask(in.service()).ok());
  EXPECT_EQ(in.documents_read(), 1u);
  in.port->clock->time += 1;
  EXPECT_TRUE(in.ask(in.service()).ok());
  EXPECT_EQ(in.documents_read(), 2u);
}

TEST(ParameterKeeper, FilesOfTheServiceAreFetchedWithThem) {
  keyed_world in;
  core::artifact_request request;
  request.address = in.service() + "/file";
  request.form = {{"lang", "de"}};
  request.portal = "field";
  request.secret_parameters = {{in.document(), proto::comparable_address(in.service() + "/0")}};
  const auto part = std::make_shared<http_test::memory_part>();
  request.part = part;
  awaited<core::artifact_events::ended_info> ended;
  const auto running =
    in.port->port.start(std::move(request), {[](auto) {}, [](auto) {}, [&](auto info) { ended.set(std::move(info)); }});
  EXPECT_TRUE(ended.get().complete);
  EXPECT_EQ(part->content(), http_test::package_bytes(1000));
  EXPECT_EQ(in.heard().at(0).parameter("apikey"), "canary-key");
  EXPECT_EQ(in.heard().at(0).parameter("lang"), "de");
}

TEST(ParameterKeeper, TheyReplaceNothingThatTheRequestHas) {
  keyed_world in;
  EXPECT_TRUE(
    in.ask(in.service() + "?usersecret=own", core::http_method::get, {{"f", "json"}, {"ApiKey", "own"}}).ok());
  EXPECT_EQ(in.heard().at(0).everything().find("canary"), std::string::npos);
}

TEST(ParameterKeeper, TheyDoNotFollowARedirectToAnotherServer) {
  keyed_world in;
  misbehaving_server evil(
    [](const seen_request&, server_connection& to) { to.send(support::json_answer("{\"fine\":true}")); });
  in.redirect = evil.origin() + "/steal?apikey=canary-key";
  in.ask(in.service(), core::http_method::post);
  in.ask(in.service());
  EXPECT_EQ(in.heard().at(0).parameter("apikey"), "canary-key");
  EXPECT_EQ(evil.seen().size(), 2u);
  for (const auto& request : evil.seen())
    EXPECT_EQ(request.everything().find("canary"), std::string::npos) << request.everything();
}

TEST(ParameterKeeper, TheyDoNotTravelUnprotected) {
  keyed_world in;
  in.ask("http://gis.example.invalid/server/rest/services/a/FeatureServer");
  EXPECT_EQ(in.documents_read(), 0u);
}

TEST(ParameterKeeper, WithoutItsDocumentARequestWaitsAsIfItsServiceWereOutOfReach) {
  keyed_world in;
  in.status = 503;
  const auto reply = in.ask(in.service() + "/createReplica", core::http_method::post);
  EXPECT_EQ(reply.transport, transport_error::unreachable) << "nothing of the order itself has left";
  EXPECT_NE(reply.words.find("parameters of the map"), std::string::npos);
  EXPECT_TRUE(in.heard().empty());
  in.status = 200;
  EXPECT_TRUE(in.ask(in.service()).ok());
}

TEST(ParameterKeeper, ADocumentThatIsClosedToUsSaysSo) {
  keyed_world in;
  in.map_instead = R"({"error":{"code":499,"message":"Token Required"}})";
  EXPECT_NE(in.ask(in.service()).body.find("499"), std::string::npos);
  EXPECT_TRUE(in.heard().empty());
}

TEST(ParameterKeeper, ADocumentThatIsGoneGivesNoneAndTheServiceIsAskedWithout) {
  for (const auto* instead :
    {R"({"error":{"code":400,"messageCode":"CONT_0001","message":"gone"}})", "not JSON", "[]"}) {
    keyed_world in;
    in.map_instead = instead;
    const auto reply = in.ask(in.service());
    if (std::string{instead} == "not JSON") {
      EXPECT_FALSE(reply.ok()); // a broken answer is asked for again
      continue;
    }
    EXPECT_TRUE(reply.ok()) << instead;
    EXPECT_EQ(in.heard().at(0).parameter("apikey"), "");
  }
}
