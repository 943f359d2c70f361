#include "proto/arcgis/service_address.hpp"

#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace proto {
namespace {

constexpr std::array<std::string_view, 4> kinds{"FeatureServer", "MapServer", "ImageServer", "VectorTileServer"};

int default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

std::optional<int> number(std::string_view digits, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty() || value < 0 || value > most)
    return {};
  return value;
}

bool is_host(std::string_view host) {
  return !host.empty() && std::ranges::all_of(host, [](unsigned char c) {
    return c > ' ' && c != 0x7f
      && std::string_view{"<>\"\\^`{|}#?/@[]%"}.find(static_cast<char>(c)) == std::string_view::npos;
  });
}

/// host[:port] or [v6][:port]
bool split_authority(std::string_view text, url_parts& parts) {
  text.remove_prefix(text.rfind('@') + 1); // npos + 1 = 0
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos)
      return false;
    parts.host = lower_case(text.substr(1, end - 1));
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':')
      return false;
    port.remove_prefix(port.empty() ? 0 : 1);
  } else {
    const auto colon = text.find(':');
    parts.host = lower_case(text.substr(0, colon));
    port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  }
  if (!is_host(parts.host))
    return false;
  parts.port = default_port(parts.scheme);
  if (port.empty())
    return true;
  const auto given = number(port, 65535);
  parts.port = given.value_or(0);
  return parts.port != 0;
}

// RFC 3986, 5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_folder = false;
  while (!path.empty()) {
    path.remove_prefix(path.front() == '/' ? 1 : 0);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    ends_in_folder = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty())
      kept.pop_back();
    if (!ends_in_folder)
      kept.push_back(segment);
  }
  std::string clean;
  for (const auto segment : kept)
    clean.append("/").append(segment);
  if (clean.empty() || ends_in_folder)
    clean += '/';
  return clean;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

std::string url_parts::origin() const {
  std::string text = scheme + "://" + (host.find(':') == std::string::npos ? host : "[" + host + "]");
  if (port != default_port(scheme))
    text += ":" + std::to_string(port);
  return text;
}

std::optional<url_parts> split_url(std::string_view address) {
  address = trimmed(address.substr(0, address.find('#')));
  const auto colon = address.find("://");
  if (colon == std::string_view::npos)
    return {};
  url_parts parts;
  parts.scheme = lower_case(address.substr(0, colon));
  if (parts.scheme != "http" && parts.scheme != "https")
    return {};
  address.remove_prefix(colon + 3);
  const auto authority = address.substr(0, address.find_first_of("/?"));
  if (!split_authority(authority, parts))
    return {};
  address.remove_prefix(authority.size());
  const auto question = address.find('?');
  parts.path = trimmed(address.substr(0, question));
  if (!parts.path.starts_with('/'))
    parts.path.insert(0, "/");
  if (question != std::string_view::npos)
    parts.query = address.substr(question + 1);
  return parts;
}

// RFC 3986, 5.2.2, for http and https.
std::string resolve_url(std::string_view base, std::string_view reference) {
  reference = trimmed(reference);
  const auto from = split_url(base);
  const auto colon = reference.find(':');
  const bool has_scheme = colon != std::string_view::npos && colon < reference.find_first_of("/?#");
  if (!from || has_scheme)
    return std::string{reference};
  reference = reference.substr(0, reference.find('#'));
  if (reference.starts_with("//"))
    return from->scheme + ":" + std::string{reference};
  const auto question = std::min(reference.find('?'), reference.size());
  const auto path = reference.substr(0, question);
  const std::string query{reference.substr(question)};
  if (path.empty())
    return from->origin() + from->path + (query.empty() && !from->query.empty() ? "?" + from->query : query);
  if (path.starts_with('/'))
    return from->origin() + without_dots(path) + query;
  const auto folder = from->path.substr(0, from->path.rfind('/') + 1);
  return from->origin() + without_dots(folder + std::string{path}) + query;
}

std::optional<service_address> parse_service_address(std::string_view address) {
  const auto parts = split_url(address);
  if (!parts)
    return {};
  const std::string& path = parts->path;
  std::optional<service_address> found;
  for (std::size_t begin = 1; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    const auto segment = std::string_view{path}.substr(begin, end - begin);
    const auto kind = std::ranges::find_if(kinds, [&](std::string_view k) { return same_word(k, segment); });
    if (kind != kinds.end()) {
      found = service_address{.root = parts->origin() + path.substr(0, end), .kind = std::string{*kind}, .layer = {}};
      const auto next = std::string_view{path}.substr(std::min(end + 1, path.size()));
      found->layer = number(next.substr(0, next.find('/')), 1'000'000'000);
    }
    begin = end + 1;
  }
  return found;
}

std::string comparable_address(std::string_view address) {
  const auto parts = split_url(address);
  if (!parts)
    return lower_case(trimmed(address));
  std::string path = lower_case(percent_decode(parts->path));
  path.erase(std::unique(path.begin(), path.end(), [](char a, char b) { return a == '/' && b == '/'; }), path.end());
  if (path.ends_with('/'))
    path.pop_back();
  const bool usual_port = parts->port == 80 || parts->port == 443;
  return "//" + parts->host + (usual_port ? "" : ":" + std::to_string(parts->port)) + path;
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    i += low >= 0 ? 2 : 0;
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const unsigned char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'
      || c == '.' || c == '_' || c == '~';
    if (plain)
      encoded += static_cast<char>(c);
    else
      encoded.append({'%', digits[c >> 4], digits[c & 15]});
  }
  return encoded;
}

std::string encode_form(const std::vector<std::pair<std::string, std::string>>& form) {
  std::string encoded;
  for (const auto& [name, value] : form) {
    if (!encoded.empty())
      encoded += '&';
    encoded += percent_encode(name) + '=' + percent_encode(value);
  }
  return encoded;
}

} // namespace proto
