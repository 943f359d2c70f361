#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The stored document with addresses for whoever asks (see model/placeholders.hpp).
nlohmann::json addressed(const nlohmann::json& document, const world& shared, const http_request& request);
std::string addressed_text(const std::string& text, const world& shared, const http_request& request);

/// `.../content/items/<id>` of the item with this title.
std::string item_root(const std::string& title, const world& shared, const http_request& request);

} // namespace sandbox
