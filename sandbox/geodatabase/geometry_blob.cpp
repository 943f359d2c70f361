#include "sandbox/geodatabase/geometry_blob.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sandbox {

namespace {

struct grid_point {
  std::int64_t x{};
  std::int64_t y{};
  std::int64_t z{};
  friend bool operator==(const grid_point&, const grid_point&) = default;
};

using grid_path = std::vector<grid_point>;

constexpr std::int64_t separator_x = -1, separator_y = 0;
constexpr std::uint32_t always_boxed_above = 10; // stored vertices; up to there no envelope is stored

// Geometry type and entity: what the bytes at 8 and 9 say.
struct shape_kind {
  char type;
  char entity;
};
constexpr shape_kind point_kind{0x04, 1}, multipoint_kind{0x08, 1}, line_kind{0x14, 4}, area_kind{0x18, 8};
constexpr char many_parts = 0x40, has_z = 0x02;

bool same_place(grid_point a, grid_point b) { return a.x == b.x && a.y == b.y; }

point in_world(grid_point p, const storage_grid& grid) {
  return {static_cast<double>(p.x) / grid.units + grid.false_x, static_cast<double>(p.y) / grid.units + grid.false_y};
}

/// Part `index` of a shape on the grid.
grid_path quantise(const geometry& shape, std::size_t index, const storage_grid& grid, bool with_z) {
  const path& line = shape.parts[index];
  const bool known_heights = with_z && index < shape.heights.size();
  grid_path whole;
  for (std::size_t i = 0; i < line.size(); ++i) {
    grid_point next{
      std::llround((line[i].x - grid.false_x) * grid.units), std::llround((line[i].y - grid.false_y) * grid.units), 0};
    if (with_z)
      next.z = std::llround(((known_heights ? shape.heights[index][i] : 0) - grid.false_z) * grid.z_units);
    if (shape.type == geometry_type::multipoint || whole.empty() || whole.back() != next)
      whole.push_back(next);
  }
  return whole;
}

/// A reader takes a ring to end where it comes back to its first vertex. A ring that touches itself there begins
/// elsewhere.
void begin_at_lone_vertex(grid_path& ring) {
  ring.pop_back();
  const auto lone = std::find_if(ring.begin(), ring.end(), [&](grid_point p) {
    return std::count_if(ring.begin(), ring.end(), [&](grid_point other) { return same_place(p, other); }) == 1;
  });
  if (lone != ring.end())
    std::rotate(ring.begin(), lone, ring.end());
  ring.push_back(ring.front());
}

/// The parts as they are stored: lines, or polygons that are an outer ring with its holes behind it.
std::vector<grid_path> stored_parts(const geometry& shape, const storage_grid& grid, bool with_z) {
  std::vector<grid_path> parts;
  const bool rings = shape.type == geometry_type::polygon;
  bool outer_kept = false;
  for (std::size_t i = 0; i < shape.parts.size(); ++i) {
    const bool hole = rings && doubled_area(shape.parts[i]) > 0;
    if (hole && !outer_kept)
      continue;
    grid_path whole = quantise(shape, i, grid, with_z);
    const bool kept = whole.size() >= (rings ? 4u : shape.type == geometry_type::polyline ? 2u : 1u);
    if (!hole)
      outer_kept = kept;
    if (!kept)
      continue;
    if (rings) {
      std::reverse(whole.begin(), whole.end());
      begin_at_lone_vertex(whole);
    }
    if (hole) {
      parts.back().insert(parts.back().end(), whole.begin(), whole.end());
    } else {
      parts.push_back(std::move(whole));
    }
  }
  return parts;
}

void append_little_endian(std::string& bytes, std::uint32_t number, int count) {
  for (int i = 0; i < count; ++i)
    bytes += static_cast<char>(number >> (8 * i) & 0xff);
}

shape_kind kind_of(geometry_type type) {
  switch (type) {
  case geometry_type::point: return point_kind;
  case geometry_type::multipoint: return multipoint_kind;
  case geometry_type::polyline: return line_kind;
  case geometry_type::polygon:
  case geometry_type::none: break;
  }
  return area_kind;
}

/// Differences from vertex to vertex, with a separator between parts; then those of the heights, where a separator
/// has a place, too.
std::string vertex_stream(const std::vector<grid_path>& parts, bool with_z) {
  std::string bytes, heights;
  grid_point last;
  const auto append = [&](grid_point next) {
    append_signed(bytes, next.x - last.x);
    append_signed(bytes, next.y - last.y);
    if (with_z)
      append_signed(heights, next.z - last.z);
    last = next;
  };
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (part > 0)
      append({separator_x, separator_y, last.z});
    for (grid_point vertex : parts[part])
      append(vertex);
  }
  return bytes + heights;
}

