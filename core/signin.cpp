#include "core/signin.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace core {

namespace {

std::string with_port(const proto::url_parts& address) { return address.host + ":" + std::to_string(address.port); }

/// 127.x.y.z as a number, ::1, or the name that every system gives them.
bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "::1")
    return true;
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3
    && host.find_first_not_of("0123456789.") == std::string::npos;
}

/// Production, development and test systems of ArcGIS Online are separate.
/// Nothing if the host is none of them.
std::optional<std::string_view> online_environment(const std::string& address) {
  const auto parts = proto::split_url(address);
  static constexpr std::string_view domain = ".arcgis.com";
  if (!parts || !("." + parts->host).ends_with(domain))
    return std::nullopt;
  const auto before = parts->host.substr(0, parts->host.size() - std::min(domain.size(), parts->host.size()));
  const auto label = before.substr(before.rfind('.') + 1);
  return label.find("dev") != std::string::npos ? "dev" : label.find("qa") != std::string::npos ? "qa" : "production";
}

bool is_below(const std::string& address, const std::string& root) {
  const auto inner = proto::comparable_address(address);
  const auto outer = proto::comparable_address(root);
  return inner == outer || inner.starts_with(outer + "/");
}

bool is_at_portal(const std::string& address, const std::string& portal_url) {
  const auto here = online_environment(address);
  return is_below(address, portal_url) || (here && here == online_environment(portal_url));
}

/// Before /rest/services and its siblings, among them the folders where results lie.
std::string server_root_of(const proto::url_parts& parts) {
  const auto path = proto::lower_case(parts.path);
  static constexpr std::array<std::string_view, 4> marks{
    "/rest/services", "/rest/admin/", "/rest/directories/", "/rest/info"};
  for (const auto mark : marks)
    if (const auto at = path.find(mark); at != std::string::npos)
      return parts.origin() + parts.path.substr(0, at);
  return {};
}

using portal_entry = std::pair<const std::string, sign_in_setup::portal>;

const portal_entry* find_portal(const sign_in_setup& setup, const std::string& portal) {
  if (const auto named = setup.portals.find(portal); named != setup.portals.end())
    return &*named;
  const auto same = std::find_if(setup.portals.begin(), setup.portals.end(), [&](const portal_entry& entry) {
    return proto::comparable_address(entry.second.url) == proto::comparable_address(portal);
  });
  return same == setup.portals.end() ? nullptr : &*same;
}

/// The first that has a credential and is `wanted`.
template <class Predicate>
const portal_entry* find_signed_portal(const sign_in_setup& setup, Predicate wanted) {
  const auto found = std::find_if(setup.portals.begin(), setup.portals.end(),
    [&](const portal_entry& entry) { return !entry.second.credential.empty() && wanted(entry.second); });
  return found == setup.portals.end() ? nullptr : &*found;
}

bool is_fixed(const sign_in_setup& setup, const std::string& credential) {
  const auto found = setup.credentials.find(credential);
  return found != setup.credentials.end() && is_token(found->second.kind);
}

token_way way_to(
  const sign_in_setup& setup, const std::string& portal, const std::string& url, const std::string& credential) {
  token_way way;
  way.from = is_fixed(setup, credential) ? token_way::source::fixed : token_way::source::portal;
  way.portal = portal;
  way.portal_url = url;
  way.portal_credential = credential;
  return way;
}

std::string host_credential(const sign_in_setup& setup, const proto::url_parts& address) {
  for (const auto& key : {with_port(address), address.host})
    if (const auto found = setup.host_credentials.find(key); found != setup.host_credentials.end())
      return found->second;
  return {};
}

} // namespace

bool may_carry_secrets(const sign_in_setup& setup, const proto::url_parts& address) {
  return address.scheme == "https" || is_loopback(address.host) || setup.insecure_hosts.contains(address.host)
    || setup.insecure_hosts.contains(with_port(address));
}

