#include "sandbox/portal/oauth.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using sandbox::http_request;
using sandbox::token_scope;
using sandbox::visitor;
using words = std::map<std::string, std::string>;

constexpr std::int64_t minute_ms = 60'000;

class OAuth : public testing::Test {
protected:
  json ask(words sent) {
    http_request request;
    request.method = "POST";
    request.parameters["client_id"] = "field-app";
    for (auto& [name, value] : sent)
      request.parameters[name] = value;
    return json::parse(oauth_.token(request).body);
  }

  json refresh(const std::string& token) { return ask({{"grant_type", "refresh_token"}, {"refresh_token", token}}); }

  json exchange(const std::string& token) {
    return ask({{"grant_type", "exchange_refresh_token"}, {"refresh_token", token},
      {"redirect_uri", "urn:ietf:wg:oauth:2.0:oob"}});
  }

  visitor carrying(const std::string& token) {
    http_request request;
    request.parameters["token"] = token;
    return tokens_.identify(request, token_scope::portal);
  }

  std::string page(const std::string& method, const words& sent) {
    http_request request;
    request.method = method;
    request.parameters = {sent.begin(), sent.end()};
    return oauth_.authorize(request).body;
  }
  std::string code();
  json redeem(const std::string& code, const std::string& verifier) {
    return ask({{"grant_type", "authorization_code"}, {"code", code}, {"code_verifier", verifier},
      {"redirect_uri", "urn:ietf:wg:oauth:2.0:oob"}});
  }

  static std::string error_of(const json& answer) {
    const json& error = answer.at("error");
    EXPECT_EQ(error.at("error"), "invalid_request");
    EXPECT_EQ(error.at("error_description"), error.at("message"));
    EXPECT_TRUE(error.at("details").is_array());
    return std::to_string(error.at("code").get<int>()) + " " + error.at("message").get<std::string>();
  }

  std::int64_t now_ = 1'000'000;
  sandbox::token_store tokens_{60 * minute_ms, [this] { return now_; }};
  sandbox::oauth oauth_{tokens_, [this] { return now_; }};
};

const words app_credentials{{"grant_type", "client_credentials"}, {"client_secret", "field-app.sandbox"}};

TEST_F(OAuth, SignsAnApplicationInForItself) {
  const json answer = ask(app_credentials);
  EXPECT_EQ(answer.at("expires_in"), 3600);
  EXPECT_FALSE(answer.contains("username"));
  const visitor who = carrying(answer.at("access_token"));
  EXPECT_EQ(who.is, visitor::kind::known);
  EXPECT_EQ(who.user, "");
  EXPECT_EQ(who.client, "field-app");
}

TEST_F(OAuth, GivesTheLifeThatIsAskedForWithinItsBounds) {
  const auto life = [&](const std::string& minutes) {
    words sent = app_credentials;
    sent["expiration"] = minutes;
    return ask(sent).at("expires_in").get<int>();
  };
  EXPECT_EQ(life("7"), 7 * 60);
  EXPECT_EQ(life("1"), 5 * 60);
  EXPECT_EQ(life("20160"), 60 * 60); // what the store gives at most
  words wrong = app_credentials;
  wrong["expiration"] = "long";
  EXPECT_EQ(error_of(ask(wrong)), "400 Invalid expiration");
}

TEST_F(OAuth, RefreshesAsTheUserAndKeepsTheRefreshToken) {
  for (int i = 0; i < 2; ++i) {
    const json answer = refresh("field-refresh.sandbox");
    EXPECT_EQ(answer.at("username"), "field");
    EXPECT_EQ(answer.at("expires_in"), 1800);
    EXPECT_FALSE(answer.contains("refresh_token"));
    EXPECT_EQ(carrying(answer.at("access_token")).user, "field");
  }
}

TEST_F(OAuth, ExchangesARefreshTokenOnce) {
  const json answer = exchange("field-refresh.sandbox");
  EXPECT_EQ(answer.at("refresh_token_expires_in"), 14 * 24 * 3600);
  const std::string next = answer.at("refresh_token");
  EXPECT_EQ(carrying(answer.at("access_token")).user, "field");
  EXPECT_EQ(error_of(exchange("field-refresh.sandbox")), "498 Invalid refresh_token");
  EXPECT_EQ(error_of(refresh("field-refresh.sandbox")), "498 Invalid refresh_token");
  EXPECT_EQ(refresh(next).at("username"), "field");
}

