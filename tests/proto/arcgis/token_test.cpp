#include "proto/arcgis/token.hpp"

#include "tests/support/fixtures.hpp"

namespace {

using nlohmann::json;
constexpr std::int64_t now = 1'700'000'000'000;

TEST(Token, EveryRecordedAnswerIsRead) {
  NEEDS_FIXTURES();
  const auto cases = fixtures::json("portal/token-responses.json")["cases"];
  ASSERT_GE(cases.size(), 7u);
  for (const auto& one : cases) {
    const auto token = proto::read_token_answer(one["body"], now);
    ASSERT_TRUE(token) << one["name"];
    EXPECT_FALSE(token->token.empty()) << one["name"];
    const auto& body = one["body"];
    const auto expected =
      body.contains("expires") ? 1893456000000 : now + body["expires_in"].get<std::int64_t>() * 1000;
    EXPECT_EQ(token->expires_at, expected) << one["name"];
    EXPECT_EQ(token->ssl_required, body.value("ssl", false)) << one["name"];
  }
}

TEST(Token, RefusalsKeepTheServersWordsAndNothingElse) {
  const auto refused = proto::read_token_answer(
    json::parse(
      R"({"error":{"code":400,"message":"Unable to generate token.","details":["Invalid username or password."]}})"),
    now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, proto::failure_code::sign_in_failed);
  EXPECT_EQ(refused.error().server_said, "Unable to generate token. Invalid username or password.");
  const auto endless = proto::read_token_answer(json::parse(R"({"token":"verysecret"})"), now);
  ASSERT_FALSE(endless);
  EXPECT_EQ(proto::describe(endless.error()).find("verysecret"), std::string::npos);
}

TEST(Token, AnswersWithoutATokenOrAnEndAreRefused) {
  for (const char* text : {"{}", "[]", R"({"token":""})", R"({"token":"a","expires":"soon"})",
         R"({"access_token":"a","expires_in":-1700000001})"})
    EXPECT_FALSE(proto::read_token_answer(json::parse(text), now)) << text;
  EXPECT_FALSE(proto::read_token_answer(
    json::parse(R"({"access_token":"a","expires_in":60})"), std::numeric_limits<std::int64_t>::max()));
}

} // namespace
