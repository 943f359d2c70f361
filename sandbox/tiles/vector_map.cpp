#include "sandbox/tiles/vector_map.hpp"

#include <mutex>
#include <optional>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"
#include "sandbox/tiles/map_labels.hpp"
#include "sandbox/tiles/map_shapes.hpp"
#include "sandbox/tiles/mvt_writer.hpp"
#include "sandbox/tiles/vector_tree.hpp"

namespace sandbox {

namespace {

constexpr int states_layer_from = 3, counties_layer_from = 6, tints = 7;

/// About what letters take: the tile's reader has its own font.
double estimated_width(label_kind kind, const std::string& text) {
  return 0.6 * letter_size(kind) * static_cast<double>(text.size());
}

const char* kind_name(label_kind kind) {
  switch (kind) {
  case label_kind::country: return "country";
  case label_kind::state: return "state";
  case label_kind::county: break;
  }
  return "county";
}

mvt_layer polygon_layer(const char* name, const std::vector<map_shape>& shapes, const envelope& tile) {
  mvt_layer layer{name, tile};
  const double margin = (tile.max_x - tile.min_x) * mvt_layer::buffer / mvt_layer::extent;
  const envelope around{tile.min_x - margin, tile.min_y - margin, tile.max_x + margin, tile.max_y + margin};
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const map_shape& shape = shapes[i];
    if (!shape.extent.intersects(around))
      continue;
    mvt_attributes attributes{
      {"name", shape.source->name}, {"code", shape.source->code}, {"tint", tint_of(*shape.source, tints)}};
    if (!shape.source->parent.empty())
      attributes.emplace_back("state", shape.source->parent);
    layer.add_polygon(i + 1, shape.rings, attributes);
  }
  return layer;
}

mvt_layer label_layer(const std::vector<map_label>& labels, const envelope& tile) {
  mvt_layer layer{"labels", tile};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    layer.add_point(i + 1, labels[i].place,
      {{"name", labels[i].text}, {"kind", std::string{kind_name(labels[i].kind)}}, {"rank", labels[i].rank}});
  }
  return layer;
}

} // namespace

struct vector_map::content {
  content(const base_map& base, int last, bool with_index)
    : last_level{last},
      indexed{with_index},
      shapes{base, web_mercator},
      labels{base, web_mercator, false, estimated_width} {}

  /// `fine`: as exact as the data are, for a tile that serves finer levels too.
  std::string cut(const tile_address& tile, bool fine) const {
    // Shapes and labels are chosen for pixels of the 256 pixel grid, whose next level is as fine.
    const int detail = tile.level + 1;
    const shape_level& found = shapes.at(fine ? map_shapes::full_detail : detail);
    const envelope box = scheme_of(tile_scheme::vector512).bounds(tile);
    std::vector<mvt_layer> layers{polygon_layer("countries", found.countries, box)};
    if (tile.level >= states_layer_from || fine)
      layers.push_back(polygon_layer("states", found.states, box));
    if (tile.level >= counties_layer_from || fine)
      layers.push_back(polygon_layer("counties", found.counties, box));
    layers.push_back(label_layer(labels.at(detail), box));
    std::string bytes;
    for (const mvt_layer& layer : layers) {
      if (!layer.empty())
        layer.append_to(bytes);
    }
    return bytes.empty() ? bytes : gzip(bytes);
  }

  const vector_tree& tree() const {
    std::call_once(tree_made, [this] {
      made_tree.emplace(
        shapes, labels, last_level, [this](const tile_address& tile) { return cut(tile, true).empty(); });
      made_index = made_tree->index();
    });
    return *made_tree;
  }

  int last_level;
  bool indexed;
  map_shapes shapes;
  map_labels labels;
  mutable std::once_flag tree_made;
  mutable std::optional<vector_tree> made_tree;
  mutable nlohmann::json made_index;
};

vector_map::vector_map(const base_map& base, int last_level, bool indexed)
  : content_{std::make_unique<content>(base, last_level, indexed)} {}

vector_map::~vector_map() = default;

std::string vector_map::render_tile(const tile_address& tile) const {
  if (!content_->indexed)
    return content_->cut(tile, false);
  const auto node = content_->tree().at(tile);
  return node == vector_tree::node::none ? std::string{} : content_->cut(tile, node == vector_tree::node::leaf);
}

bool vector_map::is_indexed() const { return content_->indexed; }

bool vector_map::may_have(const tile_address& tile) const {
  return !content_->indexed || content_->tree().at(tile) != vector_tree::node::none;
}

const nlohmann::json& vector_map::index() const {
  content_->tree();
  return content_->made_index;
}

int vector_map::last_level() const { return content_->last_level; }

} // namespace sandbox
