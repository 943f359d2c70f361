// Redirects, addresses and foreign answers, for both kinds of errands.
#include "io/http/errand.hpp"

#include "io/http/curl_transfers.hpp"
#include "tests/io/http/transfer_fixture.hpp"

using core::transport_error;
using http_test::ask;
using http_test::get;
using support::misbehaving_server;
using support::seen_request;
using support::server_connection;

namespace {

void say_fine(const seen_request&, server_connection& to) { to.send(support::json_answer("{\"fine\":true}")); }

io::http_options trusting(const misbehaving_server& server) {
  auto options = http_test::quick_options();
  options.hosts[server.authority()].ca_bundle = misbehaving_server::certificate_file();
  return options;
}

} // namespace

TEST(Errand, SendsTokenAndRefererOnlyToTheFirstOrigin) {
  misbehaving_server other(say_fine);
  misbehaving_server first([&](const seen_request& request, server_connection& to) {
    to.send(support::redirect(302, other.origin() + request.target));
  });
  io::curl_transfers port(http_test::quick_options());
  const auto reply = ask(port, get(first.origin() + "/a?x=1"), {"canary-bearer", {{"token", "canary-query"}}});
  EXPECT_TRUE(reply.ok()) << reply.words;
  EXPECT_EQ(reply.address, other.origin() + "/a");
  ASSERT_EQ(first.seen().size(), 1u);
  EXPECT_EQ(first.seen()[0].header("x-esri-authorization"), "Bearer canary-bearer");
  EXPECT_EQ(first.seen()[0].parameter("token"), "canary-query");
  EXPECT_FALSE(first.seen()[0].header("referer").empty());
  ASSERT_EQ(other.seen().size(), 1u);
  EXPECT_EQ(other.seen()[0].everything().find("canary"), std::string::npos) << other.seen()[0].everything();
  EXPECT_TRUE(other.seen()[0].header("referer").empty());
  EXPECT_EQ(other.seen()[0].parameter("x"), "1");
}

TEST(Errand, EndsARedirectLoopAfterTenSteps) {
  misbehaving_server server(
    [](const seen_request&, server_connection& to) { to.send(support::redirect(302, "/again")); });
  io::curl_transfers port(http_test::quick_options());
  EXPECT_EQ(ask(port, get(server.origin() + "/a")).transport, transport_error::redirect_refused);
  EXPECT_EQ(server.seen().size(), 11u);
}

TEST(Errand, NeverFollowsFromHttpsToHttp) {
  misbehaving_server plain(say_fine);
  misbehaving_server safe(
    [&](const seen_request&, server_connection& to) { to.send(support::redirect(302, plain.origin() + "/a")); },
    misbehaving_server::transport::tls);
  io::curl_transfers port(trusting(safe));
  EXPECT_EQ(ask(port, get(safe.origin() + "/a")).transport, transport_error::redirect_refused);
  EXPECT_TRUE(plain.seen().empty());
}

TEST(Errand, TrustsOnlyTheCertificateOfTheConfiguredBundle) {
  misbehaving_server server(say_fine, misbehaving_server::transport::tls);
  {
    io::curl_transfers port(http_test::quick_options());
    EXPECT_EQ(ask(port, get(server.origin() + "/a")).transport, transport_error::tls);
    EXPECT_TRUE(server.seen().empty());
  }
  {
    io::curl_transfers port(trusting(server));
    EXPECT_TRUE(ask(port, get(server.origin() + "/a")).ok());
  }
  auto options = http_test::quick_options();
  options.hosts[server.authority()].insecure = true;
  io::curl_transfers port(options);
  EXPECT_TRUE(ask(port, get(server.origin() + "/a")).ok());
}

TEST(Errand, TakesHtmlOverPlainHttpForACaptivePortalAndOverHttpsForTheServersWord) {
  const auto html = [](const seen_request&, server_connection& to) {
    to.send(support::answer(200, {{"Content-Type", "text/html"}}, "<!DOCTYPE html><html><body>Log in</body></html>"));
  };
  misbehaving_server plain(html);
  misbehaving_server safe(html, misbehaving_server::transport::tls);
  io::curl_transfers port(trusting(safe));
  EXPECT_EQ(ask(port, get(plain.origin() + "/a")).transport, transport_error::captive_portal);
  const auto own = ask(port, get(safe.origin() + "/a"));
  EXPECT_EQ(own.transport, transport_error::none);
  EXPECT_NE(own.body.find("Log in"), std::string::npos);
}

TEST(Errand, LeavesAnErrorPageOfAServerToTheServer) {
  misbehaving_server server([](const seen_request&, server_connection& to) {
    to.send(support::answer(502, {{"Content-Type", "text/html"}}, "<html><h1>502 Bad Gateway</h1></html>"));
  });
  io::curl_transfers port(http_test::quick_options());
  const auto reply = ask(port, get(server.origin() + "/a"));
  EXPECT_EQ(reply.transport, transport_error::none);
  EXPECT_EQ(reply.status, 502);
}

TEST(Errand, JudgesWhatADocumentNamesByTheClassOfItsOwnServer) {
  misbehaving_server server(say_fine);
  auto options = http_test::quick_options();
  options.portals["here"] = "http://localhost:1/portal"; // never connected to, only looked up
  io::curl_transfers port(options);
  auto request = get(server.origin() + "/a");
  request.named_by_document = true;
  EXPECT_EQ(ask(port, request).transport, transport_error::address_refused) << "a document of nobody names loopback";
  EXPECT_TRUE(server.seen().empty());
  request.portal = "http://localhost:1/portal";
  EXPECT_TRUE(ask(port, request).ok());
  for (const auto* there : {"http://169.254.169.254/latest", "http://[fe80::1]/", "http://2852039166/"}) {
    request.address = there;
    EXPECT_EQ(ask(port, request).transport, transport_error::address_refused) << there;
  }
}

