#include "core/plan/map_checks.hpp"

#include "core/address_reach.hpp"
#include "core/addresses.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace core {
namespace {

using finding_code = proto::finding_code;
using layer_kind = proto::layer_kind;

/// Symbols that the web map specification only refers to: a CIM document, or an entry
/// of a style (cimSymbolReference, styleSymbolReference).
bool is_advanced(const nlohmann::json& symbol) {
  const auto type = symbol.find("type");
  const bool typed = type != symbol.end() && type->is_string();
  return (typed && proto::same_word(type->get_ref<const std::string&>(), "CIMSymbolReference"))
    || symbol.contains("styleName") || symbol.contains("styleUrl");
}

bool holds_advanced_symbol(const nlohmann::json& drawing) {
  if (drawing.is_object() && is_advanced(drawing))
    return true;
  return drawing.is_structured() && std::ranges::any_of(drawing, holds_advanced_symbol);
}

bool overrides_advanced_symbols(const nlohmann::json& entry) {
  const nlohmann::json::json_pointer drawing("/layerDefinition/drawingInfo");
  return entry.is_object() && entry.contains(drawing) && holds_advanced_symbol(entry.at(drawing));
}

/// A portal can reach what is reached from as far as the portal itself is, and its own host.
bool is_out_of_reach(const std::string& address, const std::string& portal_url) {
  const auto service = proto::split_url(address);
  const auto portal = proto::split_url(portal_url);
  return service && portal && service->host != portal->host && reach_of(service->host) < reach_of(portal->host);
}

bool has_no_scale_limit(const proto::web_map_layer& layer, const proto::generate_offline_map_parameters& parameters) {
  return is_raster_tiles(layer) && layer.max_scale == 0 && parameters.max_scale == 0;
}

/// Kinds of feature layers that are taken in a way of their own.
std::optional<finding_code> special_kind(const proto::web_map_layer& layer, const plan_inputs& inputs) {
  if (layer.kind == layer_kind::subtype_group)
    return finding_code::subtype_group;
  std::string type = layer.layer_type;
  if (const auto source = inputs.sources.find(layer.pointer); source != inputs.sources.end())
    if (const auto service = inputs.features.find(source->second.service); service != inputs.features.end())
      if (const auto described = service->second.layers.find(source->second.service_layer);
          described != service->second.layers.end() && described->second)
        type = described->second->type;
  if (proto::contains_word(type, "annotation"))
    return finding_code::annotation;
  if (proto::contains_word(type, "dimension"))
    return finding_code::dimension;
  return {};
}

bool has_keyword(const proto::portal_item& item, std::string_view word) {
  return std::ranges::any_of(item.type_keywords, [&](const auto& one) { return proto::same_word(one, word); });
}

} // namespace

std::vector<proto::finding> check_map(const plan_inputs& inputs) {
  const bool came_as_a_file = inputs.item.id.empty();
  if (inputs.map.offline || came_as_a_file || has_keyword(inputs.item, "Offline"))
    return {};
  return {{.code = finding_code::not_marked_offline}};
}

std::vector<proto::finding> check_layer(const plan_inputs& inputs, const proto::web_map_layer& layer,
  const proto::generate_offline_map_parameters& parameters, const std::string& portal_url) {
  std::vector<proto::finding> found;
  const auto add = [&](finding_code code, std::string why = {}) {
    found.push_back(finding_of(code, layer, std::move(why)));
  };
  if (const auto kind = special_kind(layer, inputs))
    add(*kind);
  if (layer.collection_type == "route" || layer.collection_type == "notes")
    add(finding_code::collection_type, layer.collection_type);
  if (overrides_advanced_symbols(inputs.map.document.at(nlohmann::json::json_pointer(layer.pointer))))
    add(finding_code::advanced_symbols_lost);
  if (is_out_of_reach(address_of(layer), portal_url))
    add(finding_code::address_not_reachable_by_portal, proto::split_url(address_of(layer))->host);
  if (has_no_scale_limit(layer, parameters))
    add(finding_code::no_scale_range);
  for (const auto& name : layer.unset_parameters) // of a map that came as a file
    if (is_secret_parameter(name))
      add(finding_code::parameter_not_stored, "custom parameter " + name);
  return found;
}

} // namespace core
