#include "core/plan/service_twins.hpp"

#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using enum proto::esri_vector_tiles_download_option;

const std::string world_basemap = "https://basemaps.arcgis.com/arcgis/rest/services/World_Basemap_v2/VectorTileServer";
const std::string fewer_glyphs =
  "https://basemaps.arcgis.com/arcgis/rest/services/World_Basemap_Export_v2/VectorTileServer";

/// A map with one layer of vector tiles; whose they are, and the original's twin.
plan_world world_of_vector_tiles(const std::string& service) {
  nlohmann::json map{{"operationalLayers", {simple::layer_entry("streets", "VectorTileLayer", service)}}};
  auto world = simple::simple_world(map);
  world.answer(service, simple::vector_root());
  return world;
}

core::offline_plan plan_with(plan_world& world, proto::esri_vector_tiles_download_option option) {
  auto request = naperville();
  request.parameters.esri_vector_tiles_download_option = option;
  return plan_of(world.plan(request));
}

std::vector<proto::finding_code> fonts_of(const core::offline_plan& plan) {
  std::vector<proto::finding_code> codes;
  for (const auto& one : plan.findings)
    if (one.code == proto::finding_code::reduced_fonts || one.code == proto::finding_code::no_reduced_fonts)
      codes.push_back(one.code);
  return codes;
}

TEST(ServiceTwins, AreKnownHoweverTheMapWritesTheAddress) {
  for (const auto* address : {"https://basemaps.arcgis.com/arcgis/rest/services/World_Basemap_v2/VectorTileServer",
         "http://BASEMAPS.arcgis.com/arcgis/rest/services/World_Basemap_v2/VectorTileServer/"})
    EXPECT_EQ(core::reduced_fonts_twin(address), fewer_glyphs) << address;
  for (const auto& address :
    {fewer_glyphs, std::string{"https://gis.example/arcgis/rest/services/World_Basemap_v2/VectorTileServer"}})
    EXPECT_FALSE(core::reduced_fonts_twin(address)) << address;
}

TEST(ServiceTwins, OfFewerGlyphsIsExportedAndTheMapKeepsItsAddress) {
  auto world = world_of_vector_tiles(world_basemap);
  world.answer(fewer_glyphs, simple::vector_root());
  const auto plan = plan_with(world, use_reduced_fonts_service);
  ASSERT_EQ(plan.exports.size(), 1u);
  EXPECT_EQ(proto::service_of(plan.exports[0].task), fewer_glyphs);
  EXPECT_EQ(plan.web_map["operationalLayers"][0]["url"], world_basemap);
  EXPECT_THAT(fonts_of(plan), testing::ElementsAre(proto::finding_code::reduced_fonts));
}

TEST(ServiceTwins, AreNotAskedWhereTheOriginalIsWanted) {
  auto world = world_of_vector_tiles(world_basemap);
  const auto plan = plan_with(world, use_original_service);
  EXPECT_EQ(proto::service_of(plan.exports.at(0).task), world_basemap);
  EXPECT_FALSE(world.was_asked(fewer_glyphs));
  EXPECT_THAT(fonts_of(plan), testing::IsEmpty());
}

TEST(ServiceTwins, ThatCannotBeExportedLeaveTheOriginalAndSaySo) {
  auto closed = simple::vector_root();
  closed["exportTilesAllowed"] = false;
  for (const auto& answer : {closed, nlohmann::json{{"error", {{"code", 404}, {"message", "no such service"}}}}}) {
    auto world = world_of_vector_tiles(world_basemap);
    world.answer(fewer_glyphs, answer);
    const auto plan = plan_with(world, use_reduced_fonts_service);
    EXPECT_EQ(proto::service_of(plan.exports.at(0).task), world_basemap);
    EXPECT_THAT(fonts_of(plan), testing::ElementsAre(proto::finding_code::no_reduced_fonts));
    EXPECT_TRUE(plan.layer_errors.empty());
  }
}

TEST(ServiceTwins, OfOtherServicesAreNotKnownAndTheOriginalIsTaken) {
  const std::string own = "https://gis.example/arcgis/rest/services/Streets/VectorTileServer";
  auto world = world_of_vector_tiles(own);
  const auto plan = plan_with(world, use_reduced_fonts_service);
  EXPECT_EQ(proto::service_of(plan.exports.at(0).task), own);
  EXPECT_THAT(fonts_of(plan), testing::ElementsAre(proto::finding_code::no_reduced_fonts));
}

const std::string tiles_for_export = "https://export.example/rest/services/Imagery/MapServer";
const std::string item_for_export = "0123456789abcdef0123456789abcdef";

