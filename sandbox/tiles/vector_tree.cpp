#include "sandbox/tiles/vector_tree.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "sandbox/tiles/clip.hpp"
#include "sandbox/tiles/mvt_writer.hpp"

namespace sandbox {

namespace {

using nlohmann::json;
using tile_key = std::tuple<int, std::int64_t, std::int64_t>;

tile_key key_of(const tile_address& tile) { return {tile.level, tile.row, tile.column}; }

/// North-west, north-east, south-west, south-east.
std::vector<tile_address> children_of(const tile_address& tile) {
  std::vector<tile_address> found;
  for (std::int64_t row : {0, 1}) {
    for (std::int64_t column : {0, 1})
      found.push_back({tile.level + 1, 2 * tile.row + row, 2 * tile.column + column});
  }
  return found;
}

double area_of(const envelope& box) { return (box.max_x - box.min_x) * (box.max_y - box.min_y); }

envelope with_buffer(const envelope& tile) {
  const double margin = (tile.max_x - tile.min_x) * mvt_layer::buffer / mvt_layer::extent;
  return {tile.min_x - margin, tile.min_y - margin, tile.max_x + margin, tile.max_y + margin};
}

/// `node` is one of the tiles; `has` tells the others.
template <typename Has>
json index_below(const tile_address& node, const Has& has) {
  json four = json::array();
  bool any = false;
  for (const tile_address& child : children_of(node)) {
    const bool there = has(child);
    any = any || there;
    four.push_back(there ? index_below(child, has) : json(0));
  }
  return any ? four : json(1);
}

template <typename Has>
json whole_index(const Has& has) {
  json top = index_below({}, has);
  return {{"index", top.is_array() ? top : json{0, 0, 0, 0}}}; // the outermost list is always there
}

} // namespace

struct vector_tree::builder {
  vector_tree& tree;
  const map_labels& labels;
  int last_level;
  const std::function<bool(const tile_address&)>& is_empty;

  /// From here on a level more moves no line by more than a pixel.
  bool is_fine(int level) const { return level >= last_level - 3; }

  /// All that a tile shows of one region after the other.
  static std::vector<path> clipped(const std::vector<path>& rings, const envelope& box) {
    std::vector<path> kept;
    for (const path& ring : rings) {
      path part = clip_ring(ring, box);
      if (!part.empty() && doubled_area(part) != 0)
        kept.push_back(std::move(part));
    }
    return kept;
  }

  static bool covers(const path& ring, const envelope& box) {
    return std::abs(std::abs(doubled_area(ring)) / 2 - area_of(box)) < 1e-9 * area_of(box);
  }

  /// Whether a finer level has a label here that this one lacks.
  bool has_new_labels(const tile_address& tile, const envelope& box) const {
    const auto here = [&](const map_label& label) {
      return label.place.x >= box.min_x && label.place.x < box.max_x && label.place.y >= box.min_y
        && label.place.y < box.max_y;
    };
    // Labels are chosen for pixels of the 256 pixel grid, whose next level is as fine.
    const auto& shown = labels.at(tile.level + 1);
    for (int level = tile.level + 1; level <= last_level; ++level) {
      for (const map_label& label : labels.at(level + 1)) {
        const bool is_shown = !here(label) || std::any_of(shown.begin(), shown.end(), [&](const map_label& other) {
          return other.kind == label.kind && other.place == label.place;
        });
        if (!is_shown)
          return true;
      }
    }
    return false;
  }

  void add(const tile_address& tile, const std::vector<path>& from) {
    const envelope bounds = scheme_of(tile_scheme::vector512).bounds(tile), box = with_buffer(bounds);
    const std::vector<path> rings = clipped(from, box);
    if (rings.empty())
      return;
    const bool obvious = std::any_of(
      rings.begin(), rings.end(), [&](const path& ring) { return std::abs(doubled_area(ring)) > area_of(box) / 100; });
    if (!obvious && is_empty(tile))
      return;
    const bool settled = is_fine(tile.level)
      || std::all_of(rings.begin(), rings.end(), [&](const path& ring) { return covers(ring, box); });
    if (tile.level >= last_level || (settled && !has_new_labels(tile, bounds))) {
      tree.nodes_[key_of(tile)] = node::leaf;
      return;
    }
    tree.nodes_[key_of(tile)] = node::inner;
    for (const tile_address& child : children_of(tile))
      add(child, rings);
  }
};

vector_tree::vector_tree(const map_shapes& shapes, const map_labels& labels, int last_level,
  const std::function<bool(const tile_address&)>& is_empty) {
  std::vector<path> rings;
  const shape_level& all = shapes.at(map_shapes::full_detail);
  for (const auto* kind : {&all.countries, &all.states, &all.counties}) {
    for (const map_shape& shape : *kind)
      rings.insert(rings.end(), shape.rings.begin(), shape.rings.end());
  }
  builder{*this, labels, last_level, is_empty}.add({}, rings);
}

vector_tree::node vector_tree::at(const tile_address& tile) const {
  const auto found = nodes_.find(key_of(tile));
  return found == nodes_.end() ? node::none : found->second;
}

json vector_tree::index() const {
  return whole_index([this](const tile_address& tile) { return nodes_.contains(key_of(tile)); });
}

json index_of(const std::set<tile_key>& tiles) {
  return whole_index([&](const tile_address& tile) { return tiles.contains(key_of(tile)); });
}

} // namespace sandbox
