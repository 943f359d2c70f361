#pragma once

#include <memory>

#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/model/service_data.hpp"
#include "tests/sandbox/geodatabase/sample_replica.hpp"

namespace sandbox {

/// A small service with everything that a replica may hold: 0 signs (points, one of them without a place; subtypes,
/// attachments), 1 paths (lines in parts, with heights), 2 groves (multipoints), 3 repairs (a table; of signs, with a
/// range domain and attachments of its own).
inline service_data trail_service() {
  class letters : public attachment_source {
  public:
    std::string bytes(const attachment& which) const override {
      return std::string(which.size, static_cast<char>('a' + which.source));
    }
  };
  const auto id = [](int table, int row) {
    return "{0000000" + std::to_string(table) + "-0000-4000-8000-00000000000" + std::to_string(row) + "}";
  };
  const auto made_table = [](int number, const char* name, geometry_type type) {
    table made;
    made.id = number;
    made.name = name;
    made.type = type;
    made.capabilities = "Create,Delete,Editing,Query,Sync,Update";
    made.fields = {{"OBJECTID", "OBJECTID", field_type::object_id, 0, false, false, "", {}},
      {"GlobalID", "GlobalID", field_type::global_id, 38, false, false, "", {}}};
    return made;
  };
  service_data service;
  service.name = "Trails";
  service.capabilities = "Create,Delete,Editing,Query,Sync,Update";
  domain grade{"Grade", "", field_type::real, {}, std::pair{0.0, 100.0}};
  domain surface{
    "Surface", "", field_type::small_integer, {{std::int64_t{1}, "Gravel"}, {std::int64_t{2}, "Rock"}}, {}};
  service.domains = {grade, surface};

  table signs = made_table(0, "Sign posts", geometry_type::point);
  signs.fields.push_back({"KIND", "Kind", field_type::integer, 0, false, true, "", std::int64_t{1}});
  signs.fields.push_back({"order", "Order", field_type::small_integer, 0, true, true, "", {}});
  signs.subtype_field = "KIND";
  signs.default_subtype = 1;
  signs.subtypes = {{1, "Foot path", {{"order", "Surface"}}, {{"order", std::int64_t{2}}}}, {2, "Road", {}, {}}};
  for (int row = 1; row <= 3; ++row) {
    feature one{row, id(0, row), {std::int64_t{row}, id(0, row), std::int64_t{1}, std::int64_t{2}}, {}};
    if (row != 2)
      one.shape = {geometry_type::point, {{{-110.0 + row, 38}}}};
    signs.rows.push_back(one);
  }
  signs.has_attachments = true;
  signs.attachments = {{1, id(5, 1), 0, "a.png", "image/png", "", 5, 1},
    {2, id(5, 2), 0, "b.png", "image/png", "", 0, 2}, {3, id(5, 3), 2, "c.jpg", "image/jpeg", "", 70000, 3}};
  signs.pictures = std::make_shared<letters>();

  table paths = made_table(1, "Paths", geometry_type::polyline);
  paths.has_z = true;
  paths.rows = {{1, id(1, 1), {std::int64_t{1}, id(1, 1)},
    {geometry_type::polyline, {{{-110, 38}, {-109.9, 38}}, {{-109.8, 38.1}, {-109.7, 38.2}}},
      {{1500, 1600}, {1700, -3}}}}};
  table groves = made_table(2, "Groves", geometry_type::multipoint);
  groves.rows = {{1, id(2, 1), {std::int64_t{1}, id(2, 1)}, {geometry_type::multipoint, {{{-110, 38}, {-109, 39}}}}}};

  table repairs = made_table(3, "Repairs", geometry_type::none);
  repairs.fields.push_back({"SIGN", "Sign", field_type::guid, 38, true, true, "", {}});
  repairs.fields.push_back({"GRADE", "Grade", field_type::real, 0, true, true, "Grade", 12.5});
  for (int row = 1; row <= 3; ++row)
    repairs.rows.push_back(
      {row, id(3, row), {std::int64_t{row}, id(3, row), row == 3 ? value{} : value{id(0, row)}, 7.5}, {}});
  service.tables = {signs, paths, groves, repairs};
  service.relationships = {{0, "Sign repairs", 0, 3, "GlobalID", "SIGN", cardinality::one_to_many, false}};
  return service;
}

/// A replica of all of it.
inline replica_request trail_replica(const service_data& service) {
  replica_request request;
  request.service = &service;
  request.service_url = "https://sandbox.example/server/rest/services/Trails/FeatureServer";
  request.service_json = {{"layers", nlohmann::json::array()}};
  for (const table& source : service.tables) {
    replica_layer one;
    one.source = &source;
    for (std::size_t row = 0; row < source.rows.size(); ++row)
      one.rows.push_back(row);
    for (std::size_t file = 0; file < source.attachments.size(); ++file)
      one.attachments.push_back(file);
    one.layer_json = sample_layer_json(source);
    one.use_geometry = source.is_spatial();
    request.layers.push_back(std::move(one));
  }
  request.replica_name = "trails";
  request.replica_id = "11111111-2222-3333-4444-55555555abcd";
  request.returns_attachments = true;
  request.attachments = attachment_direction::bidirectional;
  request.extent = {{geometry_type::polygon, make_area({-111, 37, -109, 39}, wgs84).rings}, wgs84};
  return request;
}

} // namespace sandbox
