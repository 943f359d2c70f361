#include "core/plan/style_resources.hpp"

#include "core/base64.hpp"
#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using nlohmann::json;

const std::string item = "https://portal.example.com/sharing/rest/content/items/5ad3/resources/";
const std::string style_address = item + "styles/root.json";
const std::string base_tiles = "https://tiles.example/rest/services/Base/VectorTileServer";
const std::string picture = "\x89PNG\r\n\x1a\nand so on";

json style_of_item() {
  return {{"version", 8}, {"sprite", "../sprites/sprite"},
    {"glyphs", base_tiles + "/resources/fonts/{fontstack}/{range}.pbf"},
    {"sources",
      {{"esri", {{"type", "vector"}, {"url", base_tiles}}},
        {"other",
          {{"type", "vector"}, {"url", "https://tiles.example/rest/services/Other/VectorTileServer?token=x"}}}}}};
}

/// A map whose basemap has a style of its own; all that it names is there.
plan_world world_of_own_style() {
  auto map = simple::simple_map();
  map["baseMap"]["baseMapLayers"] = {{{"id", "base"}, {"layerType", "VectorTileLayer"}, {"styleUrl", style_address}}};
  auto world = simple::simple_world(map);
  world.answer(style_address, style_of_item());
  world.answer(base_tiles, simple::vector_root());
  for (const auto* size : {"", "@2x"}) {
    world.answer(item + "sprites/sprite" + size + ".json", json{{"tree", {{"width", 8}}}});
    world.answer(item + "sprites/sprite" + size + ".png", picture);
  }
  return world;
}

std::vector<proto::finding_code> about_styles(const core::offline_plan& plan) {
  std::vector<proto::finding_code> codes;
  for (const auto& one : plan.findings)
    if (one.code == proto::finding_code::own_style || one.code == proto::finding_code::style_incomplete)
      codes.push_back(one.code);
  return codes;
}

TEST(StyleResources, OfAnItemAreReadWithThePicturesThatTheStyleNames) {
  auto world = world_of_own_style();
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.styles.size(), 1u);
  EXPECT_EQ(plan.styles[0].pointer, "/baseMap/baseMapLayers/0");
  ASSERT_EQ(plan.styles[0].sprites.size(), 4u);
  EXPECT_EQ(plan.styles[0].sprites.at("sprites/sprite@2x.png"), picture);
  EXPECT_THAT(about_styles(plan), testing::ElementsAre(proto::finding_code::own_style));
  EXPECT_EQ(core::to_json(plan).dump().find("token"), std::string::npos);
}

TEST(StyleResources, ThatAreMissingAreSaidAndTheMapIsTaken) {
  auto world = world_of_own_style();
  world.answer(item + "sprites/sprite@2x.png", "<html>", 200);
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_EQ(plan.styles.at(0).sprites.size(), 3u);
  EXPECT_THAT(about_styles(plan),
    testing::UnorderedElementsAre(proto::finding_code::own_style, proto::finding_code::style_incomplete));
  EXPECT_TRUE(plan.layer_errors.empty());
}

TEST(StyleResources, AStyleThatIsGoneLeavesTheServicesWhereTheLayerNamesIt) {
  auto map = simple::simple_map();
  map["baseMap"]["baseMapLayers"] = {
    {{"id", "base"}, {"layerType", "VectorTileLayer"}, {"url", base_tiles}, {"styleUrl", style_address}}};
  auto world = simple::simple_world(map);
  world.answer(base_tiles, simple::vector_root());
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_TRUE(plan.styles.empty());
  EXPECT_TRUE(plan.layer_errors.empty());
  EXPECT_THAT(about_styles(plan), testing::ElementsAre(proto::finding_code::style_incomplete));
}

TEST(StyleResources, OfAServiceItselfAreInItsPackage) {
  EXPECT_TRUE(core::is_item_style(style_address));
  EXPECT_FALSE(core::is_item_style(base_tiles + "/resources/styles/root.json"));
  EXPECT_FALSE(core::is_item_style(""));
}

TEST(StyleResources, AStyleBesideItsTilesNamesThemByRelativeAddresses) {
  const core::layer_style style{"", style_address, style_of_item(), {{"sprites/sprite.png", picture}}};
  const auto local = core::local_style(style, base_tiles, "a.vtpk");
  EXPECT_EQ(local["sprite"], "../sprites/sprite");
  EXPECT_EQ(local["glyphs"], "../fonts/{fontstack}/{range}.pbf");
  EXPECT_EQ(local["sources"]["esri"]["url"], "../../a.vtpk");
  EXPECT_EQ(local["sources"]["other"]["url"], "https://tiles.example/rest/services/Other/VectorTileServer");
  EXPECT_TRUE(core::has_fonts_of(style, base_tiles));
}

TEST(StyleResources, WhatDoesNotLieBesideAStyleKeepsItsFullAddress) {
  auto foreign = style_of_item();
  foreign["glyphs"] = "../fonts/{fontstack}/{range}.pbf"; // of the item
  const core::layer_style style{"", style_address, foreign, {}};
  const auto local = core::local_style(style, base_tiles, "a.vtpk");
  EXPECT_EQ(local["sprite"], item + "sprites/sprite");
  EXPECT_EQ(local["glyphs"], item + "fonts/{fontstack}/{range}.pbf");
  EXPECT_FALSE(core::has_fonts_of(style, base_tiles));
}

TEST(StyleResources, TheEndingOfASpriteGoesBeforeItsQuery) {
  const auto files = core::sprites_of({{"sprite", "https://h/sprites/s?v=1"}}, style_address);
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files[3].address, "https://h/sprites/s@2x.png?v=1");
  EXPECT_EQ(files[3].path, "sprites/sprite@2x.png");
  EXPECT_TRUE(core::sprites_of({{"sprite", json::array()}}, style_address).empty());
}

TEST(StyleResources, StrangeStylesAreTakenAsTheyAre) {
  for (const auto& strange :
    {json{{"sources", 5}, {"sprite", 5}, {"glyphs", json::object()}}, json::array({1}), json(5)}) {
    const core::layer_style style{"", style_address, strange, {}};
    EXPECT_EQ(core::local_style(style, base_tiles, "a.vtpk"), strange);
    EXPECT_FALSE(core::has_fonts_of(style, base_tiles));
  }
}

TEST(Base64, ComesBackWhateverTheBytes) {
  for (const std::string& bytes : {std::string{}, std::string{"f"}, std::string{"fo"}, std::string{"foo\0bar\xff", 8}})
    EXPECT_EQ(core::from_base64(core::base64(bytes)), bytes);
  EXPECT_EQ(core::base64("fo"), "Zm8="); // RFC 4648, section 10
  for (const auto* other : {"Zm8", "Zm8*", "===="})
    EXPECT_NE(core::from_base64(other), std::optional<std::string>{"fo"}) << other;
}

} // namespace
