#include "sandbox/features/extent_document.hpp"

#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

using nlohmann::json;

json extent_json(const envelope& box, int wkid) {
  if (box.empty())
    return {{"xmin", "NaN"}, {"ymin", "NaN"}, {"xmax", "NaN"}, {"ymax", "NaN"},
      {"spatialReference", spatial_reference_json(wkid)}};
  return to_esri_json(box, wkid);
}

json service_extent_json(const envelope& degrees) {
  envelope metres;
  if (!degrees.empty()) {
    for (const point corner : {point{degrees.min_x, degrees.min_y}, point{degrees.max_x, degrees.max_y}}) {
      if (const auto moved = project(corner, wgs84, web_mercator))
        metres.include(*moved);
    }
  }
  return extent_json(metres, web_mercator);
}

} // namespace sandbox
