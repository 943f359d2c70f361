#include "sandbox/tiles/vector_map.hpp"

#include "sandbox/tiles/map_labels.hpp"
#include "sandbox/tiles/map_shapes.hpp"
#include "sandbox/tiles/mvt_writer.hpp"
#include "sandbox/base/text.hpp"

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
  explicit content(const base_map& base)
    : shapes{base, vector_scheme().levels[0].resolution},
      labels{base, raster_scheme().levels[0].resolution, estimated_width} {}

  map_shapes shapes;
  map_labels labels;
};

vector_map::vector_map(const base_map& base) : content_{std::make_unique<content>(base)} {}

vector_map::~vector_map() = default;

std::string vector_map::render_tile(const tile_address& tile) const {
  const shape_level& shapes = content_->shapes.at(tile.level);
  const envelope box = vector_scheme().bounds(tile);
  std::vector<mvt_layer> layers{polygon_layer("countries", shapes.countries, box)};
  if (tile.level >= states_layer_from)
    layers.push_back(polygon_layer("states", shapes.states, box));
  if (tile.level >= counties_layer_from)
    layers.push_back(polygon_layer("counties", shapes.counties, box));
  // Labels are chosen for pixels of the raster scheme, whose next level is as fine.
  layers.push_back(label_layer(content_->labels.at(tile.level + 1), box));
  std::string bytes;
  for (const mvt_layer& layer : layers) {
    if (!layer.empty())
      layer.append_to(bytes);
  }
  return bytes.empty() ? bytes : gzip(bytes);
}

} // namespace sandbox
