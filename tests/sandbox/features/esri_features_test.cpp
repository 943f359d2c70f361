#include "sandbox/features/esri_features.hpp"

#include <gtest/gtest.h>

#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

/// One feature with a name and the shape of a ring.
feature_set one_ring() {
  feature_set made;
  field name;
  name.name = name.alias = "NAME";
  name.length = 9;
  made.fields = {name};
  made.attributes = {{std::string{"A"}}};
  made.object_ids = {7};
  made.type = geometry_type::polygon;
  made.shapes = {{geometry_type::polygon, {{{0, 0}, {0, 4}, {4, 4}, {0, 0}}}, {}}};
  return made;
}

TEST(EsriFeatures, WriteAttributesAndShape) {
  const json made = esri_feature_json(one_ring(), 0);
  EXPECT_EQ(made.at("attributes"), (json{{"NAME", "A"}}));
  EXPECT_EQ(made.at("geometry").at("rings"), json::parse("[[[0,0],[0,4],[4,4],[0,0]]]"));
  EXPECT_FALSE(made.contains("centroid"));
}

TEST(EsriFeatures, WriteTheWayFromVertexToVertexOnAGrid) {
  feature_set on_grid = one_ring();
  on_grid.grid = coordinate_grid::fine(wgs84);
  on_grid.shapes[0].parts.push_back({{10, 10}, {9, 9}, {10, 9}, {10, 10}});
  EXPECT_EQ(esri_feature_json(on_grid, 0).at("geometry").at("rings"),
    json::parse("[[[0,0],[0,4],[4,0],[-4,-4]],[[10,10],[-1,-1],[1,0],[0,1]]]"));
  on_grid.centroids = {{geometry_type::point, {{{3, 2}}}, {}}};
  EXPECT_EQ(esri_feature_json(on_grid, 0).at("centroid"), (json{{"x", 3}, {"y", 2}}));
  on_grid.shapes = {{geometry_type::multipoint, {{{3, 2}, {5, 5}}}, {}}};
  EXPECT_EQ(esri_feature_json(on_grid, 0).at("geometry").at("points"), json::parse("[[3,2],[2,3]]"));
  on_grid.shapes = {{}};
  EXPECT_TRUE(esri_feature_json(on_grid, 0).at("geometry").is_null());
}

TEST(EsriFeatures, StateTheGridThatTheyLieOn) {
  feature_set on_grid = one_ring();
  EXPECT_FALSE(esri_features_json(on_grid, small_service()).contains("transform"));
  on_grid.grid.emplace();
  on_grid.grid->cell = 0.5;
  on_grid.grid->origin = {-3, 8};
  EXPECT_EQ(esri_features_json(on_grid, small_service()).at("transform"),
    json::parse(R"({"originPosition":"upperLeft","scale":[0.5,0.5],"translate":[-3,8]})"));
}

TEST(EsriFeatures, NameTheIdsOnlyWhereFeaturesAreRows) {
  feature_set rows = one_ring();
  EXPECT_FALSE(esri_features_json(rows, small_service()).contains("objectIdFieldName"));
  rows.object_id_field = "OBJECTID";
  rows.global_id_field = "GlobalID";
  const json made = esri_features_json(rows, small_service());
  EXPECT_EQ(made.at("objectIdFieldName"), "OBJECTID");
  EXPECT_EQ(made.at("globalIdFieldName"), "GlobalID");
}

TEST(EsriFeatures, TellTypeReferenceAndWhetherThereIsMore) {
  feature_set rows = one_ring();
  rows.wkid = web_mercator;
  rows.has_z = rows.exceeded = true;
  const json made = esri_features_json(rows, small_service());
  EXPECT_EQ(made.at("geometryType"), "esriGeometryPolygon");
  EXPECT_EQ(made.at("spatialReference").at("latestWkid"), 3857);
  EXPECT_EQ(made.at("hasZ"), true);
  EXPECT_EQ(made.at("exceededTransferLimit"), true);
  EXPECT_EQ(made.at("fields")[0].at("type"), "esriFieldTypeString");
  rows.type = geometry_type::none;
  rows.exceeded = false;
  for (const char* member : {"geometryType", "spatialReference", "hasZ", "exceededTransferLimit"})
    EXPECT_FALSE(esri_features_json(rows, small_service()).contains(member)) << member;
}

} // namespace
} // namespace sandbox
