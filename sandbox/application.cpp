#include "sandbox/application.hpp"

#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"

namespace sandbox {

using nlohmann::json;

application::application(const world& shared)
  : shared_{shared},
    portal_{shared},
    field_{shared},
    basemap_{shared, raster_kind::map},
    imagery_{shared, raster_kind::image},
    boundaries_{shared} {}

http_response application::handle(const http_request& request) {
  if (request.method != "GET" && request.method != "POST" && request.method != "HEAD") {
    return html_page(405, "GET and POST are understood.");
  }
  const site& where = shared_.where;
  std::string_view below = request.path;
  if (cut_prefix(below, where.server_path() + "/rest"))
    return server(request, below);
  if (cut_prefix(below, where.portal_path() + "/sharing/rest"))
    return portal_.handle(request, below);
  if (cut_prefix(below, where.portal_path() + "/sharing"))
    return portal_.handle(request, below);
  return html_page(404, "There is nothing here. The portal is at " + where.portal_root(request));
}

void application::prepare_fault(fault_kind kind, const http_request& request) {
  if (kind == fault_kind::expired_token)
    shared_.tokens.end(token_of(request));
  if (kind != fault_kind::lost_job)
    return;
  for (const std::string& part : path_parts(request.path))
    shared_.jobs.hide(part);
}

http_response application::server(const http_request& request, std::string_view below) {
  if (below == "info")
    return server_info(request);
  const token_scope scope = shared_.where.online() ? token_scope::portal : token_scope::server;
  const visitor who = shared_.tokens.identify(request, scope);
  if (who.is == visitor::kind::invalid)
    return error_answer(498, "Invalid Token");
  if (shared_.settings.auth && who.is == visitor::kind::anonymous)
    return error_answer(499, "Token Required");
  if (cut_prefix(below, "directories"))
    return directory(request, below);
  if (cut_prefix(below, "services"))
    return service(request, below, who);
  return html_page(404, "There is nothing here.");
}

http_response application::service(const http_request& request, std::string_view below, const visitor& who) {
  if (below.empty())
    return service_list(request);
  // Replicas made without a token belong to this name.
  const std::string user = who.is == visitor::kind::known ? who.user : "Esri_Anonymous";
  if (cut_prefix(below, field_service))
    return field_.handle(request, below, user);
  if (cut_prefix(below, basemap_service))
    return basemap_.handle(request, below);
  if (cut_prefix(below, imagery_service))
    return imagery_.handle(request, below);
  if (cut_prefix(below, boundaries_service))
    return boundaries_.handle(request, below);
  return error_answer(404, "Service " + std::string{below} + " not found");
}

http_response application::directory(const http_request& request, std::string_view key) {
  while (key.ends_with('/'))
    key.remove_suffix(1);
  if (auto file = shared_.results.find(std::string{key})) {
    http_response answer;
    answer.file = std::move(file);
    return answer;
  }
  json files = json::array();
  const std::string address = shared_.where.server_root(request) + "/rest/directories/" + std::string{key} + "/";
  for (const std::string& name : shared_.results.list(std::string{key})) {
    files.push_back({{"name", name}, {"url", address + name}});
  }
  if (files.empty())
    return html_page(404, "There is no such file.");
  return json_answer(request, {{"folders", json::array()}, {"files", files}});
}

http_response application::server_info(const http_request& request) const {
  const std::string owner = shared_.where.portal_root(request);
  return json_answer(request,
    {{"currentVersion", current_version(shared_.where.speaks())},
      {"fullVersion", shared_.where.online() ? "11.4.0" : "11.1.0"}, {"owningSystemUrl", owner},
      {"authInfo", {{"isTokenBasedSecurity", true}, {"tokenServicesUrl", owner + "/sharing/rest/generateToken"}}}});
}

http_response application::service_list(const http_request& request) const {
  json services = json::array();
  for (const std::string_view service : {field_service, basemap_service, imagery_service, boundaries_service}) {
    const std::size_t slash = service.find('/');
    services.push_back({{"name", service.substr(0, slash)}, {"type", service.substr(slash + 1)}});
  }
  return json_answer(request,
    {{"currentVersion", current_version(shared_.where.speaks())}, {"folders", json::array()}, {"services", services}});
}

} // namespace sandbox
