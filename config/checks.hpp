#pragma once

#include <string>

namespace config {

/// What is wrong with a text, in words that follow the key's name; empty when
/// nothing is.
using check = std::string (*)(const std::string& text);

std::string any_text(const std::string& text);       ///< not empty
std::string absolute_path(const std::string& text);  ///< from `/`, without `.` and `..`
std::string socket_path(const std::string& text);    ///< short enough for sockaddr_un
std::string secret_path(const std::string& text);    ///< absolute, or the bare name of a credential of the unit
std::string portal_address(const std::string& text); ///< http or https, no user, query, fragment; not its /sharing
std::string proxy_address(const std::string& text);  ///< http://host:port

/// …/MapServer, ImageServer or VectorTileServer, without user and query.
std::string tile_service(const std::string& text);
/// The same, or the id of a portal item.
std::string tile_service_or_item(const std::string& text);

} // namespace config
