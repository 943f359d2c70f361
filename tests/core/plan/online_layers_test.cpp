#include "core/plan/online_layers.hpp"

#include "core/plan/survey.hpp"
#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using enum proto::online_only_services_option;

const std::string dynamic = "https://svc.example/rest/services/Drawn/MapServer";

/// Hydrants and imagery that go offline, and below them what does not: a service that
/// draws on demand, somebody's weather, and a service without Sync.
nlohmann::json map_with_online_layers(std::vector<std::string> connected = {}) {
  auto map = simple::simple_map();
  const std::string weather = "https://weather.example/wms?layers=rain&token=secret";
  map["operationalLayers"].push_back(simple::layer_entry("weather", "WMS", weather));
  map["operationalLayers"].push_back({{"id", "group"}, {"layerType", "GroupLayer"},
    {"layers", {simple::layer_entry("drawn", "ArcGISMapServiceLayer", dynamic)}}});
  map["operationalLayers"].push_back(
    simple::layer_entry("watch", "ArcGISFeatureLayer", "https://svc.example/rest/services/Watch/FeatureServer/0"));
  auto listed = nlohmann::json::array();
  for (auto& id : connected)
    listed.push_back({{"id", id}});
  map["applicationProperties"]["offline"] = {{"connectedOnlineLayers", listed}};
  return map;
}

plan_world world_with_online_layers(std::vector<std::string> connected = {}) {
  auto world = simple::simple_world(map_with_online_layers(std::move(connected)));
  const std::string watch = "https://svc.example/rest/services/Watch/FeatureServer";
  world.answer(watch, simple::feature_root("Query"));
  world.answer(
    watch + "/layers", nlohmann::json{{"layers", {simple::feature_layer(0)}}, {"tables", nlohmann::json::array()}});
  return world;
}

proto::job_request asking_for(proto::online_only_services_option option) {
  auto request = naperville();
  request.parameters.online_only_services_option = option;
  return request;
}

std::vector<std::string> error_ids(const core::offline_plan& plan) {
  std::vector<std::string> ids;
  for (const auto& error : plan.layer_errors)
    ids.push_back(error.id);
  return ids;
}

/// Every cell of the documented table: what is left out, what stays online, what is taken.
struct online_case {
  const char* name;
  proto::online_only_services_option option;
  std::vector<std::string> connected, errors, online;
  std::size_t exports;
};
class OnlineOnlyServices : public testing::TestWithParam<online_case> {};

TEST_P(OnlineOnlyServices, DecideAsTheTableSays) {
  const auto& wanted = GetParam();
  auto world = world_with_online_layers(wanted.connected);
  const auto plan = plan_of(world.plan(asking_for(wanted.option)));
  EXPECT_EQ(error_ids(plan), wanted.errors);
  std::vector<std::string> online;
  for (const auto& pointer : plan.online)
    online.push_back(plan.web_map.at(nlohmann::json::json_pointer(pointer)).at("id"));
  EXPECT_THAT(online, testing::UnorderedElementsAreArray(wanted.online));
  EXPECT_EQ(plan.exports.size(), wanted.exports);
  for (const auto& id : wanted.online)
    EXPECT_TRUE(std::ranges::any_of(plan.findings,
      [&](const auto& found) { return found.code == proto::finding_code::remains_online && found.layer == id; }))
      << id;
}

const online_case online_cases[] = {
  {"Exclude", exclude, {}, {"weather", "drawn", "watch"}, {}, 2},
  {"ExcludeDoesNotAskTheAuthor", exclude, {"weather", "hydrants"}, {"weather", "drawn", "watch"}, {}, 2},
  {"Include", include, {}, {}, {"weather", "drawn", "watch"}, 2},
  {"IncludeTakesWhatTheAuthorLists", include, {"hydrants"}, {}, {"weather", "drawn", "watch"}, 2},
  {"AuthoredWithoutAList", use_authored_settings, {}, {"weather", "drawn", "watch"}, {}, 2},
  {"AuthoredCannot", use_authored_settings, {"drawn", "watch"}, {"weather"}, {"drawn", "watch"}, 2},
  {"AuthoredCan", use_authored_settings, {"hydrants", "imagery"}, {"weather", "drawn", "watch"},
    {"hydrants", "imagery"}, 0},
};
INSTANTIATE_TEST_SUITE_P(
  OnlineLayers, OnlineOnlyServices, testing::ValuesIn(online_cases), [](const auto& row) { return row.param.name; });

