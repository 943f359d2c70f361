#include "core/plan/definition_merge.hpp"

#include <gtest/gtest.h>

namespace {

using nlohmann::json;

TEST(DefinitionMerge, TheWebMapWinsMemberByMember) {
  json layer{{"layerDefinition", {{"minScale", 5}, {"drawingInfo", nullptr}}}};
  core::merge_item_entry(layer,
    json{{"id", 0}, {"title", "the item's"}, {"showLabels", true},
      {"layerDefinition", {{"minScale", 1}, {"drawingInfo", {{"renderer", 1}}}, {"definitionExpression", "A = 1"}}}});
  EXPECT_EQ(layer,
    (json{{"showLabels", true},
      {"layerDefinition", {{"minScale", 5}, {"drawingInfo", {{"renderer", 1}}}, {"definitionExpression", "A = 1"}}}}));
}

TEST(DefinitionMerge, PopupIsTakenOnlyWhereTheMapHasNoneAndWantsOne) {
  const json stored{{"popupInfo", {{"title", "item"}}}};
  json own{{"popupInfo", {{"title", "map"}}}}, off{{"disablePopup", true}}, none = json::object(),
                                                                            empty{{"popupInfo", nullptr}};
  for (auto* layer : {&own, &off, &none, &empty})
    core::merge_item_entry(*layer, stored);
  EXPECT_EQ(own["popupInfo"]["title"], "map");
  EXPECT_FALSE(off.contains("popupInfo"));
  EXPECT_EQ(none["popupInfo"]["title"], "item");
  EXPECT_EQ(empty["popupInfo"]["title"], "item");
}

TEST(DefinitionMerge, FindsTheEntryAmongLayersAndTablesOfStrangeItems) {
  const json data{{"layers", {"text", {{"id", "0"}}, {{"id", 3}, {"x", 1}}}}, {"tables", {{{"id", 4}, {"x", 2}}}}};
  EXPECT_EQ(core::item_entry_of(data, 3)->at("x"), 1);
  EXPECT_EQ(core::item_entry_of(data, 4)->at("x"), 2);
  EXPECT_EQ(core::item_entry_of(data, 0), nullptr);
  for (const json& strange : {json(nullptr), json(5), json::array({1}), json{{"layers", 5}}})
    EXPECT_EQ(core::item_entry_of(strange, 0), nullptr);
}

TEST(DefinitionMerge, FeatureCollectionsAreEmbeddedInEitherForm) {
  const json layers{{{"layerDefinition", json::object()}, {"featureSet", {{"features", json::array()}}}}};
  for (const json& data : {json{{"layers", layers}}, json{{"featureCollection", {{"layers", layers}}}}}) {
    json layer{{"id", "notes"}};
    EXPECT_TRUE(core::embed_feature_collection(layer, data));
    EXPECT_EQ(layer.at("featureCollection").at("layers"), layers);
  }
  json layer = json::object();
  for (const json& strange : {json(), json("x"), json{{"layers", json::array()}}, json{{"layers", {{{"id", 0}}}}}})
    EXPECT_FALSE(core::embed_feature_collection(layer, strange));
}

} // namespace
