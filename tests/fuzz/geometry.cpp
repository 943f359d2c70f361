#include "proto/arcgis/geometry.hpp"

#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace fuzz {
namespace {

void require_closed(const proto::polygon& shape) {
  require(!shape.rings.empty(), "a polygon has no ring");
  for (const auto& ring : shape.rings)
    require(ring.size() >= 4 && ring.front() == ring.back(), "a ring is open");
}

} // namespace

void geometry(const nlohmann::json& document) {
  if (const auto reference = proto::read_spatial_reference(document)) {
    require(reference->given() && proto::same(*reference, *reference), "a reference is none, or not itself");
    require_same_again(*reference, proto::read_spatial_reference);
  }
  if (const auto box = proto::read_envelope(document))
    require_same_again(*box, proto::read_envelope);
  const auto area = proto::read_area(document);
  if (!area)
    return;
  require_same_again(*area, proto::read_area);
  if (const auto* shape = std::get_if<proto::polygon>(&*area))
    require_closed(*shape);
  const auto box = proto::box_of(*area);
  require(std::isfinite(box.xmin) && box.xmin <= box.xmax && box.ymin <= box.ymax, "a box is inside out");
  require(proto::same(box.spatial_reference, proto::reference_of(*area)), "a box is of another reference");
}

} // namespace fuzz
