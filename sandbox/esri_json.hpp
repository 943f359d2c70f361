#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/geometry.hpp"
#include "sandbox/outcome.hpp"

namespace sandbox {

/// Esri JSON without `spatialReference`: `{x,y}`, `{paths}`, `{rings}`. ArcGIS REST API, geometry objects.
nlohmann::json to_esri_json(const geometry& shape);
/// The same with `spatialReference {wkid, latestWkid}` (3857 is written as 102100 with 3857 beside it).
nlohmann::json to_esri_json(const geometry& shape, int wkid);
nlohmann::json to_esri_json(const envelope& box, int wkid);
nlohmann::json spatial_reference_json(int wkid);

/// `spatialReference` {wkid, latestWkid}, or a bare number; nothing if there is no usable id.
std::optional<int> read_wkid(const nlohmann::json& reference);

/// An area from Esri JSON: envelope {xmin..}, polygon {rings}, or a feature set whose polygons are joined.
/// `default_wkid` holds where the JSON names none. Rings are closed if they are not.
outcome<area> read_area(const nlohmann::json& text, int default_wkid);

/// An area from a request parameter: Esri JSON text, or `xmin,ymin,xmax,ymax`.
outcome<area> read_area(const std::string& parameter, int default_wkid);

} // namespace sandbox
