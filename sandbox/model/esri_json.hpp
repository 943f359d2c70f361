#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/model/geometry.hpp"
#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// Esri JSON without `spatialReference`: `{x,y}`, `{paths}`, `{rings}`. ArcGIS REST API, geometry objects.
nlohmann::json to_esri_json(const geometry& shape);
/// The same with `spatialReference {wkid, latestWkid}` (3857 is written as 102100 with 3857 beside it).
nlohmann::json to_esri_json(const geometry& shape, int wkid);
nlohmann::json to_esri_json(const envelope& box, int wkid);
nlohmann::json spatial_reference_json(int wkid);

/// `spatialReference` {wkid, latestWkid}, or a bare number; nothing if there is no usable id, as in {wkt}.
std::optional<int> read_wkid(const nlohmann::json& reference);
/// The `spatialReference` of a geometry or feature set; `otherwise` if it has none, or null. One that is there and
/// cannot be read is a problem: to take another in its place would mean another place.
outcome<int> reference_of(const nlohmann::json& object, int otherwise);

// Areas from request parameters. `default_wkid` holds where the text names none. Rings are closed if they are not.

/// Esri JSON of an envelope {xmin..} or of a polygon {rings}, or `xmin,ymin,xmax,ymax`.
outcome<area> read_area(const std::string& parameter, int default_wkid);
/// {rings} alone.
outcome<area> read_polygon(const std::string& parameter, int default_wkid);
/// {features} alone: what their polygons cover together, in the reference of the first.
outcome<area> read_feature_set(const std::string& parameter, int default_wkid);

/// A reference parameter: a number, JSON, or `otherwise` if it is absent. Nothing if it names no usable id.
std::optional<int> read_reference(const std::string& parameter, int otherwise);

} // namespace sandbox
