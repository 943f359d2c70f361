#include "core/token_grants.hpp"

#include "proto/arcgis/service_address.hpp"

namespace core {

namespace {

constexpr const char* longest_sign_in = "129600";         // minutes: 90 days, the most that portals give; they cut it
constexpr std::int64_t renewal_interval = 24 * 3'600'000; // ms

token_grant post_to(std::string address) {
  token_grant grant;
  grant.request.address = std::move(address);
  grant.request.method = http_method::post;
  grant.request.form = {{"f", "json"}};
  grant.request.named_by_document = true;
  return grant;
}

token_grant oauth_grant(std::string address, const credential& with, const char* type) {
  auto grant = post_to(std::move(address));
  grant.request.form.emplace_back("client_id", with.client_id);
  grant.request.form.emplace_back("grant_type", type);
  return grant;
}

} // namespace

std::string token_endpoint(credential_kind kind, const std::string& portal_url) {
  return portal_url
    + (kind == credential_kind::user_password ? "/sharing/rest/generateToken" : "/sharing/rest/oauth2/token");
}

token_grant sign_in_grant(const credential& with, std::string address, const std::string& secret,
  std::chrono::minutes life, const std::string& referer) {
  if (with.kind == credential_kind::oauth_refresh_token) {
    auto grant = oauth_grant(std::move(address), with, "refresh_token");
    grant.secret_fields = {{"refresh_token", secret}};
    return grant;
  }
  const auto expiration = std::to_string(life.count());
  if (with.kind == credential_kind::oauth_client) {
    auto grant = oauth_grant(std::move(address), with, "client_credentials");
    grant.request.form.emplace_back("expiration", expiration);
    grant.secret_fields = {{"client_secret", secret}};
    return grant;
  }
  auto grant = post_to(std::move(address));
  grant.request.form.insert(
    grant.request.form.end(), {{"expiration", expiration}, {"client", "referer"}, {"referer", referer}});
  grant.secret_fields = {{"username", with.user}, {"password", secret}};
  return grant;
}

std::string authorize_address(const credential& with, const std::string& portal_url, const std::string& challenge) {
  return portal_url + "/sharing/rest/oauth2/authorize?"
    + proto::encode_form({{"client_id", with.client_id}, {"response_type", "code"}, {"redirect_uri", with.redirect_uri},
      {"expiration", longest_sign_in}, {"code_challenge", challenge}, {"code_challenge_method", "S256"}});
}

token_grant code_grant(
  const credential& with, std::string address, const std::string& code, const std::string& verifier) {
  auto grant = oauth_grant(std::move(address), with, "authorization_code");
  grant.request.form.emplace_back("redirect_uri", with.redirect_uri);
  grant.request.has_effect = true;
  grant.secret_fields = {{"code", code}, {"code_verifier", verifier}};
  return grant;
}

token_grant renewal_grant(const credential& with, std::string address, const std::string& refresh_token) {
  auto grant = oauth_grant(std::move(address), with, "exchange_refresh_token");
  grant.request.form.emplace_back("redirect_uri", with.redirect_uri);
  grant.request.has_effect = true;
  grant.secret_fields = {{"refresh_token", refresh_token}};
  return grant;
}

token_grant exchange_grant(
  std::string address, const std::string& server_root, const std::string& portal_token, std::chrono::minutes life) {
  auto grant = post_to(std::move(address));
  grant.request.form.emplace_back("expiration", std::to_string(life.count()));
  grant.request.form.emplace_back("serverUrl", server_root);
  grant.secret_fields = {{"token", portal_token}};
  return grant;
}

bool refuses_secret(const proto::esri_error& error) {
  return error.code == 400 || error.code == 401 || error.code == 403 || error.code == 498;
}

bool renewal_is_due(std::int64_t renewed_at, std::int64_t now) { return now - renewed_at >= renewal_interval; }

} // namespace core
