#include "tests/core/plan/overridden_world.hpp"

#include <gmock/gmock.h>

namespace {

using failed = proto::failure_code;

proto::failure refusal_of(overridden_world& world) { return failure_of(world.step()); }

std::string element_of(const std::string& dictionary, const std::string& service, const std::string& below = {}) {
  return proto::override_element(dictionary, service) + below;
}

TEST(OverrideCheck, RefusesAServiceThatTheMapDoesNotName) {
  const std::string other = "https://other.example/rest/services/Water/FeatureServer";
  overridden_world world;
  world.overrides.generate_geodatabase_parameters[other] = {world.replica()};
  EXPECT_EQ(refusal_of(world).code, failed::override_unknown);
  EXPECT_EQ(refusal_of(world).subject, element_of("generateGeodatabaseParameters", other));
  overridden_world tiles;
  tiles.overrides.export_vector_tiles_parameters[simple::tiles] = {std::nullopt, 3};
  EXPECT_EQ(refusal_of(tiles).code, failed::override_unknown) << "raster tiles are of another dictionary";
  EXPECT_EQ(refusal_of(tiles).subject, element_of("exportVectorTilesParameters", simple::tiles));
}

TEST(OverrideCheck, TakesAServiceHoweverItsAddressIsWritten) {
  overridden_world world;
  auto& entries = world.overrides.generate_geodatabase_parameters;
  auto written = entries.extract(entries.begin());
  written.key() = "http://SVC.example:80/rest/services/water/FeatureServer/";
  entries.insert(std::move(written));
  EXPECT_EQ(world.plan().exports.size(), 3u);
}

TEST(OverrideCheck, RefusesALayerThatTheMapDoesNotName) {
  overridden_world world;
  world.replica().layer_options[1].layer_id = 7;
  EXPECT_EQ(refusal_of(world).code, failed::override_unknown);
  EXPECT_EQ(
    refusal_of(world).subject, element_of("generateGeodatabaseParameters", simple::water, ".layerOptions[1].layerId"));
}

TEST(OverrideCheck, RefusesALayerThatShallStayOnlineAndIsNotThere) {
  overridden_world world;
  world.overrides.online_tables = {"valves"};
  EXPECT_EQ(refusal_of(world).code, failed::override_unknown);
  EXPECT_EQ(refusal_of(world).subject, "overrides.onlineTables[0]") << "valves are no table";
  world.overrides.online_tables.clear();
  world.overrides.online_layers = {"valves"};
  EXPECT_EQ(
    refusal_of(world).subject, element_of("generateGeodatabaseParameters", simple::water, ".layerOptions[1].layerId"))
    << "it cannot be taken and stay online";
}

TEST(OverrideCheck, RefusesALevelThatTheServiceLacks) {
  overridden_world world;
  world.imagery().level_ids = {3, 12};
  EXPECT_EQ(refusal_of(world).subject, element_of("exportTileCacheParameters", simple::tiles, ".levelIds[1]"));
  EXPECT_THAT(refusal_of(world).hint, testing::HasSubstr("0 to 11"));
  overridden_world vectors;
  vectors.vectors().max_level = 12;
  EXPECT_EQ(
    refusal_of(vectors).subject, element_of("exportVectorTilesParameters", overridden_world::zones, ".maxLevel"));
}

TEST(OverrideCheck, RefusesAnExtentThatNoServiceTakes) {
  const proto::envelope across{170, 10, 190, 20, {4326, 4326, {}}};
  overridden_world world;
  world.replica().extent = across;
  EXPECT_EQ(refusal_of(world).code, failed::crosses_dateline);
  EXPECT_EQ(refusal_of(world).subject, element_of("generateGeodatabaseParameters", simple::water, ".extent"));
  world.replica().extent = proto::envelope{1, 2, 3, 4, {999999, 0, {}}};
  EXPECT_EQ(refusal_of(world).code, failed::spatial_reference_invalid);
  EXPECT_EQ(refusal_of(world).subject, element_of("generateGeodatabaseParameters", simple::water, ".extent"));
  overridden_world tiles;
  tiles.imagery().area_of_interest = across;
  EXPECT_EQ(refusal_of(tiles).subject, element_of("exportTileCacheParameters", simple::tiles, ".areaOfInterest"));
}

TEST(OverrideCheck, RefusesAllTilesOfAServiceThatDoesNotSayHowFarItReaches) {
  overridden_world world;
  auto root = simple::tile_root();
  root.erase("fullExtent");
  world.answer(simple::tiles, root);
  EXPECT_EQ(world.plan().exports.size(), 3u);
  world.imagery().area_of_interest.reset();
  EXPECT_EQ(refusal_of(world).subject, element_of("exportTileCacheParameters", simple::tiles, ".areaOfInterest"));
}

TEST(OverrideCheck, RefusesASyncModelThatTheServiceLacks) {
  overridden_world world;
  auto root = simple::feature_root();
  root["syncCapabilities"]["supportsPerLayerSync"] = false;
  root["syncCapabilities"]["supportsPerReplicaSync"] = true;
  world.answer(simple::water, root);
  EXPECT_EQ(refusal_of(world).subject, element_of("generateGeodatabaseParameters", simple::water, ".syncModel"));
  world.replica().sync_model = proto::geodatabase_sync_model::geodatabase;
  EXPECT_EQ(world.plan().exports.size(), 3u);
}

TEST(OverrideCheck, RefusesOverridesThatLeaveNothing) {
  overridden_world world;
  world.overrides = {};
  EXPECT_EQ(refusal_of(world).code, failed::overrides_take_nothing);
  EXPECT_EQ(refusal_of(world).subject, "overrides");
}

TEST(OverrideCheck, DoesNotJudgeWhatCouldNotBeRead) {
  overridden_world world;
  world.answer(simple::tiles, nlohmann::json{{"error", {{"code", 500}, {"message", "no"}}}});
  world.imagery().level_ids = {40};
  const auto plan = world.plan();
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, failed::not_loaded);
}

} // namespace
