#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// As the request's `f` wants it: `json`, `pjson` (indented), and otherwise the HTML page that real servers
/// give to whoever forgets `f`.
http_response json_answer(const http_request& request, const nlohmann::json& document);
/// JSON whatever `f` says: styles, sprites, item data.
http_response json_text(std::string text);
/// `{"error":{code,message,details}}` with HTTP status 200, as ArcGIS servers fail.
http_response error_answer(int code, const std::string& message, const std::vector<std::string>& details = {});
/// The same as the portal does it, with its `messageCode`.
http_response portal_error(int code, const std::string& message_code, const std::string& message);
http_response html_page(int status, const std::string& text);
http_response bytes_answer(std::string bytes, const std::string& content_type);
/// For work that the server cannot take on now.
http_response busy_answer();
/// The words of feature services for a wrong parameter.
http_response invalid_parameters(const std::string& detail);

} // namespace sandbox