const words page_request{{"client_id", "field-app"}, {"response_type", "code"}, {"code_challenge_method", "S256"},
  {"redirect_uri", "urn:ietf:wg:oauth:2.0:oob"}, {"code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}};
const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // of that challenge: RFC 7636, appendix B

std::string OAuth::code() {
  EXPECT_NE(page("GET", page_request).find("name=password"), std::string::npos);
  words sent = page_request;
  sent.insert({{"username", "field"}, {"password", "field.sandbox"}});
  const std::string shown = page("POST", sent);
  const std::size_t at = shown.find("SUCCESS code=");
  return at == std::string::npos ? std::string{} : shown.substr(at + 13, 40);
}

TEST_F(OAuth, ShowsACodeToWhoeverSignsInAndGivesARefreshTokenForIt) {
  const json answer = redeem(code(), verifier);
  EXPECT_EQ(answer.at("username"), "field");
  EXPECT_EQ(carrying(answer.at("access_token")).user, "field");
  EXPECT_EQ(refresh(answer.at("refresh_token")).at("username"), "field");
}

TEST_F(OAuth, TakesACodeOnceInTimeAndFromWhoeverAskedForIt) {
  const std::string used = code();
  EXPECT_TRUE(redeem(used, verifier).contains("refresh_token"));
  EXPECT_EQ(error_of(redeem(used, verifier)), "400 Invalid code");
  EXPECT_EQ(error_of(redeem(code(), verifier + "x")), "400 Invalid code");
  const std::string old = code();
  now_ += 10 * minute_ms;
  EXPECT_EQ(error_of(redeem(old, verifier)), "400 Invalid code");
  EXPECT_EQ(error_of(redeem("", verifier)), "400 'code' must be specified.");
}

TEST_F(OAuth, ShowsNoCodeForAWrongPasswordOrRequest) {
  words wrong = page_request;
  wrong["username"] = "field";
  EXPECT_EQ(page("POST", wrong).find("code="), std::string::npos);
  for (const auto& [name, value] : page_request) {
    words other = page_request;
    other[name] = "<" + value;
    EXPECT_NE(page("GET", other).find("Invalid " + name.substr(0, 14)), std::string::npos) << name;
  }
}

TEST_F(OAuth, LetsRefreshTokensExpire) {
  now_ += 14 * 24 * 60 * minute_ms;
  EXPECT_EQ(error_of(refresh("field-refresh.sandbox")), "498 refresh_token expired");
  EXPECT_EQ(error_of(exchange("field-refresh.sandbox")), "498 refresh_token expired");
}

TEST_F(OAuth, RefusesWhatIsMissingOrWrong) {
  EXPECT_EQ(error_of(ask({{"client_id", ""}})), "400 'client_id' must be specified.");
  EXPECT_EQ(error_of(ask({{"client_id", "other"}})), "400 Invalid client_id");
  EXPECT_EQ(error_of(ask({})), "400 'grant_type' must be specified.");
  EXPECT_EQ(error_of(ask({{"grant_type", "password"}})), "400 Unsupported grant_type");
  EXPECT_EQ(error_of(ask({{"grant_type", "client_credentials"}})), "400 'client_secret' must be specified.");
  EXPECT_EQ(error_of(ask({{"grant_type", "client_credentials"}, {"client_secret", "x"}})), "400 Invalid client_secret");
  EXPECT_EQ(error_of(ask({{"grant_type", "refresh_token"}, {"refresh_token", "x"}, {"client_secret", "x"}})),
    "400 Invalid client_secret");
  EXPECT_EQ(error_of(ask({{"grant_type", "refresh_token"}})), "400 'refresh_token' must be specified.");
  EXPECT_EQ(error_of(refresh("x")), "498 Invalid refresh_token");
  EXPECT_EQ(error_of(ask({{"grant_type", "exchange_refresh_token"}, {"refresh_token", "field-refresh.sandbox"}})),
    "400 'redirect_uri' must be specified.");
}

TEST_F(OAuth, WantsSecretsInTheBody) {
  http_request request;
  request.method = "GET";
  request.parameters = {{"client_id", "field-app"}, {"client_secret", "field-app.sandbox"}};
  EXPECT_EQ(json::parse(oauth_.token(request).body).at("error").at("code"), 405);
  EXPECT_EQ(json::parse(oauth_.revoke(request).body).at("error").at("code"), 405);
}

TEST_F(OAuth, RevokesBothKindsOfTokens) {
  const std::string access = refresh("field-refresh.sandbox").at("access_token");
  for (const std::string& ended : {access, std::string{"field-refresh.sandbox"}}) {
    http_request request;
    request.method = "POST";
    request.parameters = {{"auth_token", ended}, {"f", "json"}};
    EXPECT_EQ(json::parse(oauth_.revoke(request).body).at("success"), true);
  }
  EXPECT_EQ(carrying(access).is, visitor::kind::invalid);
  EXPECT_EQ(error_of(refresh("field-refresh.sandbox")), "498 Invalid refresh_token");
}

} // namespace
