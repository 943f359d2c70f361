#include "sandbox/features/pbf_features.hpp"

#include <cmath>

#include <protozero/pbf_writer.hpp>

#include "sandbox/features/field_document.hpp"
#include "sandbox/features/sql_term.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

using protozero::pbf_writer;

constexpr double height_cell = 1e-4;
constexpr double height_origin = -100'000;
constexpr std::uint32_t sql_type_other = 16;

std::uint32_t pbf_type(geometry_type type) {
  switch (type) {
  case geometry_type::point: return 0;
  case geometry_type::multipoint: return 1;
  case geometry_type::polyline: return 2;
  case geometry_type::polygon: return 3;
  case geometry_type::none: break;
  }
  return 127;
}

std::uint32_t pbf_type(field_type type) {
  switch (type) {
  case field_type::small_integer: return 0;
  case field_type::integer: return 1;
  case field_type::single: return 2;
  case field_type::real: return 3;
  case field_type::text: return 4;
  case field_type::date: return 5;
  case field_type::object_id: return 6;
  case field_type::guid: return 10;
  case field_type::global_id: break;
  }
  return 11;
}

/// proto3 leaves out what is zero.
void add_number(pbf_writer& into, std::uint32_t tag, std::uint32_t number) {
  if (number != 0)
    into.add_uint32(tag, number);
}

void add_reference(pbf_writer& into, std::uint32_t tag, int wkid) {
  const int canonical = canonical_wkid(wkid);
  pbf_writer reference{into, tag};
  reference.add_uint32(1, static_cast<std::uint32_t>(canonical == web_mercator ? 102100 : canonical));
  reference.add_uint32(2, static_cast<std::uint32_t>(canonical));
}

void add_transform(pbf_writer& into, const feature_set& from) {
  const coordinate_grid& grid = *from.grid;
  pbf_writer transform{into, 12};
  add_number(transform, 1, grid.lower_left ? 1 : 0);
  {
    pbf_writer scale{transform, 2};
    scale.add_double(1, grid.cell);
    scale.add_double(2, grid.cell);
    if (from.has_z)
      scale.add_double(4, height_cell);
  }
  pbf_writer translate{transform, 3};
  translate.add_double(1, grid.origin.x);
  translate.add_double(2, grid.origin.y);
  if (from.has_z)
    translate.add_double(4, height_origin);
}

void add_field(pbf_writer& into, const field& column, const service_data& service) {
  pbf_writer made{into, 13};
  made.add_string(1, column.name);
  add_number(made, 2, pbf_type(column.type));
  made.add_string(3, column.alias);
  made.add_enum(4, static_cast<std::int32_t>(sql_type_other));
  if (const domain* rule = service.find_domain(column.domain))
    made.add_string(5, domain_json(*rule).dump());
  if (!std::holds_alternative<std::monostate>(column.default_value))
    made.add_string(6, to_json(column.default_value).dump());
}

void add_value(pbf_writer& into, const value& held, field_type type) {
  if (std::holds_alternative<std::monostate>(held)) {
    into.add_message(1, "", 0); // a nested writer would leave out what is empty
    return;
  }
  pbf_writer made{into, 1};
  if (const auto* text = std::get_if<std::string>(&held)) {
    made.add_string(1, *text);
    return;
  }
  const auto* whole = std::get_if<std::int64_t>(&held);
  if (type == field_type::single)
    made.add_float(2, static_cast<float>(as_real(held)));
  else if (whole == nullptr || type == field_type::real)
    made.add_double(3, as_real(held));
  else if (type == field_type::object_id)
    made.add_uint32(5, static_cast<std::uint32_t>(*whole));
  else if (type == field_type::date)
    made.add_sint64(8, *whole);
  else
    made.add_sint32(4, static_cast<std::int32_t>(*whole));
}

