#include "core/token_grants.hpp"

#include <gtest/gtest.h>

using core::credential_kind;
using namespace std::chrono_literals;

namespace token_grants {

using fields = std::vector<std::pair<std::string, std::string>>;

struct grant_row {
  std::string name;
  core::token_grant grant;
  fields form;
  fields secret;
};

const core::credential person{credential_kind::user_password, "crew"};
const core::credential app{credential_kind::oauth_client, "", "id"};
const core::credential lasting{credential_kind::oauth_refresh_token, "", "id", "app:here"};

TEST(TokenGrants, AskAsThePortalsReferenceSaysAndKeepTheSecretApart) {
  const grant_row rows[]{{"password", core::sign_in_grant(person, "a", "s", 30min, "https://r/"),
                           {{"f", "json"}, {"expiration", "30"}, {"client", "referer"}, {"referer", "https://r/"}},
                           {{"username", "crew"}, {"password", "s"}}},
    {"application", core::sign_in_grant(app, "a", "s", 120min, "https://r/"),
      {{"f", "json"}, {"client_id", "id"}, {"grant_type", "client_credentials"}, {"expiration", "120"}},
      {{"client_secret", "s"}}},
    {"refresh", core::sign_in_grant(lasting, "a", "s", 120min, "https://r/"),
      {{"f", "json"}, {"client_id", "id"}, {"grant_type", "refresh_token"}}, {{"refresh_token", "s"}}},
    {"renewal", core::renewal_grant(lasting, "a", "s"),
      {{"f", "json"}, {"client_id", "id"}, {"grant_type", "exchange_refresh_token"}, {"redirect_uri", "app:here"}},
      {{"refresh_token", "s"}}},
    {"code", core::code_grant(lasting, "a", "s", "v"),
      {{"f", "json"}, {"client_id", "id"}, {"grant_type", "authorization_code"}, {"redirect_uri", "app:here"}},
      {{"code", "s"}, {"code_verifier", "v"}}},
    {"exchange", core::exchange_grant("a", "https://h/server", "s", 60min),
      {{"f", "json"}, {"expiration", "60"}, {"serverUrl", "https://h/server"}}, {{"token", "s"}}}};
  for (const auto& row : rows) {
    EXPECT_EQ(row.grant.request.address, "a") << row.name;
    EXPECT_EQ(row.grant.request.method, core::http_method::post) << row.name;
    EXPECT_TRUE(row.grant.request.named_by_document) << row.name;
    EXPECT_EQ(row.grant.request.form, row.form) << row.name;
    EXPECT_EQ(row.grant.secret_fields, row.secret) << row.name;
  }
  EXPECT_TRUE(rows[3].grant.request.has_effect) << "it ends the old token: never repeated by itself";
  EXPECT_TRUE(rows[4].grant.request.has_effect) << "a code counts once";
}

TEST(TokenGrants, GoToThePortalsOwnPlace) {
  EXPECT_EQ(
    core::token_endpoint(credential_kind::user_password, "https://h/p"), "https://h/p/sharing/rest/generateToken");
  for (const auto kind : {credential_kind::oauth_client, credential_kind::oauth_refresh_token})
    EXPECT_EQ(core::token_endpoint(kind, "https://h/p"), "https://h/p/sharing/rest/oauth2/token");
}

TEST(TokenGrants, SendAPersonToThePortalWithTheChallengeAlone) {
  EXPECT_EQ(core::authorize_address(lasting, "https://h/p", "abc-_"),
    "https://h/p/sharing/rest/oauth2/"
    "authorize?client_id=id&response_type=code&redirect_uri=app%3Ahere&expiration=129600"
    "&code_challenge=abc-_&code_challenge_method=S256");
}

TEST(TokenGrants, TellARefusedSecretFromOtherTrouble) {
  for (const int code : {400, 401, 403, 498})
    EXPECT_TRUE(core::refuses_secret({.code = code, .message_code = {}, .message = {}, .details = {}})) << code;
  for (const int code : {404, 429, 499, 500, 503})
    EXPECT_FALSE(core::refuses_secret({.code = code, .message_code = {}, .message = {}, .details = {}})) << code;
  EXPECT_FALSE(core::refuses_secret({}));
}

TEST(TokenGrants, RenewARefreshTokenOnceADay) {
  constexpr std::int64_t now = 1'700'000'000'000, day = 86'400'000;
  EXPECT_TRUE(core::renewal_is_due(0, now));
  EXPECT_FALSE(core::renewal_is_due(now - day + 1, now));
  EXPECT_TRUE(core::renewal_is_due(now - day, now));
  EXPECT_FALSE(core::renewal_is_due(now + day, now)) << "our clock went back";
}

} // namespace token_grants
