#include "core/plan/item_references.hpp"

#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using namespace simple;
using testing::ElementsAre;
using testing::HasSubstr;
using code = proto::failure_code;

const std::string hydrants_id = "11110000111100001111000011110000";
const std::string group_id = "22220000222200002222000022220000";

json item_of(const std::string& type, const std::string& url = {}) {
  json item{{"id", hydrants_id}, {"type", type}, {"title", "An item"}};
  if (!url.empty())
    item["url"] = url;
  return item;
}

/// An entry of a map that names its item alone.
json reference(const std::string& id, const std::string& type, const std::string& item) {
  return {{"id", id}, {"title", "Title of " + id}, {"layerType", type}, {"itemId", item}};
}

json map_of(const std::vector<json>& layers) {
  auto map = simple_map();
  map["operationalLayers"] = layers;
  return map;
}

/// Two layers and a table in the service of the simple world.
plan_world water_world(const json& map) {
  auto world = simple_world(map);
  auto root = feature_root();
  root["layers"] = {{{"id", 0}, {"name", "Hydrants"}}, {{"id", 3}, {"name", "Mains"}}};
  root["tables"] = {{{"id", 5}, {"name", "Visits"}}};
  world.answer(water, root);
  auto visits = feature_layer(5);
  visits["type"] = "Table";
  world.answer(water + "/layers", json{{"layers", {feature_layer(0), feature_layer(3)}}, {"tables", {visits}}});
  return world;
}

proto::failure_code error_of(const core::offline_plan& plan, const std::string& id) {
  for (const auto* errors : {&plan.layer_errors, &plan.table_errors})
    for (const auto& error : *errors)
      if (error.id == id)
        return error.failure.code;
  return code::internal;
}

TEST(ItemReferences, ALayerHasTheAddressOfItsItem) {
  auto entry = reference("mains", "ArcGISFeatureLayer", hydrants_id);
  entry["layerId"] = 3;
  auto world = water_world(map_of({entry}));
  world.answer(sharing + hydrants_id, item_of("Feature Service", water + "?token=secret"));
  world.answer(sharing + hydrants_id + "/data",
    json{{"layers", {{{"id", 3}, {"popupInfo", {{"title", "Main"}}}}, {{"id", 0}, {"popupInfo", {{"title", "no"}}}}}}});
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_TRUE(plan.layer_errors.empty()) << proto::describe(plan.layer_errors[0].failure);
  ASSERT_EQ(plan.exports.size(), 2u);
  EXPECT_EQ(plan.exports[1].covers.at(0).service_layer, 3);
  const auto& shown = plan.web_map.at("operationalLayers").at(0);
  EXPECT_EQ(shown.at("url"), water + "/3") << "where it is synchronised later";
  EXPECT_EQ(shown.at("popupInfo").at("title"), "Main");
  EXPECT_EQ(shown.at("itemId"), hydrants_id);
}

TEST(ItemReferences, AnItemMayItselfBeOfOneLayer) {
  auto world = water_world(map_of({reference("mains", "ArcGISFeatureLayer", hydrants_id)}));
  world.answer(sharing + hydrants_id, item_of("Feature Service", water + "/3"));
  EXPECT_EQ(plan_of(world.plan(naperville())).exports.at(1).covers.at(0).service_layer, 3);
}

TEST(ItemReferences, TheOnlyLayerOrTableOfAServiceNeedsNoNumber) {
  auto map = map_of({reference("hydrants", "ArcGISFeatureLayer", hydrants_id)});
  map["tables"] = {{{"id", "visits"}, {"itemId", hydrants_id}}};
  auto world = water_world(map);
  world.answer(sharing + hydrants_id, item_of("Feature Service", water));
  const auto two = plan_of(world.plan(naperville()));
  EXPECT_EQ(error_of(two, "hydrants"), code::not_loaded);
  EXPECT_THAT(two.layer_errors.at(0).failure.subject, HasSubstr("which layer of the service"));
  ASSERT_EQ(two.exports.size(), 2u);
  EXPECT_EQ(two.exports[1].covers.at(0).service_layer, 5);
  EXPECT_TRUE(two.exports[1].covers[0].is_table);
  EXPECT_EQ(two.web_map.at("tables").at(0).at("url"), water + "/5");
  world.answer(water, feature_root());
  const auto lone = plan_of(world.plan(naperville()));
  EXPECT_EQ(lone.exports.at(1).covers.at(0).id, "hydrants");
  EXPECT_EQ(lone.web_map.at("operationalLayers").at(0).at("url"), water + "/0");
}

TEST(ItemReferences, TilesAreFoundByTheirItemToo) {
  auto map = map_of({});
  map["baseMap"]["baseMapLayers"] = {reference("imagery", "ArcGISTiledMapServiceLayer", hydrants_id)};
  auto world = simple_world(map);
  world.answer(sharing + hydrants_id, item_of("Map Service", tiles));
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 1u);
  EXPECT_EQ(proto::service_of(plan.exports[0].task), tiles);
  EXPECT_EQ(plan.web_map.at("baseMap").at("baseMapLayers").at(0).at("url"), tiles);
}

TEST(ItemReferences, AFeatureCollectionItemGivesItsFeatures) {
  auto world = simple_world(map_of({reference("notes", "ArcGISFeatureLayer", hydrants_id)}));
  world.answer(sharing + hydrants_id, item_of("Feature Collection"));
  world.answer(sharing + hydrants_id + "/data", json{{"layers", {{{"featureSet", {{"features", json::array()}}}}}}});
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_TRUE(plan.layer_errors.empty());
  EXPECT_TRUE(plan.web_map.at("operationalLayers").at(0).at("featureCollection").contains("layers"));
}

