#pragma once

#include <nlohmann/json.hpp>

namespace core {

/// The entry of one sublayer in a layer item's data (`layers` and `tables`), or null.
const nlohmann::json* item_entry_of(const nlohmann::json& item_data, int service_layer);

/// Writes into a web map entry what its item stores and the entry leaves out:
/// popup, form, and the members of layerDefinition one by one. The web map wins
/// (web map specification, featureLayer: properties stored in the item).
void merge_item_entry(nlohmann::json& layer, const nlohmann::json& item_entry);

/// Puts the features of a feature collection item into its entry. False if the
/// item's data hold none.
bool embed_feature_collection(nlohmann::json& layer, const nlohmann::json& item_data);

} // namespace core
