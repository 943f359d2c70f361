#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

inline constexpr const char* organisation_id = "0123456789ABCDEF";

/// `portals/self` as this visitor sees it: with `user` for one who signed in, with `appInfo` for an application.
/// (ArcGIS REST API, Portal Self)
nlohmann::json self_document(const world& shared, const http_request& request, const visitor& who);

/// `community/users/<name>` of the one user. (ArcGIS REST API, User)
nlohmann::json user_document();

/// `portals/<id>/servers`: the federated server. (ArcGIS REST API, Servers)
nlohmann::json servers_document(const world& shared, const http_request& request);

} // namespace sandbox