nlohmann::json closed(nlohmann::json root) {
  root["exportTilesAllowed"] = false;
  return root;
}

/// The simple map, whose basemap cannot be exported, and a service that can.
plan_world world_of_display_tiles() {
  auto world = simple::simple_world();
  world.answer(simple::tiles, closed(simple::tile_root()));
  world.answer(tiles_for_export, simple::tile_root());
  world.answer(sharing + item_for_export,
    nlohmann::json{{"id", item_for_export}, {"type", "Map Service"}, {"url", tiles_for_export}});
  return world;
}

std::vector<std::string> substitutions_of(const core::offline_plan& plan) {
  std::vector<std::string> whys;
  for (const auto& one : plan.findings)
    if (one.code == proto::finding_code::basemap_substituted)
      whys.push_back(one.title + ": " + one.why);
  return whys;
}

std::vector<std::string> tiles_of(const core::offline_plan& plan) {
  std::vector<std::string> services;
  for (const auto& planned : plan.exports)
    if (std::holds_alternative<proto::raster_tiles_task>(planned.task))
      services.push_back(proto::service_of(planned.task));
  return services;
}

TEST(BasemapSubstitutions, GiveTheTilesAndTheLayerKeepsItsAddress) {
  for (const auto& named : {tiles_for_export, item_for_export}) {
    auto world = world_of_display_tiles();
    world.substitutions = {{"http://TILES.example/rest/services/Imagery/MapServer/", named}};
    const auto plan = plan_of(world.plan(naperville()));
    EXPECT_THAT(tiles_of(plan), testing::ElementsAre(tiles_for_export));
    EXPECT_THAT(substitutions_of(plan), testing::ElementsAre("Title of imagery: " + tiles_for_export));
    const auto& layer = plan.web_map["baseMap"]["baseMapLayers"][0];
    EXPECT_EQ(layer["url"], simple::tiles);
    EXPECT_EQ(layer["title"], "Title of imagery");
    EXPECT_TRUE(plan.layer_errors.empty());
  }
}

TEST(BasemapSubstitutions, AreNotAskedWhereTheServiceItselfCanBeExported) {
  auto world = world_of_display_tiles();
  world.answer(simple::tiles, simple::tile_root());
  world.substitutions = {{simple::tiles, tiles_for_export}};
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_THAT(tiles_of(plan), testing::ElementsAre(simple::tiles));
  EXPECT_THAT(substitutions_of(plan), testing::IsEmpty());
  EXPECT_FALSE(world.was_asked(tiles_for_export));
}

TEST(BasemapSubstitutions, AreForBasemapsAlone) {
  auto map = simple::simple_map();
  map["operationalLayers"].push_back(map["baseMap"]["baseMapLayers"][0]);
  map["baseMap"]["baseMapLayers"].clear();
  auto world = simple::simple_world(map);
  world.answer(simple::tiles, closed(simple::tile_root()));
  world.substitutions = {{simple::tiles, tiles_for_export}};
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, proto::failure_code::tile_export_not_enabled);
  EXPECT_FALSE(world.was_asked(tiles_for_export));
}

TEST(BasemapSubstitutions, ThatCannotBeExportedEitherAreNamedInTheRefusal) {
  auto world = world_of_display_tiles();
  world.substitutions = {{simple::tiles, tiles_for_export}};
  for (const auto& [answer, code] :
    {std::pair{closed(simple::tile_root()), proto::failure_code::tile_export_not_enabled},
      std::pair{nlohmann::json{{"error", {{"code", 404}, {"message", "gone"}}}}, proto::failure_code::not_loaded}}) {
    world.answer(tiles_for_export, answer);
    const auto plan = plan_of(world.plan(naperville()));
    ASSERT_EQ(plan.layer_errors.size(), 1u);
    EXPECT_EQ(plan.layer_errors[0].failure.code, code);
    EXPECT_THAT(plan.layer_errors[0].failure.subject, testing::HasSubstr(tiles_for_export));
    EXPECT_THAT(substitutions_of(plan), testing::IsEmpty());
  }
}

TEST(BasemapSubstitutions, WhoseItemIsNoServiceSaySo) {
  auto world = world_of_display_tiles();
  world.substitutions = {{simple::tiles, item_for_export}};
  world.answer(sharing + item_for_export, nlohmann::json{{"id", item_for_export}, {"type", "Tile Package"}});
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, proto::failure_code::missing_item_property);
}

TEST(BasemapSubstitutions, AreOfTheSameKindOfTiles) {
  auto world = world_of_display_tiles();
  world.substitutions = {{simple::tiles, world_basemap}};
  world.answer(world_basemap, simple::vector_root());
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, proto::failure_code::unsupported_layer_type);
}

} // namespace
