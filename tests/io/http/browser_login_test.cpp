#include "io/http/browser_login.hpp"

#include "core/pkce.hpp"
#include "proto/failure.hpp"
#include "tests/io/http/sign_in_fixture.hpp"

#include <optional>

using support::misbehaving_server;
using support::seen_request;

namespace browser_logins {

using proto::failure_code;

/// What follows `name=` in an address.
std::string parameter_of(const std::string& address, const std::string& name) {
  const auto at = address.find(name + "=");
  return at == std::string::npos ? ""
                                 : address.substr(at + name.size() + 1, address.find('&', at) - at - name.size() - 1);
}

/// A portal that answers each code as it was told, and the login that asks it.
class BrowserLogin : public ::testing::Test {
protected:
  BrowserLogin() {
    setup.portals["field"] = {server.origin() + "/portal", "sso"};
    setup.credentials["sso"] = {core::credential_kind::oauth_refresh_token, "", "app", "app:here"};
    setup.credentials["crew"] = {core::credential_kind::user_password, "u", "", ""};
    setup.credentials["spare"] = {core::credential_kind::oauth_refresh_token, "", "app", "app:here"};
  }
  void start() {
    curl = std::make_unique<io::curl_transfers>(http_test::signed_port::options(setup, server.origin()));
    login = std::make_shared<io::browser_login>(*curl, setup, secrets, clock);
  }
  std::string begin() {
    const auto address = login->begin("sso");
    EXPECT_TRUE(address) << proto::describe(address.error());
    return address ? *address : "";
  }
  proto::result<std::string> finish(const std::string& code) {
    const auto got = std::make_shared<http_test::awaited<std::optional<proto::result<std::string>>>>();
    login->finish("sso", code, [got](const proto::result<std::string>& user) { got->set(user); });
    auto user = got->get().value();
    EXPECT_EQ(got->count(), 1u);
    if (!user) {
      const auto told = proto::describe(user.error()) + nlohmann::json(user.error()).dump();
      EXPECT_EQ(told.find("canary"), std::string::npos) << told;
    }
    return user;
  }
  std::optional<failure_code> refusal(const std::string& code) {
    const auto user = finish(code);
    return user ? std::nullopt : std::optional(user.error().code);
  }

  std::string answer =
    R"({"access_token":"canary-a","expires_in":1800,"refresh_token":"canary-new","username":"field"})";
  misbehaving_server server{
    [this](const auto&, support::server_connection& to) { to.send(support::json_answer(answer)); }};
  core::sign_in_setup setup;
  std::shared_ptr<http_test::memory_secrets> secrets = std::make_shared<http_test::memory_secrets>("canary-old");
  std::shared_ptr<http_test::settable_clock> clock = std::make_shared<http_test::settable_clock>();
  std::unique_ptr<io::curl_transfers> curl;
  std::shared_ptr<io::browser_login> login;
};

TEST_F(BrowserLogin, KeepsTheRefreshTokenThatTheCodeBrings) {
  start();
  const auto address = begin();
  EXPECT_EQ(address.rfind(server.origin() + "/portal/sharing/rest/oauth2/authorize?client_id=app&", 0), 0u) << address;
  const auto user = finish("canary-code");
  ASSERT_TRUE(user);
  EXPECT_EQ(*user, "field");
  EXPECT_EQ(*secrets->secret("sso"), "canary-new");
  EXPECT_EQ(secrets->renewed_at("sso"), clock->now()) << "not renewed at first use: it is new";
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].method, "POST");
  EXPECT_EQ(seen[0].target, "/portal/sharing/rest/oauth2/token");
  EXPECT_EQ(seen[0].parameter("grant_type"), "authorization_code");
  EXPECT_EQ(seen[0].parameter("code"), "canary-code");
  EXPECT_EQ(seen[0].parameter("redirect_uri"), "app:here");
  EXPECT_EQ(seen[0].parameter("code_verifier").size(), 43u);
  EXPECT_EQ(address.find(seen[0].parameter("code_verifier")), std::string::npos) << "it is a secret";
}

TEST_F(BrowserLogin, MakesAnotherChallengeEachTimeAndTakesOneCodeForTheLast) {
  start();
  const auto first = parameter_of(begin(), "code_challenge");
  EXPECT_EQ(first.size(), 43u);
  EXPECT_NE(parameter_of(begin(), "code_challenge"), first);
  EXPECT_TRUE(finish("c"));
  EXPECT_EQ(refusal("c"), failure_code::invalid_request) << "once only";
  EXPECT_EQ(server.seen().size(), 1u);
}

TEST_F(BrowserLogin, KeepsWhatWasThereWhereTheCodeIsRefusedOrBringsNothing) {
  start();
  const std::pair<std::string, failure_code> rows[]{
    {R"({"error":{"code":400,"error":"invalid_request","error_description":"Invalid code canary-code",)"
     R"("message":"Invalid code canary-code","details":[]}})",
      failure_code::sign_in_failed},
    {R"({"access_token":"canary-a","expires_in":1800})", failure_code::invalid_response},
    {R"({"fine":true})", failure_code::invalid_response}};
  for (const auto& [text, code] : rows) {
    answer = text;
    begin();
    EXPECT_EQ(refusal("canary-code"), code) << text;
    EXPECT_EQ(*secrets->secret("sso"), "canary-old") << text;
  }
}

TEST_F(BrowserLogin, SaysSoWhereTheDiskTakesNoToken) {
  start();
  begin();
  secrets->is_full = true;
  EXPECT_EQ(refusal("canary-code"), failure_code::disk_full);
}

TEST_F(BrowserLogin, IsForRefreshTokensOfAPortalOverProtectedTransport) {
  setup.portals["far"] = {"http://gis.example/portal", "spare"};
  start();
  const std::pair<const char*, const char*> rows[]{
    {"nobody", "no such credential"}, {"crew", "type is not oauthRefreshToken"}, {"spare", "over https only"}};
  for (const auto& [credential, words] : rows) {
    const auto refused = login->begin(credential);
    ASSERT_FALSE(refused) << credential;
    EXPECT_EQ(refused.error().subject, std::string("credentials.") + credential);
    EXPECT_NE(refused.error().hint.find(words), std::string::npos) << refused.error().hint;
  }
  setup.portals.erase("far");
  start();
  const auto unused = login->begin("spare");
  ASSERT_FALSE(unused);
  EXPECT_NE(unused.error().hint.find("no portal"), std::string::npos);
  EXPECT_EQ(refusal("c"), failure_code::invalid_request) << "nothing was begun";
  EXPECT_TRUE(server.seen().empty());
}

} // namespace browser_logins