TEST(Errand, LetsAPortalThatOnlyAJobFileNamesLeadToThePublicNetworkAlone) {
  misbehaving_server server(say_fine);
  io::curl_transfers port(http_test::quick_options());
  auto request = get(server.origin() + "/a");
  request.named_by_document = true;
  request.portal = server.origin() + "/portal";
  EXPECT_EQ(ask(port, request).transport, transport_error::address_refused);
  EXPECT_TRUE(server.seen().empty());
}

TEST(Errand, NamesAConfiguredHostWithoutFurtherQuestion) {
  misbehaving_server server(say_fine);
  auto options = http_test::quick_options();
  options.portals["field"] = server.origin() + "/portal";
  io::curl_transfers port(options);
  auto request = get(server.origin() + "/a");
  request.named_by_document = true;
  EXPECT_TRUE(ask(port, request).ok());
}

TEST(Errand, DoesNotReuseAConnectionForARequestThatMayNotMakeIt) {
  misbehaving_server server(say_fine);
  io::curl_transfers port(http_test::quick_options());
  EXPECT_TRUE(ask(port, get(server.origin() + "/a")).ok());
  auto request = get(server.origin() + "/b");
  request.named_by_document = true;
  EXPECT_EQ(ask(port, request).transport, transport_error::address_refused);
  EXPECT_EQ(server.count("/b"), 0u);
}

TEST(Errand, HoldsARefusedRedirectOverPlainHttpForACaptivePortal) {
  misbehaving_server server(
    [](const seen_request&, server_connection& to) { to.send(support::redirect(302, "http://169.254.1.1/login")); });
  io::curl_transfers port(http_test::quick_options());
  EXPECT_EQ(ask(port, get(server.origin() + "/a")).transport, transport_error::captive_portal);
}

TEST(Errand, GoesThroughTheProxyOfAHostAndLeavesTheNameToIt) {
  misbehaving_server proxy(say_fine);
  auto options = http_test::quick_options();
  options.hosts["far.invalid"].proxy = proxy.origin();
  io::curl_transfers port(options);
  EXPECT_TRUE(ask(port, get("http://far.invalid/a")).ok());
  ASSERT_EQ(proxy.seen().size(), 1u);
  EXPECT_EQ(proxy.seen()[0].target, "http://far.invalid/a");
}

TEST(Errand, TunnelsHttpsThroughTheProxyAndTellsItNothing) {
  misbehaving_server server(say_fine, misbehaving_server::transport::tls);
  misbehaving_server proxy([&](const seen_request& request, server_connection& to) {
    if (request.method != "CONNECT")
      return;
    to.send("HTTP/1.1 200 Connection established\r\n\r\n");
    to.relay_to(server.port());
  });
  auto options = trusting(server);
  options.hosts[server.authority()].proxy = proxy.origin();
  io::curl_transfers port(options);
  const auto reply = ask(port, get(server.origin() + "/a?x=canary"), {"canary-bearer", {}});
  EXPECT_TRUE(reply.ok()) << reply.words;
  EXPECT_EQ(reply.body, "{\"fine\":true}");
  ASSERT_EQ(proxy.seen().size(), 1u);
  EXPECT_EQ(proxy.seen()[0].target, server.authority());
  EXPECT_EQ(proxy.seen()[0].everything().find("canary"), std::string::npos) << proxy.seen()[0].everything();
  ASSERT_EQ(server.seen().size(), 1u);
  EXPECT_EQ(server.seen()[0].header("x-esri-authorization"), "Bearer canary-bearer");
}

TEST(Errand, TakesAProxyThatRefusesTheTunnelForALostWay) {
  misbehaving_server server(say_fine, misbehaving_server::transport::tls);
  misbehaving_server proxy([](const seen_request&, server_connection& to) {
    to.send(support::answer(403, {{"Content-Type", "text/html"}}, "<html>not through here</html>"));
  });
  auto options = trusting(server);
  options.hosts[server.authority()].proxy = proxy.origin();
  io::curl_transfers port(options);
  const auto reply = ask(port, get(server.origin() + "/a"));
  EXPECT_EQ(reply.transport, transport_error::connection_lost) << reply.words;
  EXPECT_TRUE(server.seen().empty());
}

TEST(Errand, CountsNeitherALookUpNorARefusalOfOursAsAHostsSilence) {
  misbehaving_server server(say_fine);
  auto options = http_test::quick_options();
  options.portals["here"] = "http://localhost:1/portal";
  io::curl_transfers port(options);
  std::mutex mutex;
  std::vector<core::host_state> states;
  port.watch_hosts([&](core::host_state state) {
    const std::lock_guard lock(mutex);
    states.push_back(std::move(state));
  });
  auto request = get(server.origin() + "/a");
  request.named_by_document = true;
  request.portal = "http://localhost:1/portal";
  EXPECT_TRUE(ask(port, request).ok());
  request.address = "http://169.254.1.1/";
  EXPECT_EQ(ask(port, request).transport, transport_error::address_refused);
  const std::lock_guard lock(mutex);
  ASSERT_EQ(states.size(), 1u);
  EXPECT_EQ(states[0].origin, server.origin());
}

TEST(Errand, RefusesWhatIsNoWebAddress) {
  io::curl_transfers port(http_test::quick_options());
  for (const auto* address : {"", "file:///etc/passwd", "ftp://127.0.0.1/x", "127.0.0.1", "http://", "https:///x"})
    EXPECT_EQ(ask(port, get(address)).transport, transport_error::address_refused) << address;
}
