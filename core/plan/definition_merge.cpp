#include "core/plan/definition_merge.hpp"

#include <array>

namespace core {
namespace {

constexpr std::array carried_members{"formInfo", "attributeTableInfo", "showLabels", "charts"};

bool is_true(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_boolean() && member->get<bool>();
}

bool lacks(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member == object.end() || member->is_null();
}

void carry(nlohmann::json& layer, const nlohmann::json& item_entry, const char* name) {
  if (lacks(layer, name) && !lacks(item_entry, name))
    layer[name] = item_entry[name];
}

void merge_popup(nlohmann::json& layer, const nlohmann::json& item_entry) {
  if (!lacks(layer, "popupInfo") || is_true(layer, "disablePopup"))
    return;
  carry(layer, item_entry, "disablePopup");
  carry(layer, item_entry, "popupInfo");
}

void merge_definition(nlohmann::json& layer, const nlohmann::json& item_entry) {
  const auto stored = item_entry.find("layerDefinition");
  if (stored == item_entry.end() || !stored->is_object())
    return;
  auto& own = layer["layerDefinition"];
  if (!own.is_object())
    own = nlohmann::json::object();
  for (const auto& [name, value] : stored->items())
    if (lacks(own, name.c_str()))
      own[name] = value;
}

bool is_entry(const nlohmann::json& candidate, int service_layer) {
  const auto id = candidate.find("id");
  return candidate.is_object() && id != candidate.end() && id->is_number_integer() && *id == service_layer;
}

bool holds_features(const nlohmann::json& collection) {
  const auto layers = collection.is_object() ? collection.find("layers") : collection.end();
  if (!collection.is_object() || layers == collection.end() || !layers->is_array() || layers->empty())
    return false;
  return layers->front().is_object() && layers->front().contains("featureSet");
}

} // namespace

const nlohmann::json* item_entry_of(const nlohmann::json& item_data, int service_layer) {
  if (!item_data.is_object())
    return nullptr;
  for (const auto* list : {"layers", "tables"}) {
    const auto entries = item_data.find(list);
    if (entries == item_data.end() || !entries->is_array())
      continue;
    for (const auto& entry : *entries)
      if (entry.is_object() && is_entry(entry, service_layer))
        return &entry;
  }
  return nullptr;
}

void merge_item_entry(nlohmann::json& layer, const nlohmann::json& item_entry) {
  if (!layer.is_object() || !item_entry.is_object())
    return;
  merge_popup(layer, item_entry);
  merge_definition(layer, item_entry);
  for (const auto* name : carried_members)
    carry(layer, item_entry, name);
}

bool embed_feature_collection(nlohmann::json& layer, const nlohmann::json& item_data) {
  const auto wrapped = item_data.is_object() ? item_data.find("featureCollection") : item_data.end();
  const auto& collection = item_data.is_object() && wrapped != item_data.end() ? *wrapped : item_data;
  if (!holds_features(collection))
    return false;
  layer["featureCollection"] = collection;
  return true;
}

} // namespace core
