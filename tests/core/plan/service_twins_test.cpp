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

} // namespace
