#include "core/plan/online_layers.hpp"

#include "core/addresses.hpp"
#include "core/plan/map_services.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace core {
namespace {

using online_option = proto::online_only_services_option;

/// What the offline map cannot carry: whoever opens it signs in by themselves.
bool loses_secrets(const nlohmann::json& entry) {
  auto kept = entry;
  remove_secrets(kept);
  return kept != entry;
}

} // namespace

proto::online_only_services_option online_option_of(const proto::job_request& request) {
  return request.overrides ? online_option::exclude : request.parameters.online_only_services_option;
}

bool is_connected_online(const proto::web_map_layer& layer, proto::online_only_services_option option,
  const std::optional<proto::offline_settings>& author) {
  const bool has_no_address = layer.url.empty() && layer.style_url.empty() && layer.item_id.empty();
  if (option != online_option::use_authored_settings || !author
    || (layer.kind == proto::layer_kind::feature_collection && has_no_address))
    return false;
  return std::ranges::find(author->connected_online_layers, layer.id) != author->connected_online_layers.end();
}

bool is_kept_online(const proto::web_map_layer& layer, const proto::job_request& request,
  const std::optional<proto::offline_settings>& author) {
  if (!request.overrides)
    return is_connected_online(layer, request.parameters.online_only_services_option, author);
  const bool is_table = layer.place == proto::layer_place::tables;
  const auto& listed = is_table ? request.overrides->online_tables : request.overrides->online_layers;
  return std::ranges::find(listed, layer.id) != listed.end();
}

bool stays_online_instead(proto::online_only_services_option option, proto::failure_code why) {
  using enum proto::failure_code;
  if (option != online_option::include)
    return false;
  switch (why) {
  case unsupported_layer_type:
  case sync_not_enabled:
  case branch_versioning_not_supported:
  case tile_export_not_enabled:
  case compact_v2_not_enabled: return true;
  default: return false;
  }
}

proto::finding remains_online(const proto::web_map_layer& layer, const nlohmann::json& entry, std::string why) {
  if (loses_secrets(entry))
    why += "; the secrets of its address are left out";
  return finding_of(proto::finding_code::remains_online, layer, std::move(why));
}

} // namespace core
