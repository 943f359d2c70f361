#include "proto/control/parameter_overrides.hpp"

#include "proto/control/request_reader.hpp"
#include "tests/proto/record/random_records.hpp"
#include "tests/support/seed.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using proto::failure_code;

const std::string water_service = "https://h.example/rest/services/Water/FeatureServer";
const std::string imagery_service = "https://h.example/rest/services/Imagery/MapServer";
const std::string zones_service = "https://h.example/rest/services/Zones/VectorTileServer";

proto::result<proto::parameter_overrides> read_overrides(const json& document) {
  proto::request_reader in;
  proto::parameter_overrides overrides;
  proto::read_parameter_overrides(in, document, overrides);
  if (in.failed())
    return *in.failed();
  return overrides;
}

/// One service of each kind, with the members that must be there alone.
json least_overrides() {
  return {{"generateGeodatabaseParameters", {{water_service, {{"layerOptions", {{{"layerId", 3}}}}}}}},
    {"exportTileCacheParameters", {{imagery_service, {{"levelIds", {9, 10}}}}}},
    {"exportVectorTilesParameters", {{zones_service, {{"maxLevel", 14}}}}}};
}

/// The reason why the least overrides are refused with an element set to a value.
proto::failure refused_with(
  const std::string& dictionary, const std::string& service, const std::string& below, json value) {
  auto document = least_overrides();
  auto& entry = document[dictionary][service];
  entry[json::json_pointer{below}] = std::move(value);
  const auto read = read_overrides(document);
  EXPECT_FALSE(read) << document;
  return read ? proto::failure{} : read.error();
}

struct wrong_override {
  const char* dictionary;
  const std::string& service;
  const char* below;
  json value;
  const char* element; ///< behind the service's
};

TEST(ParameterOverrides, WhatIsLeftOutIsTheClassDefault) {
  const auto read = read_overrides(least_overrides());
  ASSERT_TRUE(read) << proto::describe(read.error());
  const auto& replica = read->generate_geodatabase_parameters.at(water_service).at(0);
  EXPECT_EQ(replica.layer_options.at(0), (proto::layer_query{3, proto::query_option::use_filter, "", true, false}));
  EXPECT_FALSE(replica.extent || replica.out_spatial_reference || replica.return_attachments);
  EXPECT_EQ(replica.sync_model, proto::geodatabase_sync_model::layer);
  EXPECT_TRUE(replica.sync_annotations && replica.sync_dimensions && replica.sync_contingent_values);
  EXPECT_EQ(read->export_tile_cache_parameters.at(imagery_service).level_ids, (std::vector{9, 10}));
  EXPECT_EQ(read->export_vector_tiles_parameters.at(zones_service).max_level, 14);
}

TEST(ParameterOverrides, WhatIsWrittenIsReadAgain) {
  random_records random{test_seed()};
  for (int round = 0; round < 300; ++round) {
    const auto overrides = random.overrides();
    const auto again = read_overrides(proto::to_json(overrides));
    ASSERT_TRUE(again) << proto::describe(again.error());
    EXPECT_EQ(*again, overrides);
  }
}

TEST(ParameterOverrides, WordsAreReadWithoutRegardToCase) {
  auto document = least_overrides();
  document["generateGeodatabaseParameters"][water_service].update(
    {{"syncModel", "Geodatabase"}, {"returnAttachments", true}, {"attachmentSyncDirection", "UPLOAD"}});
  const auto read = read_overrides(document);
  ASSERT_TRUE(read) << proto::describe(read.error());
  const auto& replica = read->generate_geodatabase_parameters.at(water_service).at(0);
  EXPECT_EQ(replica.sync_model, proto::geodatabase_sync_model::geodatabase);
  EXPECT_EQ(replica.attachment_sync_direction, proto::attachment_sync_direction::upload);
}

TEST(ParameterOverrides, AttachmentsThatAreTakenGoBothWaysUnlessItIsSaid) {
  auto document = least_overrides();
  document["generateGeodatabaseParameters"][water_service]["returnAttachments"] = true;
  const auto read = read_overrides(document);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->generate_geodatabase_parameters.at(water_service).at(0).attachment_sync_direction,
    proto::attachment_sync_direction::bidirectional);
}

