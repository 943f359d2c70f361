#include "sandbox/portal/token_service.hpp"

#include <optional>

#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

http_response no_token(const std::string& detail) { return error_answer(400, "Unable to generate token.", {detail}); }

http_response only_posted() { return error_answer(405, "This method is not supported.", {"POST is wanted"}); }

/// Minutes in `expiration`; 0 = not said. Nothing if that is no number.
std::optional<std::int64_t> wanted_life_ms(const http_request& request) {
  const std::string& text = request.parameter("expiration");
  if (text.empty())
    return 0;
  const auto minutes = number_in<std::int64_t>(text);
  if (!minutes)
    return {};
  constexpr std::int64_t year = 366LL * 24 * 60;
  return *minutes > 0 && *minutes <= year ? *minutes * 60'000 : 0;
}

json token_json(const granted_token& made) { return {{"token", made.token}, {"expires", made.expires_ms}}; }

/// What the token is to be bound to, or why it cannot be.
outcome<token_terms> read_terms(const http_request& request, token_scope scope) {
  const std::string& client = request.parameter("client");
  token_terms terms{user_name, scope, "", ""};
  if (client == "requestip") {
    terms.peer = request.peer;
  } else if (client == "ip") {
    terms.peer = request.parameter("ip");
    if (terms.peer.empty())
      return problem{"'ip' must be specified."};
  } else if (client.empty() || client == "referer") {
    terms.referer = request.parameter("referer");
    if (terms.referer.empty())
      return problem{"'referer' must be specified."};
  } else {
    return problem{"'client' cannot be '" + client + "'."};
  }
  return terms;
}

} // namespace

http_response token_service::portal_token(const http_request& request) const {
  return own_token(request, token_scope::portal);
}

http_response token_service::server_token(const http_request& request) const {
  return own_token(request, token_scope::standalone);
}

http_response token_service::own_token(const http_request& request, token_scope scope) const {
  if (request.method != "POST")
    return only_posted();
  if (request.query.contains("username") || request.query.contains("password"))
    return no_token("Credentials belong into the body of the request."); // addresses end up in logs
  const auto wanted_ms = wanted_life_ms(request);
  if (!wanted_ms)
    return no_token("'expiration' is a number of minutes.");
  if (scope == token_scope::portal && !request.parameter("serverUrl").empty())
    return exchanged_token(request, *wanted_ms);
  auto terms = read_terms(request, scope);
  if (!terms)
    return no_token(terms.error());
  if (request.parameter("username") != user_name || request.parameter("password") != user_password)
    return no_token("Invalid username or password.");
  json answer = token_json(shared_.tokens.grant(std::move(*terms), *wanted_ms));
  if (scope == token_scope::portal)
    answer["ssl"] = shared_.settings.tls;
  return json_answer(request, answer);
}

/// A token for one federated server, from a valid portal token.
http_response token_service::exchanged_token(const http_request& request, std::int64_t wanted_ms) const {
  const visitor who = shared_.tokens.identify(request, token_scope::portal);
  if (who.is != visitor::kind::known)
    return error_answer(498, "Invalid token.");
  std::string_view server = request.parameter("serverUrl");
  if (!cut_prefix(server, shared_.where.server_root(request))) // one of another host or port is somebody else's
    return no_token("Invalid serverUrl: it is not federated here.");
  const token_scope scope = shared_.where.online() ? token_scope::portal : token_scope::server;
  return json_answer(request, token_json(shared_.tokens.grant({who.user, scope, "", "", who.client}, wanted_ms)));
}

} // namespace sandbox
