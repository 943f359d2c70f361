#include "proto/arcgis/export_tiles.hpp"
#include "proto/arcgis/service_root.hpp"

#include "tests/support/fixtures.hpp"

#include <algorithm>

namespace {

using nlohmann::json;

struct feature_case {
  const char* file;
  bool sync;
  std::optional<bool> sync_enabled;
  bool per_layer, per_replica, async, direction;
  int wkid;
  std::size_t layers, tables;
};

TEST(FeatureServiceRoot, RecordedRootsOfBothEditionsAreRead) {
  NEEDS_FIXTURES();
  const feature_case cases[]{{"agol-sync-editable.service", true, true, true, true, true, true, 102008, 4, 5},
    {"enterprise-10.81-hosted-sync.service", true, true, true, false, true, true, 4326, 1, 2},
    {"agol-view-create-only.service", false, false, false, true, false, false, 102100, 1, 1},
    {"doc-birds.service", false, false, true, false, true, false, 4326, 3, 0},
    {"synthetic/sync-readonly.service", true, true, true, true, true, true, 102008, 4, 5}};
  for (const auto& expected : cases) {
    SCOPED_TRACE(expected.file);
    const auto root =
      proto::read_feature_service_root(fixtures::json(std::string{"featureserver/"} + expected.file + ".json"));
    ASSERT_TRUE(root);
    EXPECT_EQ(root->capabilities.has("Sync"), expected.sync);
    EXPECT_TRUE(root->capabilities.has("query"));
    EXPECT_EQ(root->sync_enabled, expected.sync_enabled);
    EXPECT_EQ(root->sync.supports_per_layer_sync, expected.per_layer);
    EXPECT_EQ(root->sync.supports_per_replica_sync, expected.per_replica);
    EXPECT_EQ(root->sync.supports_async, expected.async);
    EXPECT_EQ(root->sync.supports_attachments_sync_direction, expected.direction);
    EXPECT_EQ(root->spatial_reference.wkid, expected.wkid);
    EXPECT_TRUE(root->full_extent);
    const auto tables =
      static_cast<std::size_t>(std::ranges::count_if(root->layers, &proto::service_layer_entry::is_table));
    EXPECT_EQ(tables, expected.tables);
    EXPECT_EQ(root->layers.size() - tables, expected.layers);
  }
}

TEST(FeatureServiceRoot, TypesAndKeysMayDiffer) {
  const auto root =
    proto::read_feature_service_root(json::parse(R"({"capabilities":" Create ,QUERY,sync","syncEnabled":"true",
    "syncCapabilities":{"supportsasync":"true","supportedSyncDataOptions":"144"},"spatialReference":null,"fullExtent":{"xmin":"NaN"},
    "layers":[{"id":"3","name":"a"},{"name":"no id"},null,{"id":-1}],"tables":null})"));
  ASSERT_TRUE(root);
  EXPECT_TRUE(root->capabilities.has("sync") && root->capabilities.any_editing());
  EXPECT_EQ(root->sync_enabled, true);
  EXPECT_TRUE(root->sync.supports_async);
  EXPECT_EQ(root->sync.supported_sync_data_options, 144);
  EXPECT_FALSE(root->spatial_reference.given() || root->full_extent);
  ASSERT_EQ(root->layers.size(), 1u);
  EXPECT_EQ(root->layers[0].id, 3);
}

TEST(FeatureServiceRoot, ErrorsAndOtherDocumentsAreRefused) {
  for (const char* text : {"{}", "[]", "null", R"({"folders":[],"services":[]})"})
    EXPECT_FALSE(proto::read_feature_service_root(json::parse(text))) << text;
  const auto refused =
    proto::read_feature_service_root(json::parse(R"({"error":{"code":499,"message":"Token Required"}})"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, proto::failure_code::refused_by_service);
  EXPECT_EQ(refused.error().server_said, "Token Required");
}

TEST(ServiceLayer, RecordedLayersAndTablesAreRead) {
  NEEDS_FIXTURES();
  const auto layer = proto::read_service_layer(fixtures::json("featureserver/agol-sync-editable.layer0.json"));
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->type, "Feature Layer");
  EXPECT_EQ(layer->geometry_type, "esriGeometryPolygon");
  EXPECT_EQ(layer->global_id_field, "GlobalID");
  EXPECT_TRUE(layer->has_attachments);
  EXPECT_TRUE(layer->capabilities && layer->capabilities->any_editing());
  ASSERT_EQ(layer->relationships.size(), 2u);
  EXPECT_EQ(layer->relationships[1].related_table_id, 4);
  EXPECT_FALSE(layer->relationships[1].is_destination);
  EXPECT_TRUE(layer->extent);
  const auto table = proto::read_service_layer(fixtures::json("featureserver/agol-sync-editable.table4.json"));
  ASSERT_TRUE(table);
  EXPECT_EQ(table->type, "Table");
  ASSERT_EQ(table->relationships.size(), 1u);
  EXPECT_TRUE(table->relationships[0].is_destination);
  EXPECT_FALSE(table->extent);
  for (const char* name : {"agol-view-create-only.layer0", "sampleserver6-facilities.layer",
         "sampleserver6-servicerequests.layer0", "synthetic/sync-readonly.layer0"})
    EXPECT_TRUE(proto::read_service_layer(fixtures::json(std::string{"featureserver/"} + name + ".json"))) << name;
  const auto all = fixtures::json("featureserver/agol-sync-editable.layers.json");
  for (const char* list : {"layers", "tables"})
    for (const auto& one : all[list])
      EXPECT_TRUE(proto::read_service_layer(one)) << one["id"];
}

TEST(ServiceLayer, AMissingTypeFollowsFromTheGeometry) {
  EXPECT_EQ(proto::read_service_layer(json::parse(R"({"id":1})"))->type, "Table");
  EXPECT_EQ(
    proto::read_service_layer(json::parse(R"({"id":1,"geometryType":"esriGeometryPoint"})"))->type, "Feature Layer");
  EXPECT_FALSE(proto::read_service_layer(json::parse(R"({"id":-1})")));
}

struct tile_case {
  const char* file;
  bool vector, tiled, allowed;
  std::optional<std::int64_t> most;
  std::optional<int> min_lod, max_lod;
  int pixels;
  std::size_t lods;
  bool tilemap;
};

TEST(TileServiceRoot, RecordedRootsAreRead) {
  NEEDS_FIXTURES();
  const tile_case cases[]{{"mapserver_agol_hosted_tiles_10.81", false, true, false, 100000, 15, 19, 256, 24, true},
    {"mapserver_enterprise_doc_example_export_allowed", false, true, true, 100000, {}, {}, 512, 5, false},
    {"mapserver_enterprise_dynamic_with_tileinfo_11.1", false, false, false, {}, {}, {}, 256, 14, false},
    {"imageserver_elevation_lerc_10.6", false, true, false, {}, {}, {}, 256, 17, true},
    {"imageserver_tiled_mixed_10.91", false, true, false, {}, {}, {}, 256, 20, false},
    {"vectortileserver_agol_world_basemap_v2_10.81", true, true, true, 10000, 0, 16, 512, 23, true},
    {"vectortileserver_enterprise_doc_example_10.4", true, true, true, 10000, {}, {}, 512, 20, true}};
  for (const auto& expected : cases) {
    SCOPED_TRACE(expected.file);
    const auto root = proto::read_tile_service_root(
      fixtures::json(std::string{"tiles/json/"} + expected.file + ".json"), expected.vector);
    ASSERT_TRUE(root);
    EXPECT_EQ(root->is_tiled, expected.tiled);
    EXPECT_EQ(root->export_tiles_allowed, expected.allowed);
    EXPECT_EQ(root->max_export_tiles_count, expected.most);
    EXPECT_EQ(root->min_lod, expected.min_lod);
    EXPECT_EQ(root->max_lod, expected.max_lod);
    EXPECT_EQ(root->has_tilemap, expected.tilemap);
    EXPECT_TRUE(root->full_extent);
    ASSERT_TRUE(root->tiles);
    EXPECT_EQ(root->tiles->rows, expected.pixels);
    EXPECT_EQ(root->tiles->lods.size(), expected.lods);
    EXPECT_TRUE(std::ranges::is_sorted(root->tiles->lods, {}, &proto::level_of_detail::level));
    EXPECT_TRUE(root->tiles->spatial_reference.given());
  }
}

TEST(TileServiceRoot, DamagedSchemesCountAsNone) {
  const auto read = [](const char* text) { return proto::read_tile_service_root(json::parse(text), false); };
  EXPECT_FALSE(
    read(R"({"singleFusedMapCache":true,"tileInfo":{"rows":0,"cols":256,"origin":{"x":0,"y":0}}})")->is_tiled);
  EXPECT_FALSE(read(R"({"singleFusedMapCache":true,"tileInfo":{"origin":{"x":"NaN","y":0}}})")->is_tiled);
  const auto odd = read(
    R"({"singleFusedMapCache":true,"tileInfo":{"origin":{"x":"-1","y":2},"lods":[{"level":2,"resolution":1,"scale":4},
    {"level":"1","resolution":"2","scale":8},{"level":1,"resolution":2,"scale":8},{"level":3},{"level":4,"resolution":-1,"scale":1},null]}})");
  ASSERT_TRUE(odd && odd->is_tiled);
  ASSERT_EQ(odd->tiles->lods.size(), 2u);
  EXPECT_EQ(odd->tiles->lods[0].level, 1);
  EXPECT_FALSE(read("{}"));
}

TEST(TileServiceRoot, LevelsThatNoSchemeCanHaveCountAsNone) {
  const auto root =
    proto::read_tile_service_root(json::parse(R"({"singleFusedMapCache":true,"tileInfo":{"origin":{"x":0,"y":0},"lods":[
    {"level":2147483647,"resolution":1,"scale":4},{"level":51,"resolution":1,"scale":4},
    {"level":50,"resolution":2,"scale":8},{"level":0,"resolution":4,"scale":16}]}})"),
      false);
  ASSERT_TRUE(root && root->tiles);
  ASSERT_EQ(root->tiles->lods.size(), 2u);
  EXPECT_EQ(root->tiles->lods.back().level, proto::deepest_level);
}

} // namespace
