#pragma once

#include "proto/failure.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proto {

/// An error as portals and services write it, in any of their shapes, mostly
/// inside HTTP 200 (ArcGIS REST JS, request; see the token and error pages of
/// the REST reference).
struct esri_error {
  std::optional<int> code;
  std::string message_code; ///< e.g. CONT_0001
  std::string message;
  std::vector<std::string> details;

  bool is_authentication() const; ///< 498 or 499
  std::string words() const;      ///< message and details, one text, unchanged otherwise
};

/// The error in an answer, if it is one; also `{"status":"failed"}` shapes.
std::optional<esri_error> find_esri_error(const nlohmann::json& json);
/// The same of a body; none if that is no JSON.
std::optional<esri_error> error_in(std::string_view body);

/// The failure of an answer that its reader cannot take: refusedByService with
/// the server's words if it is an error, else invalidResponse with `why` as hint.
failure unreadable(const nlohmann::json& json, std::string during, std::string why);

/// Whether a body looks like HTML (sign-in pages, captive portals).
bool looks_like_html(std::string_view body);

} // namespace proto
