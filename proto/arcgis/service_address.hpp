#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proto {

/// An address split as far as it is used here. No validation of the path.
struct url_parts {
  std::string scheme; ///< lower case: http or https
  std::string host;   ///< lower case, IPv6 without brackets
  int port = 0;       ///< the scheme's default if not given
  std::string path;   ///< begins with /
  std::string query;  ///< without ?

  std::string origin() const; ///< scheme://host[:port]
};
std::optional<url_parts> split_url(std::string_view address);

/// Resolves a reference (absolute, //host, /path, relative with ..) against a base.
std::string resolve_url(std::string_view base, std::string_view reference);

/// `https://h/…/rest/services/X/FeatureServer/3?x=y` → root `…/FeatureServer`, layer 3.
struct service_address {
  std::string root; ///< up to and with the word …Server, without trailing slash and query
  std::string kind; ///< FeatureServer, MapServer, ImageServer, VectorTileServer as usually spelled
  std::optional<int> layer;
};
std::optional<service_address> parse_service_address(std::string_view address);

/// A form of an address under which two spellings of one resource are equal:
/// scheme ignored, host lower case, default port, query and trailing slash
/// removed, percent-decoded, path compared without regard to case.
std::string comparable_address(std::string_view address);

std::string percent_encode(std::string_view text);
/// What is no escape stays as it is; `+` too.
std::string percent_decode(std::string_view text);
/// `a=b&c=d`, both sides encoded.
std::string encode_form(const std::vector<std::pair<std::string, std::string>>& form);

} // namespace proto
