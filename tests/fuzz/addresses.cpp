#include "proto/arcgis/service_address.hpp"

#include "proto/arcgis/tile_package_name.hpp"
#include "proto/arcgis/server_job.hpp"
#include "proto/text.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void one_address(std::string_view text) {
  const auto parts = proto::split_url(text);
  if (!parts)
    return;
  const auto written = parts->origin() + parts->path + (parts->query.empty() ? "" : "?" + parts->query);
  const auto again = proto::split_url(written);
  require(again && again->origin() == parts->origin() && again->path == parts->path && again->query == parts->query,
    "an address is split otherwise: " + written);
  require(
    proto::comparable_address(written) == proto::comparable_address(text), "an address is not itself: " + written);
  require(parts->path.starts_with('/') && !parts->host.empty() && parts->port > 0, "a part is missing: " + written);
  if (const auto service = proto::parse_service_address(text)) {
    const auto root = proto::parse_service_address(service->root);
    require(root && root->root == service->root && root->kind == service->kind && !root->layer,
      "a service's root is no service: " + service->root);
  }
}

} // namespace

/// Two addresses, divided by a line's end.
void addresses(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  const auto second = text.substr(std::min(first.size() + 1, text.size()));
  one_address(first);
  one_address(second);
  const auto resolved = proto::resolve_url(first, second);
  if (proto::split_url(first) && second.starts_with('/') && !second.starts_with("//"))
    require(proto::split_url(resolved) && proto::split_url(resolved)->origin() == proto::split_url(first)->origin(),
      "a path leads to another host: " + resolved);
  require(proto::percent_decode(proto::percent_encode(text)) == text, "what was escaped is read otherwise");
  require(proto::without_query(first).find_first_of("?#") == std::string::npos, "a query was kept");
  (void)proto::names_a_tile_package(first);
  (void)proto::is_tile_package_name(second);
}

} // namespace fuzz
