#include "sandbox/geodatabase/replica_rows.hpp"

#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

constexpr double julian_epoch = 2440587.5; // 1970-01-01 in days
constexpr double milliseconds_per_day = 86400000;

/// An attribute as its column stores it.
cell stored(const value& held, field_type type) {
  if (const auto* whole = std::get_if<std::int64_t>(&held)) {
    if (type == field_type::date)
      return static_cast<double>(*whole) / milliseconds_per_day + julian_epoch;
    if (type == field_type::single || type == field_type::real)
      return static_cast<double>(*whole);
    return *whole;
  }
  return std::visit([](const auto& one) -> cell { return one; }, held);
}

} // namespace

outcome<bool> write_features(table_writer& into, const replica_layer& layer, const storage_grid& grid) {
  const table& source = *layer.source;
  for (const std::size_t row : layer.rows) {
    const feature& one = source.rows[row];
    std::vector<cell> cells;
    for (std::size_t i = 0; i < one.attributes.size(); ++i)
      cells.push_back(stored(one.attributes[i], source.fields[i].type));
    envelope extent;
    if (source.is_spatial()) {
      const auto moved = project(one.shape, wgs84, grid.srid);
      if (!moved)
        return problem{moved.error()};
      encoded_shape shape = encode_shape(*moved, grid, source.has_z);
      extent = shape.extent;
      cells.push_back(one.shape.empty() ? cell{} : cell{blob{std::move(shape.bytes)}});
    }
    into.add(one.object_id, std::move(cells), extent);
  }
  return true;
}

outcome<bool> write_attachments(table_writer& into, const replica_layer& layer) {
  const table& source = *layer.source;
  for (const std::size_t index : layer.attachments) {
    const attachment& one = source.attachments[index];
    std::string bytes = source.pictures ? source.pictures->bytes(one) : std::string{};
    if (bytes.size() != one.size)
      return problem{"the attachment " + one.name + " cannot be read"};
    into.add(one.id,
      {one.id, one.global_id, source.rows[one.row].global_id, one.content_type, one.name,
        static_cast<std::int64_t>(one.size), blob{std::move(bytes)}});
  }
  return true;
}

} // namespace sandbox
