#include "core/plan/map_services.hpp"

#include "proto/text.hpp"

namespace core {

const std::string& address_of(const proto::web_map_layer& layer) {
  return layer.url.empty() ? layer.style_url : layer.url;
}

std::string label(const proto::web_map_layer& layer) { return layer.title.empty() ? layer.id : layer.title; }

proto::failure refusal(proto::failure_code code, const proto::web_map_layer& layer, const std::string& detail) {
  proto::failure why;
  why.code = code;
  why.during = "planning";
  why.subject = label(layer);
  if (!detail.empty())
    why.subject += " (" + detail + ")";
  return why;
}

proto::finding finding_of(proto::finding_code code, const proto::web_map_layer& layer, std::string why) {
  return {code, layer.id, label(layer), proto::without_query(address_of(layer)), std::move(why)};
}

proto::finding finding_of(proto::finding_code code, const std::string& service, std::string why) {
  return {code, {}, {}, proto::without_query(service), std::move(why)};
}

std::vector<std::string> lines_of(const std::vector<proto::finding>& findings) {
  std::vector<std::string> lines;
  for (const auto& one : findings)
    lines.push_back(proto::describe(one));
  return lines;
}

proto::layer_error error_of(const proto::web_map_layer& layer, const proto::failure& why) {
  return {layer.id, layer.title, proto::without_query(address_of(layer)), why};
}

bool is_of_feature_service(const proto::web_map_layer& layer) {
  switch (layer.kind) {
  case proto::layer_kind::feature_layer:
  case proto::layer_kind::table:
  case proto::layer_kind::subtype_group:
  case proto::layer_kind::annotation_or_dimension: return true;
  default: return false;
  }
}

bool is_raster_tiles(const proto::web_map_layer& layer) {
  return layer.kind == proto::layer_kind::tiled_map_service || layer.kind == proto::layer_kind::tiled_image_service;
}

} // namespace core
