#include "config/checks.hpp"

#include "proto/arcgis/service_address.hpp"

#include <sys/un.h>

#include <filesystem>

namespace config {
namespace {

bool begins_with(const std::string& text, const char* beginning) { return text.rfind(beginning, 0) == 0; }

bool has_any(const std::string& text, const char* characters) {
  return text.find_first_of(characters) != std::string::npos;
}

/// Host and what follows, behind http:// or https://; empty if it is neither.
std::string behind_scheme(const std::string& text) {
  for (const auto* scheme : {"http://", "https://"})
    if (begins_with(text, scheme))
      return text.substr(std::string(scheme).size());
  return {};
}

} // namespace

std::string any_text(const std::string& text) { return text.empty() ? "must not be empty" : ""; }

std::string absolute_path(const std::string& text) {
  if (text.empty() || text.front() != '/')
    return "must be an absolute path";
  for (const auto& part : std::filesystem::path(text))
    if (part == "." || part == "..")
      return "must be a path without `.` and `..`";
  return {};
}

std::string socket_path(const std::string& text) {
  if (auto wrong = absolute_path(text); !wrong.empty())
    return wrong;
  constexpr auto longest = sizeof(sockaddr_un::sun_path) - 1;
  return text.size() > longest
    ? "is longer than the " + std::to_string(longest) + " bytes that a socket's path may have"
    : "";
}

std::string secret_path(const std::string& text) {
  if (text.empty())
    return "must not be empty";
  if (text.find('/') != std::string::npos)
    return absolute_path(text);
  return text.front() == '.' ? "must be an absolute path or a plain name" : "";
}

std::string portal_address(const std::string& text) {
  const auto rest = behind_scheme(text);
  if (rest.empty() || rest.front() == '/')
    return "must be an address that begins with https:// or http://";
  if (has_any(rest, "?# \t@"))
    return "must be an address without user, query and blanks";
  if (rest.find("/sharing") != std::string::npos)
    return "must be the portal's address without /sharing";
  return {};
}

std::string tile_service(const std::string& text) {
  const auto address = behind_scheme(text).empty() ? std::nullopt : proto::parse_service_address(text);
  const bool of_tiles = address && address->kind != "FeatureServer" && !address->layer;
  if (!of_tiles || has_any(text, "?# \t@"))
    return "must be an address that ends with MapServer, ImageServer or VectorTileServer";
  return {};
}

std::string tile_service_or_item(const std::string& text) {
  constexpr std::size_t id_length = 32;
  const bool is_id = text.size() == id_length && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return is_id || tile_service(text).empty() ? "" : "must be the address of a tile service or the id of its item";
}

std::string proxy_address(const std::string& text) {
  const auto rest = behind_scheme(text);
  if (rest.empty() || !begins_with(text, "http://") || has_any(rest, "/?# \t@"))
    return "must be of the form http://host:port";
  const auto colon = rest.rfind(':');
  if (colon == 0 || colon == std::string::npos || rest.find_first_not_of("0123456789", colon + 1) != std::string::npos
    || colon + 1 == rest.size())
    return "must be of the form http://host:port";
  return {};
}

} // namespace config
