#pragma once

#include <memory>
#include <string>

#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// Attachments whose bytes are their number, again and again.
class counted_bytes : public attachment_source {
public:
  std::string bytes(const attachment& which) const override {
    return std::string(which.size, static_cast<char>('0' + which.id));
  }
};

/// A service small enough to know by heart: four trails (0), the last of them without a place, and five repairs (1) that
/// name the trail they belong to.
inline service_data small_service() {
  const auto column = [](const char* name, field_type type, int length = 0) {
    field made;
    made.name = made.alias = name;
    made.type = type;
    made.length = length;
    made.editable = type != field_type::object_id && type != field_type::global_id;
    return made;
  };
  const auto id = [](int number) { return "{00000000-0000-4000-8000-00000000000" + std::to_string(number) + "}"; };

  service_data service;
  service.name = service.title = "Small";
  service.capabilities = "Create,Delete,Editing,Query,Sync,Update";
  service.max_record_count = 3;
  domain grade;
  grade.name = "Grade";
  grade.range = {0, 10};
  service.domains.push_back(grade);

  table trails;
  trails.id = 0;
  trails.name = trails.display_field = "NAME";
  trails.name = "Trails";
  trails.capabilities = service.capabilities;
  trails.type = geometry_type::polyline;
  trails.has_z = true;
  trails.has_attachments = true;
  trails.fields = {column("OBJECTID", field_type::object_id), column("GlobalID", field_type::global_id),
    column("NAME", field_type::text, 20), column("KIND", field_type::small_integer), column("KM", field_type::real),
    column("OPENED", field_type::date)};
  trails.fields[3].domain = "Grade";
  const auto trail = [&](int number, value kind, value km, std::vector<path> parts) {
    feature row;
    row.object_id = number;
    row.global_id = id(number);
    row.attributes = {std::int64_t{number}, row.global_id, "Trail " + std::to_string(number), kind, km,
      std::int64_t{1'700'000'000'000 + number}};
    row.shape = {parts.empty() ? geometry_type::none : geometry_type::polyline, parts, {}};
    for (const path& part : parts)
      row.shape.heights.emplace_back(part.size(), 100.0 * number);
    trails.rows.push_back(row);
    trails.extent.include(row.shape.extent());
  };
  trail(1, std::int64_t{1}, 2.5, {{{-110, 38}, {-109.9, 38.1}, {-109.8, 38.1}}});
  trail(2, std::int64_t{2}, 4.0, {{{-110, 39}, {-109.9, 39}}, {{-109.5, 39.2}, {-109.4, 39.3}}});
  trail(3, std::int64_t{1}, value{}, {{{-100, 40}, {-99, 40}}});
  trail(4, value{}, 1.0, {});
  for (int number : {1, 2, 3}) {
    const std::string name = "picture " + std::to_string(number) + ".png";
    trails.attachments.push_back({number, id(number + 4), number == 3 ? 1U : 0U, name, "image/png", "sign",
      static_cast<std::uint64_t>(10 * number), 0});
  }
  trails.pictures = std::make_shared<counted_bytes>();

  table repairs;
  repairs.id = 1;
  repairs.name = "Repairs";
  repairs.capabilities = service.capabilities;
  repairs.fields = {column("OBJECTID", field_type::object_id), column("GlobalID", field_type::global_id),
    column("TRAIL", field_type::guid), column("COST", field_type::integer)};
  const int belongs_to[] = {1, 1, 2, 3, 1};
  for (int number = 1; number <= 5; ++number) {
    feature row;
    row.object_id = number;
    row.global_id = "{10000000-0000-4000-8000-00000000000" + std::to_string(number) + "}";
    row.attributes = {std::int64_t{number}, row.global_id, id(belongs_to[number - 1]), std::int64_t{100 * number}};
    repairs.rows.push_back(row);
  }
  service.tables = {trails, repairs};
  relationship link;
  link.id = 7;
  link.name = "TrailRepairs";
  link.origin = 0;
  link.destination = 1;
  link.origin_key = "GlobalID";
  link.destination_key = "TRAIL";
  service.relationships.push_back(link);
  return service;
}

} // namespace sandbox