TEST(OnlineLayers, AuthoredSettingsOfAMapWithoutAnyAreLikeExclude) {
  auto map = map_with_online_layers();
  map.erase("applicationProperties");
  auto world = simple::simple_world(map);
  EXPECT_THAT(plan_of(world.plan(asking_for(use_authored_settings))).online, IsEmpty());
}

TEST(OnlineLayers, ServiceOfALayerThatTheAuthorKeepsOnlineIsNotAsked) {
  auto world = world_with_online_layers({"watch"});
  world.fail("https://svc.example/rest/services/Watch/FeatureServer", core::transport_error::unreachable);
  EXPECT_THAT(plan_of(world.plan(asking_for(use_authored_settings))).online, ElementsAre("/operationalLayers/3"));
  EXPECT_FALSE(world.was_asked("https://svc.example/rest/services/Watch/FeatureServer"));
}

TEST(OnlineLayers, WhatIsMissingOrAskedTwiceIsAnErrorAlsoWithInclude) {
  for (const auto why : {proto::failure_code::not_found, proto::failure_code::not_loaded,
         proto::failure_code::duplicate_endpoint, proto::failure_code::outside_area,
         proto::failure_code::scales_do_not_meet, proto::failure_code::permission_missing})
    EXPECT_FALSE(core::stays_online_instead(include, why)) << proto::word(why);
}

TEST(OnlineLayers, WithoutABasemapNoneStaysOnline) {
  auto world = world_with_online_layers({"imagery"});
  auto request = asking_for(use_authored_settings);
  request.parameters.include_basemap = false;
  EXPECT_THAT(plan_of(world.plan(request)).online, IsEmpty());
}

TEST(OnlineLayers, FeaturesInTheMapItselfAreTakenWhateverTheAuthorLists) {
  proto::web_map_layer notes;
  notes.id = "notes";
  notes.kind = proto::layer_kind::feature_collection;
  proto::offline_settings author;
  author.connected_online_layers = {"notes"};
  EXPECT_FALSE(core::is_connected_online(notes, use_authored_settings, author));
  notes.item_id = "11112222333344445555666677778888";
  EXPECT_TRUE(core::is_connected_online(notes, use_authored_settings, author));
}

TEST(OnlineLayers, KeepTheirAddressWithoutItsSecretsAndSaySo) {
  auto world = world_with_online_layers();
  const auto plan = plan_of(world.plan(asking_for(include)));
  EXPECT_THAT(plan.web_map.dump(), Not(HasSubstr("secret")));
  EXPECT_EQ(plan.web_map["operationalLayers"][1]["url"], "https://weather.example/wms?layers=rain");
  std::vector<std::string> losing;
  for (const auto& found : plan.findings)
    if (found.code == proto::finding_code::remains_online && found.why.find("secrets") != std::string::npos)
      losing.push_back(found.layer);
  EXPECT_THAT(losing, ElementsAre("weather"));
}

TEST(OnlineLayers, CapabilitiesNameThemAndCountNoError) {
  auto world = world_with_online_layers();
  auto step = world.plan(asking_for(include), "https://portal.example.com", core::plan_purpose::survey);
  const auto& map = std::get<core::prepared_map>(step);
  EXPECT_FALSE(map.capabilities.has_errors());
  std::vector<std::string> online;
  for (const auto& layer : map.capabilities.layers)
    if (layer.remains_online) {
      EXPECT_TRUE(layer.error) << layer.id;
      online.push_back(layer.id);
    }
  EXPECT_THAT(online, UnorderedElementsAre("weather", "drawn", "watch"));
  EXPECT_EQ(map.parameters.online_only_services_option, include);
}

} // namespace
