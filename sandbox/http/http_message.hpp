#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// ASCII order without regard to case: header names (RFC 9110 5.1) and the parameter names of ArcGIS servers.
struct less_ignoring_case {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

using header_map = std::map<std::string, std::string, less_ignoring_case>;
using parameter_map = std::map<std::string, std::string, less_ignoring_case>;

struct http_request {
  std::string method;
  std::string path;         ///< decoded, without the query
  parameter_map parameters; ///< of the query and of a form body; the body wins
  parameter_map query;      ///< of the query alone
  header_map headers;
  std::string peer; ///< the client's address, without its port
  bool keep_alive = true;
  std::int64_t received_ms = 0; ///< since 1970

  /// Empty if there is none.
  const std::string& parameter(std::string_view name) const;
  const std::string& header(std::string_view name) const;
  bool flag(std::string_view name) const; ///< the parameter is the word `true`
};

/// A finished file that may be handed out. It never changes; expiry deletes it, open descriptors go on.
struct file_on_offer {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::string etag;          ///< with its quotes
  std::string last_modified; ///< HTTP date
  std::string content_type;
  std::string sha256; ///< of the whole file, hex
};

struct http_response {
  int status = 200;
  header_map headers;
  std::string body;
  std::optional<file_on_offer> file; ///< instead of a body; ranges and validators are the stage's work
};

using http_handler = std::function<http_response(const http_request&)>;

/// `%41` and, in forms, `+`. A broken escape stays as it is.
std::string percent_decoded(std::string_view text, bool plus_is_space);
/// Everything but unreserved characters (RFC 3986 2.3) and `/` is escaped.
std::string percent_encoded(std::string_view text);
/// `a=1&b=2` into the map; a repeated name keeps its last value.
void read_form(std::string_view text, parameter_map& into);
/// The standard phrase of a status code.
std::string_view reason_phrase(int status);
/// RFC 9110 5.6.7, the only form that is made today.
std::string http_date(std::int64_t seconds_since_1970);

} // namespace sandbox
