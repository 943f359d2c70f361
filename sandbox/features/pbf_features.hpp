#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/features/feature_set.hpp"

namespace sandbox {

/// Answers of a query with `f=pbf`: messages of package esriPBuffer (Esri's FeatureCollection.proto), as ArcGIS Online
/// writes them: values by position, null as an empty value, vertices as differences on the grid of the set.
std::string pbf_features(const feature_set& from, const service_data& service);
std::string pbf_count(std::size_t count);
std::string pbf_ids(const std::string& object_id_field, const std::vector<std::int64_t>& ids);
std::string pbf_extent(const envelope& box, int wkid, std::optional<std::size_t> count);

} // namespace sandbox