TEST(ItemReferences, AGroupHasTheLayersOfItsItemAndTheGroupsOfThose) {
  auto world = water_world(map_of({reference("group", "GroupLayer", group_id)}));
  auto inner = reference("inner", "GroupLayer", hydrants_id);
  world.answer(sharing + group_id + "/data",
    json{{"layers", {layer_entry("hydrants", "ArcGISFeatureLayer", water + "/0"), inner}},
      {"visibilityMode", "exclusive"}});
  world.answer(sharing + hydrants_id + "/data",
    json{{"layers", {layer_entry("mains", "ArcGISFeatureLayer", water + "/3")}},
      {"tables", {{{"id", "visits"}, {"url", water + "/5"}}}}});
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 2u);
  std::vector<std::string> pointers;
  for (const auto& covered : plan.exports[1].covers)
    pointers.push_back(covered.pointer);
  EXPECT_THAT(pointers,
    ElementsAre("/operationalLayers/0/layers/0", "/operationalLayers/0/layers/1/layers/0",
      "/operationalLayers/0/layers/1/tables/0"));
  EXPECT_EQ(plan.web_map.at("operationalLayers").at(0).at("visibilityMode"), "exclusive");
  EXPECT_TRUE(plan.layer_errors.empty() && plan.table_errors.empty());
}

TEST(ItemReferences, SecretParametersOfAGroupsLayerAreReadInItsItem) {
  auto world = water_world(map_of({reference("group", "GroupLayer", group_id)}));
  auto hydrants = layer_entry("hydrants", "ArcGISFeatureLayer", water + "/0");
  hydrants["customParameters"] = {{"apikey", "secret"}};
  world.answer(sharing + group_id + "/data", json{{"layers", {hydrants}}});
  const auto plan = plan_of(world.plan(naperville()));
  const auto& sources = proto::secret_parameters_of(plan.exports.at(1).task);
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0].document, sharing + group_id + "/data");
}

TEST(ItemReferences, AGroupThatHoldsItselfIsThatGroupsError) {
  auto world = water_world(
    map_of({reference("group", "GroupLayer", group_id), layer_entry("mains", "ArcGISFeatureLayer", water + "/3")}));
  world.answer(sharing + group_id + "/data",
    json{{"layers",
      {reference("again", "GroupLayer", group_id), layer_entry("hydrants", "ArcGISFeatureLayer", water + "/0")}}});
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_EQ(error_of(plan, "again"), code::not_loaded);
  ASSERT_EQ(plan.exports.size(), 2u);
  EXPECT_EQ(plan.exports[1].covers.size(), 2u);
}

TEST(ItemReferences, AnItemThatCannotBeReadIsItsLayersErrorAndNoOthers) {
  auto with_address = layer_entry("mains", "ArcGISFeatureLayer", water + "/3");
  with_address["itemId"] = "99990000999900009999000099990000"; // stale
  auto world = water_world(
    map_of({with_address, reference("gone", "ArcGISFeatureLayer", "gone"), reference("group", "GroupLayer", "nowhere"),
      reference("form", "ArcGISFeatureLayer", "form"), reference("bare", "ArcGISFeatureLayer", "bare"),
      reference("empty", "GroupLayer", "empty"), reference("secret", "ArcGISFeatureLayer", "secret")}));
  world.answer(sharing + "form", item_of("Form"));
  world.answer(sharing + "bare", item_of("Feature Service"));
  world.answer(sharing + "empty/data", json{{"layers", "none"}});
  world.answer(sharing + "secret/data", json{{"error", {{"code", 403}, {"message", "no access"}}}});
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_EQ(plan.layer_errors.size(), 6u);
  EXPECT_EQ(error_of(plan, "gone"), code::not_loaded);
  EXPECT_EQ(error_of(plan, "group"), code::not_loaded);
  EXPECT_EQ(error_of(plan, "form"), code::unsupported_layer_type);
  EXPECT_EQ(error_of(plan, "bare"), code::missing_item_property);
  EXPECT_EQ(error_of(plan, "empty"), code::not_loaded);
  EXPECT_EQ(error_of(plan, "secret"), code::permission_missing);
  ASSERT_EQ(plan.exports.size(), 2u);
  EXPECT_EQ(plan.exports[1].covers.at(0).id, "mains");
}

TEST(ItemReferences, CapabilitiesNameAGroupWhoseItemIsGone) {
  auto world = water_world(map_of({reference("group", "GroupLayer", "nowhere")}));
  const auto step = world.plan(naperville(), "https://portal.example.com", core::plan_purpose::survey);
  const auto* map = std::get_if<core::prepared_map>(&step);
  ASSERT_NE(map, nullptr);
  ASSERT_EQ(map->capabilities.layers.size(), 2u);
  EXPECT_EQ(map->capabilities.layers[1].id, "group");
  EXPECT_TRUE(map->capabilities.layers[1].error);
}

TEST(ItemReferences, NothingIsReadOfLayersThatStayOnline) {
  auto map = map_of({reference("hydrants", "ArcGISFeatureLayer", hydrants_id)});
  map["applicationProperties"]["offline"]["connectedOnlineLayers"] = {{{"id", "hydrants"}}};
  auto world = water_world(map);
  auto request = naperville();
  request.parameters.online_only_services_option = proto::online_only_services_option::use_authored_settings;
  const auto plan = plan_of(world.plan(request));
  EXPECT_FALSE(world.was_asked(sharing + hydrants_id));
  EXPECT_THAT(plan.online, ElementsAre("/operationalLayers/0"));
}

TEST(ItemReferences, WhatItemsPutIntoAMapHasALimit) {
  core::item_budget budget;
  const json large = std::string(20u << 20, 'a');
  EXPECT_TRUE(budget.take(large));
  EXPECT_FALSE(budget.take(large));
}

} // namespace
