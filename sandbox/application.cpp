#include "sandbox/application.hpp"

#include <algorithm>
#include <array>

#include "sandbox/base/text.hpp"
#include "sandbox/features/make_services.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/tile_services/make_services.hpp"

namespace sandbox {

using nlohmann::json;

namespace {

/// Whether an operation leaves anything behind: RFC 9110 9.2.1 promises that HEAD does not.
bool changes_something(const std::string& path) {
  constexpr std::array operations{
    "exportTiles", "estimateExportTilesSize", "submitJob", "cancel", "createReplica", "unRegisterReplica"};
  const auto parts = path_parts(path);
  return !parts.empty() && std::any_of(operations.begin(), operations.end(), [&](const char* operation) {
    return same_word(parts.back(), operation);
  });
}

} // namespace

application::application(const world& shared) : shared_{shared}, portal_{shared}, tokens_{shared} {
  add_feature_services(shared, services_);
  add_tile_services(shared, services_);
}

http_response application::handle(const http_request& request) {
  if (request.method != "GET" && request.method != "POST" && request.method != "HEAD") {
    return html_page(405, "GET and POST are understood.");
  }
  if (request.method == "HEAD" && changes_something(request.path))
    return html_page(405, "HEAD only looks; this operation takes GET and POST.");
  const site& where = shared_.where;
  std::string_view below = request.path;
  for (const server_role role : {server_role::federated, server_role::standalone}) {
    if (cut_prefix(below, where.server_path(role) + "/rest"))
      return server(request, below, role);
  }
  // Servers advertise the address with its last word and without; both answer.
  if (cut_prefix(below, where.server_path(server_role::standalone) + "/tokens")
    && (below.empty() || below == "generateToken"))
    return tokens_.server_token(request);
  if (cut_prefix(below, where.portal_path() + "/sharing/rest"))
    return portal_.handle(request, below);
  if (cut_prefix(below, where.portal_path() + "/sharing"))
    return portal_.handle(request, below);
  return html_page(404, "There is nothing here. The portal is at " + where.portal_root(request));
}

void application::prepare_fault(const fault& spoil, const http_request& request) {
  if (spoil.kind == fault_kind::expired_token)
    shared_.tokens.end(token_of(request));
  for (const std::string& part : path_parts(request.path)) {
    if (spoil.kind == fault_kind::lost_job)
      shared_.jobs.hide(part);
    if (spoil.kind == fault_kind::end_job)
      shared_.jobs.end(part, spoil.state, spoil.message);
  }
}

token_scope application::scope_of(server_role role) const {
  if (role == server_role::standalone)
    return token_scope::standalone;
  return shared_.where.online() ? token_scope::portal : token_scope::server;
}

http_response application::server(const http_request& request, std::string_view below, server_role role) {
  if (below == "info")
    return server_info(request, role);
  const token_scope scope = scope_of(role);
  const visitor who = shared_.tokens.identify(request, scope);
  if (who.is == visitor::kind::invalid)
    return error_answer(498, "Invalid Token");
  if (shared_.settings.auth && who.is == visitor::kind::anonymous)
    return error_answer(499, "Token Required");
  if (cut_prefix(below, "directories"))
    return directory(request, below, role);
  if (cut_prefix(below, "services")) {
    if (below.empty())
      return service_list(request, role);
    if (service* found = services_.find(role, below))
      return found->handle(request, below, who);
    return error_answer(404, "Service " + std::string{below} + " not found");
  }
  return html_page(404, "There is nothing here.");
}

http_response application::directory(const http_request& request, std::string_view key, server_role role) {
  while (key.ends_with('/'))
    key.remove_suffix(1);
  if (auto file = shared_.results.find(std::string{key})) {
    http_response answer;
    answer.file = std::move(file);
    return answer;
  }
  json files = json::array();
  const std::string address = shared_.where.server_root(request, role) + "/rest/directories/" + std::string{key} + "/";
  for (const std::string& name : shared_.results.list(std::string{key})) {
    files.push_back({{"name", name}, {"url", address + name}});
  }
  if (files.empty())
    return html_page(404, "There is no such file.");
  return json_answer(request, {{"folders", json::array()}, {"files", files}});
}

http_response application::server_info(const http_request& request, server_role role) const {
  json answer{{"currentVersion", current_version(shared_.where.speaks())},
    {"fullVersion", shared_.where.online() ? "11.4.0" : "11.1.0"}};
  json& security = answer["authInfo"] = {{"isTokenBasedSecurity", true}};
  if (role == server_role::federated) {
    const std::string owner = shared_.where.portal_root(request);
    answer["owningSystemUrl"] = owner;
    security["tokenServicesUrl"] = owner + "/sharing/rest/generateToken";
  } else {
    constexpr std::int64_t minute_ms = 60'000;
    security["tokenServicesUrl"] = shared_.where.server_root(request, role) + "/tokens/generateToken";
    security["shortLivedTokenValidity"] = std::max<std::int64_t>(shared_.settings.token_ms / minute_ms, 1);
  }
  return json_answer(request, answer);
}

http_response application::service_list(const http_request& request, server_role role) const {
  json services = json::array();
  for (const std::string& address : services_.addresses(role)) {
    const std::size_t slash = address.find('/');
    services.push_back({{"name", address.substr(0, slash)}, {"type", address.substr(slash + 1)}});
  }
  return json_answer(request,
    {{"currentVersion", current_version(shared_.where.speaks())}, {"folders", json::array()}, {"services", services}});
}

} // namespace sandbox
