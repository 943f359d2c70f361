#include "core/plan/thumbnail.hpp"

#include "core/base64.hpp"
#include "proto/arcgis/service_address.hpp"

namespace core {
namespace {

/// By the first bytes: portals name pictures freely.
std::string_view media_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
    return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"))
    return "image/jpeg";
  if (bytes.starts_with("GIF8"))
    return "image/gif";
  return {};
}

} // namespace

std::optional<std::string> thumbnail_path(const std::string& item_id, const proto::portal_item& item) {
  if (item.thumbnail.empty() || item.thumbnail.find("..") != std::string::npos)
    return std::nullopt;
  std::string path = "content/items/" + item_id + "/info";
  std::size_t at = 0;
  while (at != std::string::npos) {
    const auto slash = item.thumbnail.find('/', at);
    path += "/" + proto::percent_encode(item.thumbnail.substr(at, slash - at));
    at = slash == std::string::npos ? slash : slash + 1;
  }
  return path;
}

std::string picture_uri(std::string_view bytes) {
  const auto type = media_type(bytes);
  return type.empty() ? std::string{} : "data:" + std::string{type} + ";base64," + base64(bytes);
}

std::string thumbnail_uri(const reply& answer) { return answer.ok() ? picture_uri(answer.body) : std::string{}; }

} // namespace core
