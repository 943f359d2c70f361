#include "io/http/route.hpp"

#include <gtest/gtest.h>

using core::http_method;
using io::route;

namespace {

route get(const std::string& address, io::secrets with = {}) {
  return {address, http_method::get, false, {{"f", "json"}}, std::move(with)};
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines)
    out += line + "\n";
  return out;
}

} // namespace

TEST(Route, CarriesTokenAndRefererWithinTheOriginOnly) {
  auto way = get("https://a.example/x", {"tok", {}});
  EXPECT_NE(joined(way.headers("ref")).find("X-Esri-Authorization: Bearer tok"), std::string::npos);
  EXPECT_FALSE(way.follow(302, "/y"));
  EXPECT_NE(joined(way.headers("ref")).find("Referer: ref"), std::string::npos);
  EXPECT_FALSE(way.follow(302, "https://a.example:8443/z"));
  EXPECT_TRUE(way.headers("ref").empty()) << "another port is another origin";
  EXPECT_FALSE(way.follow(302, "https://a.example/x"));
  EXPECT_TRUE(way.headers("ref").empty()) << "back home, but not by our own will";
}

TEST(Route, LeavesSecretsOutOfARedirectThatRepeatsOurQuery) {
  auto way = get("https://a.example/x?id=1", {"", {{"token", "s3cr/t"}}});
  EXPECT_EQ(way.address(), "https://a.example/x?id=1&f=json&token=s3cr%2Ft");
  EXPECT_EQ(way.shown(), "https://a.example/x");
  EXPECT_FALSE(way.follow(307, "https://b.example/x?id=1&token=s3cr%2Ft&other=s3cr/t&sig=q"));
  EXPECT_EQ(way.address(), "https://b.example/x?id=1&sig=q");
}

TEST(Route, KnowsASecretInEveryEncodingAndATokenByItsName) {
  auto way = get("https://a.example/x", {"", {{"token", "s3cr/t"}}});
  EXPECT_FALSE(way.follow(307, "https://b.example/x?a=%73%33cr%2ft&b=s3cr%2Ft&c=1&Token=other&%74oken=x&token"));
  EXPECT_EQ(way.address(), "https://b.example/x?c=1");
}

TEST(Route, NeverLeavesHttpsOrTheWeb) {
  for (const auto* there :
    {"http://a.example/", "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "javascript:1"}) {
    auto way = get("https://a.example/x");
    EXPECT_TRUE(way.follow(302, there)) << there;
  }
}

TEST(Route, EndsALoop) {
  auto way = get("https://a.example/x");
  for (int i = 0; i < 10; ++i)
    EXPECT_FALSE(way.follow(302, "/x")) << i;
  EXPECT_TRUE(way.follow(302, "/x"));
}

TEST(Route, DoesNotTurnARequestThatCreatesIntoAnother) {
  for (const int status : {301, 302, 303}) {
    route way("https://a.example/createReplica", http_method::post, true, {{"f", "json"}}, {});
    EXPECT_TRUE(way.follow(status, "/other")) << status;
  }
  for (const int status : {307, 308}) {
    route way("https://a.example/createReplica", http_method::post, true, {{"f", "json"}}, {"", {{"token", "t"}}});
    EXPECT_FALSE(way.follow(status, "/other")) << status;
    EXPECT_TRUE(way.is_post());
    EXPECT_EQ(way.body(), "f=json&token=t");
    EXPECT_FALSE(way.follow(status, "https://b.example/other"));
    EXPECT_EQ(way.body(), "f=json");
  }
}

TEST(Route, PutsNoPartOfAFormIntoAnAddress) {
  route way("https://a.example/generateToken", http_method::post, false, {{"f", "json"}}, {"", {{"password", "p"}}});
  EXPECT_FALSE(way.follow(303, "/done"));
  EXPECT_FALSE(way.is_post());
  EXPECT_EQ(way.address(), "https://a.example/done");
}

TEST(Route, HandsLibcurlExactlyTheHostThatWasJudged) {
  EXPECT_EQ(get("https://user:pw@a.example/x#f").address(), "https://a.example/x?f=json");
  auto way = get("https://a.example/x");
  EXPECT_FALSE(way.follow(302, "https://b.example@c.example/with blank"));
  EXPECT_EQ(way.address(), "https://c.example/with%20blank");
  EXPECT_EQ(way.target().host, "c.example");
}
