#include "sandbox/portal/tokens.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::http_request;
using sandbox::token_scope;
using sandbox::token_store;
using sandbox::visitor;

constexpr std::int64_t minute = 60'000;

class Tokens : public testing::Test {
protected:
  std::int64_t now_ = 1'000'000;
  token_store store_{60 * minute, [this] { return now_; }};

  static http_request carrying(const std::string& token) {
    http_request request;
    request.parameters["token"] = token;
    request.peer = "127.0.0.1";
    return request;
  }
};

TEST_F(Tokens, AreFoundInParameterAndBothHeaders) {
  http_request request;
  EXPECT_EQ(sandbox::token_of(request), "");
  request.headers["Authorization"] = "Basic abc";
  EXPECT_EQ(sandbox::token_of(request), "");
  request.headers["authorization"] = "Bearer third";
  EXPECT_EQ(sandbox::token_of(request), "third");
  request.headers["x-esri-authorization"] = "Bearer second";
  EXPECT_EQ(sandbox::token_of(request), "second");
  request.parameters["token"] = "first";
  EXPECT_EQ(sandbox::token_of(request), "first");
}

TEST_F(Tokens, CountOnlyWhereTheyWereMadeFor) {
  const auto made = store_.grant({"field", token_scope::portal, "", ""}, 0);
  EXPECT_EQ(store_.identify(carrying(made.token), token_scope::portal).user, "field");
  EXPECT_EQ(store_.identify(carrying(made.token), token_scope::server).is, visitor::kind::invalid);
}

TEST_F(Tokens, TellAnonymousFromInvalid) {
  EXPECT_EQ(store_.identify(http_request{}, token_scope::portal).is, visitor::kind::anonymous);
  EXPECT_EQ(store_.identify(carrying("invented"), token_scope::portal).is, visitor::kind::invalid);
}

TEST_F(Tokens, EndAtTheirTime) {
  const auto made = store_.grant({"field", token_scope::portal, "", ""}, 5 * minute);
  EXPECT_EQ(made.expires_ms, now_ + 5 * minute);
  now_ = made.expires_ms - 1;
  EXPECT_EQ(store_.identify(carrying(made.token), token_scope::portal).is, visitor::kind::known);
  now_ = made.expires_ms;
  EXPECT_EQ(store_.identify(carrying(made.token), token_scope::portal).is, visitor::kind::invalid);
}

TEST_F(Tokens, AreCutToTheLongestLife) {
  EXPECT_EQ(store_.grant({"field", token_scope::portal, "", ""}, 500 * minute).expires_ms, now_ + 60 * minute);
  EXPECT_EQ(store_.grant({"field", token_scope::portal, "", ""}, 0).expires_ms, now_ + 60 * minute);
}

TEST_F(Tokens, BoundToARefererNeedIt) {
  const auto made = store_.grant({"field", token_scope::portal, "https://app.example", ""}, 0);
  auto request = carrying(made.token);
  EXPECT_EQ(store_.identify(request, token_scope::portal).is, visitor::kind::invalid);
  request.headers["Referer"] = "https://other.example";
  EXPECT_EQ(store_.identify(request, token_scope::portal).is, visitor::kind::invalid);
  request.headers["Referer"] = "https://app.example/page";
  EXPECT_EQ(store_.identify(request, token_scope::portal).is, visitor::kind::known);
}

TEST_F(Tokens, BoundToAnAddressCountFromThereOnly) {
  const auto made = store_.grant({"field", token_scope::portal, "", "127.0.0.1"}, 0);
  auto request = carrying(made.token);
  EXPECT_EQ(store_.identify(request, token_scope::portal).is, visitor::kind::known);
  request.peer = "127.0.0.2";
  EXPECT_EQ(store_.identify(request, token_scope::portal).is, visitor::kind::invalid);
}

TEST_F(Tokens, CanBeEndedEarly) {
  const auto made = store_.grant({"field", token_scope::portal, "", ""}, 0);
  store_.end(made.token);
  EXPECT_EQ(store_.identify(carrying(made.token), token_scope::portal).is, visitor::kind::invalid);
}

} // namespace