/// The corners on the grid, as four numbers in the order of the format.
void append_box(std::string& bytes, const std::vector<grid_path>& parts) {
  grid_point low = parts[0][0], high = low;
  for (const grid_path& part : parts) {
    for (grid_point p : part) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y), 0};
      high = {std::max(high.x, p.x), std::max(high.y, p.y), 0};
    }
  }
  for (std::int64_t number : {low.x, low.y, high.x, high.y})
    append_signed(bytes, number);
}

} // namespace

std::optional<storage_grid> standard_grid(int wkid) {
  switch (wkid) {
  case web_mercator: return storage_grid{web_mercator, -20037700, -30241100, 10000};
  case wgs84: return storage_grid{wgs84, -400, -400, 1e9};
  default: return std::nullopt;
  }
}

void append_signed(std::string& bytes, std::int64_t number) {
  auto rest = static_cast<std::uint64_t>(number < 0 ? -number : number);
  unsigned byte = static_cast<unsigned>(rest & 0x3f) | (number < 0 ? 0x40u : 0u);
  for (rest >>= 6; rest != 0; rest >>= 7) {
    bytes += static_cast<char>(byte | 0x80u);
    byte = static_cast<unsigned>(rest & 0x7f);
  }
  bytes += static_cast<char>(byte);
}

encoded_shape encode_shape(const geometry& shape, const storage_grid& grid, bool with_z) {
  const std::vector<grid_path> parts = stored_parts(shape, grid, with_z);
  encoded_shape made;
  std::uint32_t vertices = 0;
  for (const grid_path& part : parts) {
    vertices += static_cast<std::uint32_t>(part.size());
    for (grid_point p : part)
      made.extent.include(in_world(p, grid));
  }
  if (!parts.empty())
    vertices += static_cast<std::uint32_t>(parts.size() - 1);

  const shape_kind stored = kind_of(shape.type);
  const bool many = parts.size() > 1 || (shape.type == geometry_type::multipoint && vertices > 1);
  std::string& bytes = made.bytes;
  bytes += '\x64';
  append_little_endian(bytes, static_cast<std::uint32_t>(grid.srid), 3);
  append_little_endian(bytes, vertices, 4);
  bytes += static_cast<char>(stored.type | (with_z ? has_z : 0));
  bytes += parts.empty() ? '\0' : static_cast<char>(stored.entity | (many ? many_parts : 0));
  if (vertices > always_boxed_above)
    append_box(bytes, parts);
  if (parts.size() > 1) {
    append_signed(bytes, static_cast<std::int64_t>(parts.size() - 1));
    for (std::size_t part = 0; part + 1 < parts.size(); ++part)
      append_signed(bytes, static_cast<std::int64_t>(parts[part].size() + 1));
  }
  const std::string stream = vertex_stream(parts, with_z);
  std::string length;
  append_signed(length, static_cast<std::int64_t>(stream.size()));
  length.resize(4, '\0');
  bytes += length;
  bytes.append(with_z ? std::string_view{"\x01\x01\x00\x00", 4} : std::string_view{"\x01\x00\x00\x00", 4});
  bytes += stream;
  return made;
}

} // namespace sandbox
