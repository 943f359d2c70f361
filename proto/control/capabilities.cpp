#include "proto/control/capabilities.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace proto {
namespace {

nlohmann::json entry_of(const layer_capability& layer) {
  auto findings = nlohmann::json::array();
  if (layer.error && !layer.remains_online)
    findings.push_back(to_json_as_finding(*layer.error, layer.id, layer.title, layer.service));
  for (const auto& one : layer.findings)
    findings.push_back(to_json(one));
  return {{"id", valid_utf8(layer.id)}, {"title", valid_utf8(layer.title)}, {"service", valid_utf8(layer.service)},
    {"supportsOffline", !layer.error}, {"remainsOnline", layer.remains_online},
    {"error", layer.error ? nlohmann::json(*layer.error) : nlohmann::json{}}, {"findings", std::move(findings)}};
}

} // namespace

bool offline_map_capabilities::has_errors() const {
  return !errors.empty()
    || std::ranges::any_of(layers, [](const auto& layer) { return layer.error && !layer.remains_online; });
}

nlohmann::json to_json(const offline_map_capabilities& capabilities) {
  auto layers = nlohmann::json::array();
  auto tables = nlohmann::json::array();
  for (const auto& layer : capabilities.layers)
    (layer.is_table ? tables : layers).push_back(entry_of(layer));
  auto findings = nlohmann::json::array();
  for (const auto& error : capabilities.errors)
    findings.push_back(to_json_as_finding(error, {}, {}, {}));
  for (const auto& one : capabilities.findings)
    findings.push_back(to_json(one));
  return {{"hasErrors", capabilities.has_errors()}, {"layerCapabilities", std::move(layers)},
    {"tableCapabilities", std::move(tables)}, {"findings", std::move(findings)}};
}

} // namespace proto
