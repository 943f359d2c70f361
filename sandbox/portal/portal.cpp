#include "sandbox/portal/portal.hpp"

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/portal/web_map.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

http_response no_token(const std::string& detail) { return error_answer(400, "Unable to generate token.", {detail}); }

http_response inaccessible() { return portal_error(400, "CONT_0001", "Item does not exist or is inaccessible."); }

/// Minutes in `expiration`; 0 = not said.
std::int64_t wanted_life_ms(const http_request& request) {
  const std::int64_t minutes = number_in<std::int64_t>(request.parameter("expiration")).value_or(0);
  constexpr std::int64_t year = 366LL * 24 * 60;
  return minutes > 0 && minutes <= year ? minutes * 60'000 : 0;
}

json token_json(const granted_token& made) { return {{"token", made.token}, {"expires", made.expires_ms}}; }

} // namespace

http_response portal::handle(const http_request& request, std::string_view below) {
  const auto parts = path_parts(below);
  if (parts.size() == 1 && lower_case(parts[0]) == "generatetoken")
    return generate_token(request);
  const std::string sharing = shared_.where.portal_root(request) + "/sharing/rest";
  if (parts.size() == 1 && parts[0] == "info") {
    return json_answer(request,
      {{"owningSystemUrl", shared_.where.portal_root(request)},
        {"authInfo", {{"tokenServicesUrl", sharing + "/generateToken"}, {"isTokenBasedSecurity", true}}}});
  }
  const visitor who = shared_.tokens.identify(request, token_scope::portal);
  if (who.is == visitor::kind::invalid)
    return error_answer(498, "Invalid token.");
  if (parts.empty())
    return json_answer(request, {{"currentVersion", "2024.1"}});
  if (parts.size() == 2 && parts[0] == "portals" && parts[1] == "self")
    return self(request, who);
  if (parts.size() >= 3 && parts[0] == "content" && parts[1] == "items")
    return item(request, parts, who);
  return portal_error(404, "GWM_0001", "The requested resource does not exist.");
}

http_response portal::generate_token(const http_request& request) {
  if (request.method != "POST")
    return error_answer(405, "This method is not supported.", {"POST is wanted"});
  if (!request.parameter("serverUrl").empty())
    return exchange(request);
  const std::string& client = request.parameter("client");
  token_terms terms{user_name, token_scope::portal, request.parameter("referer"), ""};
  if (client == "requestip") {
    terms.referer.clear();
    terms.peer = request.peer;
  } else if (client == "ip") {
    terms.referer.clear();
    terms.peer = request.parameter("ip");
    if (terms.peer.empty())
      return no_token("'ip' must be specified.");
  } else if (terms.referer.empty()) {
    return no_token("'referer' must be specified.");
  }
  if (request.parameter("username") != user_name || request.parameter("password") != user_password) {
    return no_token("Invalid username or password.");
  }
  json answer = token_json(shared_.tokens.grant(std::move(terms), wanted_life_ms(request)));
  answer["ssl"] = shared_.settings.tls;
  return json_answer(request, answer);
}

/// A token for one federated server, from a valid portal token.
http_response portal::exchange(const http_request& request) {
  const visitor who = shared_.tokens.identify(request, token_scope::portal);
  if (who.is != visitor::kind::known)
    return error_answer(498, "Invalid token.");
  // The server's host is not compared: behind a forwarded port it has several names.
  const std::string& server = request.parameter("serverUrl");
  const std::size_t scheme = server.find("://");
  const std::size_t slash = scheme == std::string::npos ? scheme : server.find('/', scheme + 3);
  std::string_view location = slash == std::string::npos ? std::string_view{} : std::string_view{server}.substr(slash);
  if (!cut_prefix(location, shared_.where.server_path()))
    return no_token("Invalid serverUrl: it is not federated here.");
  const token_scope scope = shared_.where.online() ? token_scope::portal : token_scope::server;
  return json_answer(request, token_json(shared_.tokens.grant({who.user, scope, "", ""}, wanted_life_ms(request))));
}

http_response portal::self(const http_request& request, const visitor& who) const {
  const bool online = shared_.where.online();
  json answer{{"id", "0123456789ABCDEF"}, {"name", "mapferry sandbox"}, {"access", "public"},
    {"allSSL", shared_.settings.tls}, {"isPortal", !online},
    {"portalName", online ? "ArcGIS Online" : "Sandbox portal"},
    {"portalMode", online ? "multitenant" : "singletenant"}, {"currentVersion", online ? "2024.1" : "11.1"},
    {"supportsOAuth", false}, {"supportsHostedServices", true}, {"maxTokenExpirationMinutes", -1},
    {"authorizedCrossOriginDomains", json::array()}, {"helperServices", json::object()}, {"culture", "en"},
    {"units", "metric"}};
  if (who.is == visitor::kind::known) {
    answer["user"] = {{"username", who.user}, {"fullName", "Field Crew"}, {"role", "org_user"},
      {"privileges", {"portal:user:viewOrgItems", "features:user:edit"}}};
  }
  return json_answer(request, answer);
}

http_response portal::item(const http_request& request, const std::vector<std::string>& parts, const visitor& who) {
  const item_catalog::entry* found = items_.find(parts[2]);
  if (found == nullptr)
    return inaccessible();
  if (shared_.settings.auth && who.is != visitor::kind::known) {
    return portal_error(
      403, "GWM_0003", "You do not have permissions to access this resource or perform this operation.");
  }
  if (parts.size() == 3)
    return json_answer(request, items_.describe(*found, request));
  if (parts.size() == 4 && parts[3] == "data")
    return items_.data(*found, request);
  if (parts.size() >= 5 && parts[3] == "info")
    return items_.info(*found, parts);
  if (parts.size() >= 5 && parts[3] == "resources") {
    return portal_error(404, "CONT_0004", "Resource does not exist or is inaccessible."); // no item has any
  }
  return inaccessible();
}

} // namespace sandbox
