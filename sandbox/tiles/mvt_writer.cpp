#include "sandbox/tiles/mvt_writer.hpp"

#include <algorithm>
#include <cmath>

#include <protozero/pbf_writer.hpp>

#include "sandbox/tiles/clip.hpp"
#include "sandbox/tiles/grid_polygons.hpp"

namespace sandbox {

namespace {

// Field numbers and commands of the specification, section 4.
constexpr protozero::pbf_tag_type tile_layers = 3;
constexpr protozero::pbf_tag_type layer_name = 1, layer_features = 2, layer_keys = 3, layer_values = 4,
                                  layer_extent = 5, layer_version = 15;
constexpr protozero::pbf_tag_type feature_id = 1, feature_tags = 2, feature_type = 3, feature_geometry = 4;
constexpr protozero::pbf_tag_type value_string = 1, value_double = 3, value_int = 4;
constexpr int type_point = 1, type_polygon = 3;
constexpr std::uint32_t move_to = 1, line_to = 2, close_path = 7;

std::uint32_t command(std::uint32_t id, std::size_t count) { return (id & 7) | static_cast<std::uint32_t>(count << 3); }

std::uint32_t zigzag(std::int32_t number) {
  return (static_cast<std::uint32_t>(number) << 1) ^ static_cast<std::uint32_t>(number >> 31);
}

std::string encoded_value(const mvt_value& content) {
  std::string bytes;
  protozero::pbf_writer writer{bytes};
  if (const auto* text = std::get_if<std::string>(&content)) {
    writer.add_string(value_string, *text);
  } else if (const auto* whole = std::get_if<std::int64_t>(&content)) {
    writer.add_int64(value_int, *whole);
  } else {
    writer.add_double(value_double, std::get<double>(content));
  }
  return bytes;
}

} // namespace

mvt_layer::mvt_layer(std::string name, const envelope& tile) : name_{std::move(name)}, tile_{tile} {
  const double margin = (tile.max_x - tile.min_x) * buffer / extent;
  clip_ = {tile.min_x - margin, tile.min_y - margin, tile.max_x + margin, tile.max_y + margin};
}

point mvt_layer::in_units(point p) const {
  const double units = extent / (tile_.max_x - tile_.min_x);
  return {(p.x - tile_.min_x) * units, (p.y - tile_.max_y) * units};
}

void mvt_layer::add_polygon(std::uint64_t id, const std::vector<path>& rings, const mvt_attributes& attributes) {
  std::vector<path> inside;
  bool outer_kept = false;
  for (const path& ring : rings) {
    const bool hole = doubled_area(ring) > 0;
    if (hole && !outer_kept)
      continue;
    path clipped = clip_ring(ring, clip_);
    for (point& p : clipped)
      p = in_units(p);
    const bool kept = !clipped.empty() && (doubled_area(clipped) > 0) == hole;
    if (!hole)
      outer_kept = kept;
    if (kept)
      inside.push_back(std::move(clipped));
  }
  std::vector<std::uint32_t> commands;
  std::int32_t pen_x = 0, pen_y = 0;
  // Turning y around keeps the eye's sense of a ring: outer ones stay clockwise, as the specification wants it.
  for (const path& ring : on_whole_numbers(inside)) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) { // without the closing vertex
      if (i == 0)
        commands.push_back(command(move_to, 1));
      if (i == 1)
        commands.push_back(command(line_to, ring.size() - 2));
      const auto x = static_cast<std::int32_t>(std::lround(ring[i].x)),
                 y = static_cast<std::int32_t>(std::lround(-ring[i].y));
      commands.push_back(zigzag(x - pen_x));
      commands.push_back(zigzag(y - pen_y));
      pen_x = x;
      pen_y = y;
    }
    commands.push_back(command(close_path, 1));
  }
  if (!commands.empty())
    add_feature(id, type_polygon, commands, attributes);
}

void mvt_layer::add_point(std::uint64_t id, point place, const mvt_attributes& attributes) {
  if (place.x < tile_.min_x || place.x >= tile_.max_x || place.y <= tile_.min_y || place.y > tile_.max_y)
    return;
  const point at = in_units(place);
  add_feature(id, type_point,
    {command(move_to, 1), zigzag(static_cast<std::int32_t>(std::lround(at.x))),
      zigzag(static_cast<std::int32_t>(std::lround(-at.y)))},
    attributes);
}

void mvt_layer::add_feature(
  std::uint64_t id, int type, const std::vector<std::uint32_t>& commands, const mvt_attributes& attributes) {
  std::vector<std::uint32_t> tags;
  for (const auto& [key, content] : attributes) {
    tags.push_back(key_index(key));
    tags.push_back(value_index(content));
  }
  std::string bytes;
  protozero::pbf_writer writer{bytes};
  writer.add_uint64(feature_id, id);
  writer.add_packed_uint32(feature_tags, tags.begin(), tags.end());
  writer.add_enum(feature_type, type);
  writer.add_packed_uint32(feature_geometry, commands.begin(), commands.end());
  features_.push_back(std::move(bytes));
}

std::uint32_t mvt_layer::key_index(const std::string& key) {
  const auto found = std::find(keys_.begin(), keys_.end(), key);
  if (found == keys_.end())
    return keys_.push_back(key), static_cast<std::uint32_t>(keys_.size() - 1);
  return static_cast<std::uint32_t>(found - keys_.begin());
}

std::uint32_t mvt_layer::value_index(const mvt_value& content) {
  const auto found = std::find(values_.begin(), values_.end(), content);
  if (found == values_.end())
    return values_.push_back(content), static_cast<std::uint32_t>(values_.size() - 1);
  return static_cast<std::uint32_t>(found - values_.begin());
}

void mvt_layer::append_to(std::string& tile) const {
  protozero::pbf_writer tile_writer{tile};
  protozero::pbf_writer layer{tile_writer, tile_layers};
  layer.add_uint32(layer_version, 2);
  layer.add_string(layer_name, name_);
  for (const std::string& feature : features_)
    layer.add_message(layer_features, feature);
  for (const std::string& key : keys_)
    layer.add_string(layer_keys, key);
  for (const mvt_value& content : values_)
    layer.add_message(layer_values, encoded_value(content));
  layer.add_uint32(layer_extent, extent);
}

} // namespace sandbox