token_way way_for(const sign_in_setup& setup, const std::string& address, const std::string& portal) {
  const auto parts = proto::split_url(address);
  if (!parts || !may_carry_secrets(setup, *parts))
    return {};
  const auto* entry = find_portal(setup, portal);
  const auto home = entry ? entry->second : sign_in_setup::portal{};
  if (!home.credential.empty() && is_below(address, home.url))
    return way_to(setup, portal, home.url, home.credential);
  const auto own = host_credential(setup, *parts);
  if (is_fixed(setup, own))
    return way_to(setup, portal, parts->origin(), own);
  if (const auto sharing = proto::lower_case(parts->path).find("/sharing/");
      !own.empty() && sharing != std::string::npos) // a second portal
    return way_to(setup, portal, parts->origin() + parts->path.substr(0, sharing), own);
  const bool is_at_home = entry && is_at_portal(address, home.url);
  if (own.empty() && is_at_home && !home.credential.empty())
    return way_to(setup, portal, home.url, home.credential);
  if (own.empty() && !is_at_home)
    if (const auto* other = find_signed_portal(setup, [&](const auto& p) { return is_at_portal(address, p.url); }))
      return way_to(setup, other->first, other->second.url, other->second.credential);
  token_way way;
  way.portal = portal;
  way.portal_url = home.url;
  way.portal_credential = home.credential;
  way.server_credential = own;
  way.server_root = server_root_of(*parts);
  const bool has_credential = !own.empty() || find_signed_portal(setup, [](const auto&) { return true; });
  if (has_credential && !way.server_root.empty())
    way.from = token_way::source::server;
  return way;
}

token_way way_to_owner(const sign_in_setup& setup, const token_way& server, const std::string& owning_system) {
  if (is_owned_by(owning_system, server.portal_url))
    return server.portal_credential.empty() ? token_way{}
                                            : way_to(setup, server.portal, server.portal_url, server.portal_credential);
  const auto* owner = find_signed_portal(setup, [&](const auto& p) { return is_owned_by(owning_system, p.url); });
  return owner ? way_to(setup, owner->first, owner->second.url, owner->second.credential) : token_way{};
}

server_info read_server_info(const nlohmann::json& json) {
  server_info info;
  if (!json.is_object())
    return info;
  const auto text = [](const nlohmann::json& where, const char* name) {
    const auto found = where.find(name);
    return found != where.end() && found->is_string() ? found->get<std::string>() : std::string{};
  };
  info.owning_system = text(json, "owningSystemUrl");
  const auto security = json.find("authInfo");
  if (security == json.end() || !security->is_object())
    return info;
  info.token_services = text(*security, "tokenServicesUrl");
  const auto based = security->find("isTokenBasedSecurity");
  info.token_based = based != security->end() && based->is_boolean() && based->get<bool>();
  const auto minutes = security->find("shortLivedTokenValidity");
  if (minutes != security->end() && minutes->is_number_integer())
    info.validity = std::chrono::minutes{std::clamp<std::int64_t>(minutes->get<std::int64_t>(), 1, 20'160)};
  return info;
}

bool is_owned_by(const std::string& owning_system, const std::string& portal_url) {
  if (owning_system.empty() || portal_url.empty())
    return false;
  const auto owner = online_environment(owning_system);
  return is_below(portal_url, owning_system) || (owner && owner == online_environment(portal_url));
}

std::string token_address(
  const sign_in_setup& setup, const server_info& info, const std::string& base, const std::string& usual) {
  const auto offered = proto::split_url(info.token_services);
  const auto home = proto::split_url(base);
  const bool good = offered && home && offered->host == home->host && offered->scheme == home->scheme
    && offered->port == home->port && may_carry_secrets(setup, *offered);
  return good ? proto::without_query(info.token_services) : usual;
}

std::int64_t renew_at(std::int64_t issued_at, std::int64_t expires_at) {
  constexpr std::int64_t minute = 60'000;
  const auto life = expires_at - issued_at;
  if (life <= 0)
    return issued_at + minute;
  return expires_at - std::min(5 * minute, life / 5);
}

} // namespace core
