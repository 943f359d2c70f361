#include "core/plan/map_checks.hpp"

#include "core/address_reach.hpp"

#include <gmock/gmock.h>

namespace {

using nlohmann::json;
using proto::finding_code;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string portal = "https://portal.example.com/portal";
const std::string hydrants = "https://svc.example.com/rest/services/Water/FeatureServer/0";

json map_with(const json& layer) { return {{"operationalLayers", {layer}}}; }

std::vector<finding_code> codes_of(const std::vector<proto::finding>& findings) {
  std::vector<finding_code> codes;
  for (const auto& one : findings)
    codes.push_back(one.code);
  return codes;
}

/// What is found of the only layer of a map.
std::vector<proto::finding> found_of(const json& layer, const proto::generate_offline_map_parameters& parameters = {},
  const std::string& portal_url = portal) {
  core::plan_inputs inputs;
  inputs.map = *proto::read_web_map(map_with(layer));
  return core::check_layer(inputs, inputs.map.layers.at(0), parameters, portal_url);
}

json feature_entry() {
  return {{"id", "hydrants"}, {"title", "Hydrants"}, {"layerType", "ArcGISFeatureLayer"}, {"url", hydrants}};
}
json tile_entry() {
  return {{"id", "imagery"}, {"layerType", "ArcGISTiledMapServiceLayer"},
    {"url", "https://tiles.example.com/rest/services/Imagery/MapServer"}};
}

TEST(MapChecks, MapThatNobodyPreparedForOfflineUseIsNamed) {
  core::plan_inputs inputs;
  EXPECT_THAT(core::check_map(inputs), IsEmpty()) << "a map that came as a file has no settings of an item";
  inputs.item.id = "1";
  EXPECT_THAT(codes_of(core::check_map(inputs)), ElementsAre(finding_code::not_marked_offline));
  inputs.item.type_keywords = {"Map", "offline"};
  EXPECT_THAT(core::check_map(inputs), IsEmpty());
  inputs.item.type_keywords.clear();
  inputs.map.offline.emplace();
  EXPECT_THAT(core::check_map(inputs), IsEmpty());
}

TEST(MapChecks, OrdinaryLayersAreNotSpokenOf) {
  EXPECT_THAT(found_of(feature_entry()), IsEmpty());
  auto plain = feature_entry();
  plain["layerDefinition"]["drawingInfo"]["renderer"] = {
    {"type", "simple"}, {"symbol", {{"type", "esriSMS"}, {"style", "esriSMSCircle"}}}};
  EXPECT_THAT(found_of(plain), IsEmpty());
}

TEST(MapChecks, SecretParametersThatAFileDoesNotBringAlongAreNamed) {
  auto withheld = feature_entry();
  withheld["customParameters"] = {{"apikey", nullptr}, {"lang", nullptr}, {"time", "now"}};
  const auto found = found_of(withheld);
  ASSERT_THAT(codes_of(found), ElementsAre(finding_code::parameter_not_stored));
  EXPECT_EQ(found[0].why, "custom parameter apikey");
}

TEST(MapChecks, AdvancedSymbolsOfTheMapAreNamedWhereverTheyStand) {
  auto cim = feature_entry();
  cim["layerDefinition"]["drawingInfo"]["renderer"]["uniqueValueInfos"] = {
    {{"value", 1}, {"symbol", {{"type", "CIMSymbolReference"}}}}};
  EXPECT_THAT(codes_of(found_of(cim)), ElementsAre(finding_code::advanced_symbols_lost));
  auto style = feature_entry();
  style["layerDefinition"]["drawingInfo"]["renderer"]["symbol"] = {{"styleName", "Esri2DPointSymbolsStyle"}};
  EXPECT_THAT(codes_of(found_of(style)), ElementsAre(finding_code::advanced_symbols_lost));
  auto odd = feature_entry();
  odd["layerDefinition"]["drawingInfo"] = 7;
  EXPECT_THAT(found_of(odd), IsEmpty());
}

TEST(MapChecks, TilesWithoutAScaleLimitOfMapOrJobAreNamed) {
  EXPECT_THAT(codes_of(found_of(tile_entry())), ElementsAre(finding_code::no_scale_range));
  auto limited = tile_entry();
  limited["maxScale"] = 5000;
  EXPECT_THAT(found_of(limited), IsEmpty());
  proto::generate_offline_map_parameters parameters;
  parameters.max_scale = 5000;
  EXPECT_THAT(found_of(tile_entry(), parameters), IsEmpty());
}

TEST(MapChecks, RoutesAndNotesAreNamedAsCollectionsOfTheirOwn) {
  for (const auto* type : {"route", "notes"})
    EXPECT_THAT(
      codes_of(found_of({{"id", "a"}, {"featureCollectionType", type}, {"featureCollection", json::object()}})),
      ElementsAre(finding_code::collection_type));
  EXPECT_THAT(found_of({{"id", "a"}, {"featureCollection", json::object()}}), IsEmpty());
}

TEST(MapChecks, SubtypeGroupsAnnotationAndDimensionLayersAreJudgedByName) {
  const auto of_type = [](const std::string& type) {
    auto entry = feature_entry();
    entry["layerType"] = type;
    return codes_of(found_of(entry));
  };
  EXPECT_THAT(of_type("SubtypeGroupLayer"), ElementsAre(finding_code::subtype_group));
  EXPECT_THAT(of_type("SubtypeGroupTable"), ElementsAre(finding_code::subtype_group));
  EXPECT_THAT(of_type("ArcGISAnnotationLayer"), ElementsAre(finding_code::annotation));
  EXPECT_THAT(of_type("ArcGISDimensionLayer"), ElementsAre(finding_code::dimension));
}

TEST(MapChecks, AddressThatThePortalCouldNotReachIsNamed) {
  auto inside = feature_entry();
  inside["url"] = "https://10.1.2.3/rest/services/Water/FeatureServer/0";
  const auto found = found_of(inside);
  EXPECT_THAT(codes_of(found), ElementsAre(finding_code::address_not_reachable_by_portal));
  EXPECT_EQ(found.at(0).why, "10.1.2.3");
  EXPECT_THAT(found_of(inside, {}, "https://portal.local/portal"), IsEmpty()) << "in one network";
  inside["url"] = "http://localhost:8080/rest/services/Water/FeatureServer/0";
  EXPECT_THAT(codes_of(found_of(inside, {}, "https://portal.local/portal")),
    ElementsAre(finding_code::address_not_reachable_by_portal));
  EXPECT_THAT(found_of(inside, {}, "http://localhost:9090/portal"), IsEmpty()) << "on one machine";
}

TEST(AddressReach, IsToldByNumberAndName) {
  using core::address_reach;
  for (const auto* host : {"127.0.0.1", "127.9.9.9", "::1", "localhost", "maps.localhost"})
    EXPECT_EQ(core::reach_of(host), address_reach::machine) << host;
  for (const auto* host :
    {"10.0.0.1", "192.168.1.1", "172.20.0.1", "169.254.1.1", "fd00::1", "gis", "gis.local", "a.lan"})
    EXPECT_EQ(core::reach_of(host), address_reach::network) << host;
  for (const auto* host : {"8.8.8.8", "services.arcgis.com", "2001:4860:4860::8888", "10.example.com"})
    EXPECT_EQ(core::reach_of(host), address_reach::world) << host;
}

} // namespace
