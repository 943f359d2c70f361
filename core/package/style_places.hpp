#pragma once

#include "core/plan/planner.hpp"
#include "proto/record/layer_record.hpp"

#include <string>
#include <vector>

namespace core {

/// Where a layer's own style lies in the package. Borrows from plan and layers.
struct style_place {
  const layer_style& style;
  const proto::layer_record& layer;
  const proto::artifact_record& package; ///< the tiles that it is for
  std::string folder;                    ///< in p13; named after the tile package, numbered

  /// For the map, as `path` is. No form of this reference is documented.
  std::string path() const { return "file:./" + folder + "/styles/root.json"; }
};

/// Those of layers that have been taken.
std::vector<style_place> style_places(const offline_plan& plan, const std::vector<proto::layer_record>& layers);

} // namespace core
