#include "core/plan/levels_of_detail.hpp"
#include "core/plan/tile_count.hpp"
#include "proto/arcgis/export_tiles.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_root.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fuzz {
namespace {

using nlohmann::json;

void require_ascending(const std::vector<int>& levels) {
  require(std::ranges::adjacent_find(levels, std::greater_equal{}) == levels.end(), "levels do not ascend");
  require(levels.empty() || (levels.front() >= 0 && levels.back() <= proto::deepest_level), "a level is out of range");
}

/// Which levels are chosen, and how many tiles they come to, for any scales and box.
void choose_levels(const proto::tile_service_root& root, const json& document) {
  const core::scale_range map{root.min_scale, root.max_scale};
  const core::scale_range asked{proto::number_in(document, "askedMin").value_or(0),
    std::max(0.0, proto::number_in(document, "askedMax").value_or(0))};
  const auto built = core::level_ids(root);
  require_ascending(built);
  if (const auto deepest = core::max_vector_level(root, map, asked, "service"))
    require(std::ranges::binary_search(built, *deepest), "a level was chosen that is not built");
  const auto levels = core::raster_levels(root, map, asked, "service");
  if (!levels)
    return;
  require_ascending(*levels);
  require(std::ranges::includes(built, *levels), "levels were chosen that are not built");
  if (!root.tiles || !root.full_extent)
    return;
  const auto bounds = core::count_tiles(*root.tiles, *levels, *root.full_extent);
  require(bounds.lower == bounds.upper, "a box has two counts");
}

void tile_service(const json& document, bool is_vector) {
  const auto root = proto::read_tile_service_root(document, is_vector);
  if (!root)
    return;
  require(!root->is_tiled || root->tiles, "a tiled service has no tiles");
  if (root->tiles) {
    std::vector<int> levels;
    for (const auto& lod : root->tiles->lods) {
      levels.push_back(lod.level);
      require(lod.resolution > 0 && lod.scale > 0, "a level has no size");
    }
    require_ascending(levels);
    require(root->tiles->rows > 0 && root->tiles->cols > 0, "a tile has no size");
  }
  choose_levels(*root, document);
}

} // namespace

void services(const json& document) {
  if (const auto root = proto::read_feature_service_root(document))
    for (const auto& layer : root->layers)
      require(layer.id >= 0, "a layer has a negative number");
  if (const auto layer = proto::read_service_layer(document))
    require(layer->id >= 0 && !layer->type.empty(), "a layer has a negative number or no type");
  tile_service(document, false);
  tile_service(document, true);
}

} // namespace fuzz
