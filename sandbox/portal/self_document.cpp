#include "sandbox/portal/self_document.hpp"

#include "sandbox/portal/oauth.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t founded_ms = 1'700'000'000'000;

json basemap(const world& shared, const http_request& request) {
  const json layer{{"id", "basemap"}, {"title", "Basemap"}, {"layerType", "ArcGISTiledMapServiceLayer"},
    {"url", shared.where.service_root(request, "Basemap/MapServer")}, {"opacity", 1}, {"visibility", true}};
  return {{"title", "Sandbox basemap"}, {"baseMapLayers", {layer}}};
}

/// The area of the inspections, web mercator.
json default_extent() {
  return {{"type", "extent"}, {"xmin", -12'356'463}, {"ymin", 4'344'174}, {"xmax", -11'933'449}, {"ymax", 4'749'672},
    {"spatialReference", {{"wkid", 102100}, {"latestWkid", 3857}}}};
}

/// Without the scheme: `host:port/portal`.
std::string host_of(const std::string& root) { return root.substr(root.find("://") + 3); }

/// What does not depend on who asks and how.
json settled(bool online) {
  return {{"id", organisation_id}, {"name", "mapferry sandbox"}, {"description", "A portal to practise with"},
    {"access", "public"}, {"isPortal", !online}, {"portalName", online ? "ArcGIS Online" : "Sandbox portal"},
    {"portalMode", online ? "multitenant" : "singletenant"}, {"currentVersion", online ? "2024.1" : "11.1"},
    {"created", founded_ms}, {"modified", founded_ms}, {"culture", "en"}, {"cultureFormat", nullptr}, {"region", "US"},
    {"units", "metric"}, {"supportsOAuth", true}, {"supportsHostedServices", true}, {"canSearchPublic", true},
    {"canSignInArcGIS", true}, {"maxTokenExpirationMinutes", -1}, {"useVectorBasemaps", false},
    {"useStandardizedQuery", true}, {"mfaEnabled", false}, {"thumbnail", nullptr}, {"featuredGroups", json::array()},
    {"authorizedCrossOriginDomains", json::array()}, {"allowedOrigins", json::array()},
    {"helperServices", json::object()}, {"portalProperties", json::object()}};
}

} // namespace

json self_document(const world& shared, const http_request& request, const visitor& who) {
  json answer = settled(shared.where.online());
  answer["allSSL"] = shared.settings.tls;
  answer["portalHostname"] = host_of(shared.where.portal_root(request));
  answer["defaultBasemap"] = basemap(shared, request);
  answer["defaultExtent"] = default_extent();
  if (!who.user.empty())
    answer["user"] = user_document();
  if (!who.client.empty())
    answer["appInfo"] = {{"appId", who.client}, {"itemId", nullptr}, {"appOwner", user_name},
      {"orgId", organisation_id}, {"appTitle", "Field app"}, {"privileges", json::array()}};
  return answer;
}

json user_document() {
  return {{"username", user_name}, {"fullName", "Field Crew"}, {"firstName", "Field"}, {"lastName", "Crew"},
    {"preferredView", nullptr}, {"description", nullptr}, {"email", "field@sandbox.example"},
    {"userType", "arcgisonly"}, {"idpUsername", nullptr}, {"favGroupId", nullptr}, {"access", "org"},
    {"orgId", organisation_id}, {"role", "org_user"}, {"roleId", "iAAAAAAAAAAAAAAA"}, {"level", "2"},
    {"userLicenseTypeId", "creatorUT"},
    {"privileges", {"features:user:edit", "portal:user:createItem", "portal:user:viewOrgItems"}}, {"disabled", false},
    {"tags", json::array()}, {"culture", "en"}, {"cultureFormat", nullptr}, {"region", "US"}, {"units", "metric"},
    {"thumbnail", nullptr}, {"created", founded_ms}, {"modified", founded_ms}, {"lastLogin", -1},
    {"provider", "arcgis"}, {"mfaEnabled", false}, {"storageUsage", 0}, {"storageQuota", -1},
    {"groups", json::array()}};
}

json servers_document(const world& shared, const http_request& request) {
  const std::string root = shared.where.server_root(request);
  const json server{{"id", "SandboxServer0001"}, {"name", host_of(root)}, {"url", root}, {"adminUrl", root},
    {"isHosted", true}, {"serverType", "ARCGIS"}, {"serverRole", "HOSTING_SERVER"}, {"serverFunction", ""}};
  return {{"servers", {server}}};
}

} // namespace sandbox