void add_shape(pbf_writer& into, std::uint32_t tag, const geometry& shape, bool has_z) {
  std::vector<std::uint32_t> lengths;
  std::vector<std::int64_t> coordinates;
  for (std::size_t part = 0; part < shape.parts.size(); ++part) {
    std::int64_t x = 0, y = 0; // each part begins anew
    lengths.push_back(static_cast<std::uint32_t>(shape.parts[part].size()));
    for (std::size_t i = 0; i < shape.parts[part].size(); ++i) {
      const point& p = shape.parts[part][i];
      const auto next_x = static_cast<std::int64_t>(p.x), next_y = static_cast<std::int64_t>(p.y);
      coordinates.push_back(next_x - x);
      coordinates.push_back(next_y - y);
      x = next_x;
      y = next_y;
      if (has_z) // never a difference
        coordinates.push_back(
          shape.heights.empty() ? 0 : std::llround((shape.heights[part][i] - height_origin) / height_cell));
    }
  }
  pbf_writer made{into, tag};
  made.add_packed_uint32(2, lengths.begin(), lengths.end());
  made.add_packed_sint64(3, coordinates.begin(), coordinates.end());
}

void add_feature(pbf_writer& into, const feature_set& from, std::size_t which) {
  pbf_writer made{into, 15};
  for (std::size_t i = 0; i < from.fields.size(); ++i)
    add_value(made, from.attributes[which][i], from.fields[i].type);
  if (!from.shapes.empty() && !from.shapes[which].empty())
    add_shape(made, 2, from.shapes[which], from.has_z);
  if (!from.centroids.empty() && !from.centroids[which].empty())
    add_shape(made, 4, from.centroids[which], false);
}

void add_result(pbf_writer& result, const feature_set& from, const service_data& service) {
  if (!from.object_id_field.empty()) {
    result.add_string(1, from.object_id_field);
    {
      pbf_writer unique{result, 2};
      unique.add_string(1, from.object_id_field);
      unique.add_bool(2, true);
    }
    if (!from.global_id_field.empty())
      result.add_string(3, from.global_id_field);
  }
  add_number(result, 7, pbf_type(from.type));
  if (from.type != geometry_type::none)
    add_reference(result, 8, from.wkid);
  if (from.exceeded)
    result.add_bool(9, true);
  if (from.has_z)
    result.add_bool(10, true);
  if (from.type != geometry_type::none && from.grid)
    add_transform(result, from);
  for (const field& column : from.fields)
    add_field(result, column, service);
  for (std::size_t i = 0; i < from.attributes.size(); ++i)
    add_feature(result, from, i);
}

/// The message around each kind of result, even of an empty one.
std::string in_query_result(std::uint32_t tag, const std::string& result) {
  std::string query_result, collection;
  pbf_writer{query_result}.add_message(tag, result);
  pbf_writer{collection}.add_message(2, query_result);
  return collection;
}

} // namespace

std::string pbf_features(const feature_set& from, const service_data& service) {
  std::string result;
  pbf_writer made{result};
  add_result(made, from, service);
  return in_query_result(1, result);
}

std::string pbf_count(std::size_t count) {
  std::string result;
  if (count != 0)
    pbf_writer{result}.add_uint64(1, count);
  return in_query_result(2, result);
}

std::string pbf_ids(const std::string& object_id_field, const std::vector<std::int64_t>& ids) {
  std::string result;
  pbf_writer made{result};
  made.add_string(1, object_id_field);
  made.add_packed_uint64(3, ids.begin(), ids.end());
  return in_query_result(3, result);
}

std::string pbf_extent(const envelope& box, int wkid, std::optional<std::size_t> count) {
  std::string extent;
  pbf_writer sides{extent};
  std::uint32_t tag = 1;
  for (const double side : {box.min_x, box.min_y, box.max_x, box.max_y})
    sides.add_double(tag++, box.empty() ? std::nan("") : side);
  add_reference(sides, 5, wkid);

  std::string result;
  pbf_writer made{result};
  made.add_message(1, extent);
  if (count)
    made.add_uint64(2, *count);
  return in_query_result(4, result);
}

} // namespace sandbox