TEST(ParameterOverrides, AreRefusedByTheElementThatIsWrong) {
  constexpr auto geodatabase = "generateGeodatabaseParameters";
  constexpr auto tile_cache = "exportTileCacheParameters";
  constexpr auto vector = "exportVectorTilesParameters";
  const json options{{{"layerId", 3}}, {{"layerId", 3}}};
  const wrong_override rows[] = {
    {geodatabase, water_service, "", 7, ""},
    {geodatabase, water_service, "", json::array(), ""},
    {geodatabase, water_service, "/layerOption", 1, ".layerOption"},
    {geodatabase, water_service, "/layerOptions", json::array(), ".layerOptions"},
    {geodatabase, water_service, "/layerOptions", options, ".layerOptions[1].layerId"},
    {geodatabase, water_service, "/layerOptions/0", 3, ".layerOptions[0]"},
    {geodatabase, water_service, "/layerOptions/0/layerId", -1, ".layerOptions[0].layerId"},
    {geodatabase, water_service, "/layerOptions/0/layerId", 3e9, ".layerOptions[0].layerId"},
    {geodatabase, water_service, "/layerOptions/0/where", "1=1", ".layerOptions[0].where"},
    {geodatabase, water_service, "/layerOptions/0/whereClause", 1, ".layerOptions[0].whereClause"},
    {geodatabase, water_service, "/layerOptions/0/queryOption", "some", ".layerOptions[0].queryOption"},
    {geodatabase, water_service, "/layerOptions/0/useGeometry", "no", ".layerOptions[0].useGeometry"},
    {geodatabase, water_service, "/extent", {{"xmin", 0}}, ".extent.ymin"},
    {geodatabase, water_service, "/extent", {{"file", "x"}}, ".extent.file"},
    {geodatabase, water_service, "/outSpatialReference", "here", ".outSpatialReference"},
    {geodatabase, water_service, "/syncModel", "perLayer", ".syncModel"},
    {geodatabase, water_service, "/attachmentSyncDirection", "bidirectional", ".attachmentSyncDirection"},
    {geodatabase, water_service, "/utilityNetworkSyncMode", "syncSystemAndTopologyTables", ".utilityNetworkSyncMode"},
    {tile_cache, imagery_service, "/levels", "0-3", ".levels"},
    {tile_cache, imagery_service, "/levelIds", json::array(), ".levelIds"},
    {tile_cache, imagery_service, "/levelIds", {3, 3}, ".levelIds[1]"},
    {tile_cache, imagery_service, "/levelIds/0", -1, ".levelIds[0]"},
    {tile_cache, imagery_service, "/compressionQuality", 101, ".compressionQuality"},
    {tile_cache, imagery_service, "/areaOfInterest", {{"rings", 1}}, ".areaOfInterest.rings"},
    {vector, zones_service, "/maxLevel", -1, ".maxLevel"},
    {vector, zones_service, "/maxLevel", nullptr, ".maxLevel"},
    {vector, zones_service, "/esriVectorTilesDownloadOption", "useReducedFontsService",
      ".esriVectorTilesDownloadOption"},
  };
  for (const auto& row : rows) {
    const auto why = refused_with(row.dictionary, row.service, row.below, row.value);
    EXPECT_EQ(why.subject, proto::override_element(row.dictionary, row.service) + row.element) << why.hint;
    EXPECT_FALSE(why.hint.empty());
  }
}

TEST(ParameterOverrides, TheSecondReplicaOfAServiceIsNamedByItsPlace) {
  auto document = least_overrides();
  document["generateGeodatabaseParameters"][water_service] =
    json::array({{{"layerOptions", {{{"layerId", 0}}}}}, {{"layerOptions", {{{"layerId", 0}}}}}});
  const auto read = read_overrides(document);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().subject,
    "overrides.generateGeodatabaseParameters[\"" + water_service + "\"][1].layerOptions[0].layerId");
}

TEST(ParameterOverrides, AServiceStandsOnceHoweverItIsWritten) {
  auto document = least_overrides();
  document["exportTileCacheParameters"]["http://H.example/rest/services/imagery/MapServer/"] = {{"levelIds", {1}}};
  const auto read = read_overrides(document);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().subject.find("overrides.exportTileCacheParameters["), 0u);
}

TEST(ParameterOverrides, SecretsInAnAddressAreNotKept) {
  const json document{{"exportVectorTilesParameters", {{zones_service + "?token=abc", {{"maxLevel", 1}}}}}};
  const auto read = read_overrides(document);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->export_vector_tiles_parameters.contains(zones_service));
}

TEST(ParameterOverrides, LayersThatStayOnlineAreNamedByTheirIds) {
  auto document = least_overrides();
  document["onlineLayers"] = {"roads", "rivers"};
  document["onlineTables"] = {"visits"};
  const auto read = read_overrides(document);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->online_layers, (std::vector<std::string>{"roads", "rivers"}));
  EXPECT_EQ(read->online_tables, std::vector<std::string>{"visits"});
  EXPECT_EQ(to_json(*read).at("onlineLayers"), document["onlineLayers"]);
  EXPECT_EQ(to_json(*read).at("onlineTables"), document["onlineTables"]);
  for (const auto& [list, element] :
    {std::pair{json("roads"), ""}, {json{7}, "[0]"}, {json{"a", ""}, "[1]"}, {json{"a", "b", "a"}, "[2]"}}) {
    document["onlineTables"] = list;
    const auto wrong = read_overrides(document);
    ASSERT_FALSE(wrong) << list;
    EXPECT_EQ(wrong.error().subject, std::string{"overrides.onlineTables"} + element);
  }
}

TEST(ParameterOverrides, AnUnknownMemberIsRefusedWithTheNearestName) {
  auto document = least_overrides();
  document["generateGeodatabaseParameter"] = json::object();
  const auto read = read_overrides(document);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().hint.find("generateGeodatabaseParameters"), std::string::npos) << "the nearest name";
}

} // namespace
