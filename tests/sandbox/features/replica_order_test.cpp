#include "sandbox/features/replica_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sandbox/geodatabase/trail_service.hpp"

namespace sandbox {
namespace {

using testing::HasSubstr;

class ReplicaOrder : public testing::Test {
protected:
  /// A request with these parameters besides, or instead of, those that every one needs.
  outcome<replica_order> read(const parameter_map& changes, dialect speaks = dialect::online) const {
    http_request request;
    request.parameters = {
      {"layers", "0,3"}, {"geometry", "-111,37,-109,39"}, {"inSR", "4326"}, {"syncModel", "perLayer"}};
    for (const auto& [name, text] : changes)
      request.parameters[name] = text;
    return read_replica_order({service_, "https://here/FeatureServer", speaks, 1'700'000'000'000}, request);
  }
  std::string error_of(const parameter_map& changes, dialect speaks = dialect::online) const {
    const auto order = read(changes, speaks);
    return order ? "accepted" : order.error();
  }

  service_data service_ = trail_service();
};

TEST_F(ReplicaOrder, HasTheDefaultsOfTheReference) {
  const auto order = read({{"syncModel", ""}});
  ASSERT_TRUE(order) << order.error();
  EXPECT_EQ(order->format, replica_format::json);
  EXPECT_EQ(order->wanted.model, sync_model::per_replica);
  EXPECT_EQ(order->wanted.attachments, attachment_direction::none);
  EXPECT_EQ(order->wanted.wkid, web_mercator);
  EXPECT_FALSE(order->asynchronous);
  EXPECT_FALSE(order->embedded);
  EXPECT_TRUE(order->attachments_by_url);
  ASSERT_EQ(order->wanted.layers.size(), 2u);
  EXPECT_EQ(order->wanted.layers[0].option, query_option::use_filter);
  EXPECT_TRUE(order->wanted.layers[0].use_geometry);
  EXPECT_TRUE(order->wanted.layers[0].include_related);
  EXPECT_FALSE(order->wanted.layers[1].use_geometry); // a table has no place
}

TEST_F(ReplicaOrder, TakesEveryParameterOfAClient) {
  const auto order = read({{"f", "json"}, {"token", "t"}, {"replicaName", "mine"}, {"layers", "[0, 1,0]"},
    {"layerQueries",
      R"({"0":{"queryOption":"useFilter","useGeometry":false,"where":"KIND = 1","includeRelated":false},)"
      R"("1":{"queryOption":"none","where":"not looked at"}})"},
    {"geometry", R"({"rings":[[[0,0],[0,1],[1,1],[0,0]]]})"}, {"geometryType", "esriGeometryPolygon"},
    {"replicaSR", R"({"wkid":102100})"}, {"transportType", "esriTransportTypeEmbedded"}, {"returnAttachments", "true"},
    {"returnAttachmentsDatabyURL", "false"}, {"attachmentsSyncDirection", "upload"}, {"async", "true"},
    {"syncDirection", "bidirectional"}, {"targetType", "client"}, {"dataFormat", "SQLITE"},
    {"replicaOptions", R"({"syncDataOptions":0})"}, {"datumTransformation", R"({"geoTransforms":[]})"},
    {"timeReferenceUnknownClient", "true"}});
  ASSERT_TRUE(order) << order.error();
  EXPECT_EQ(order->format, replica_format::sqlite);
  EXPECT_TRUE(order->asynchronous);
  EXPECT_FALSE(order->embedded); // neither a job nor a database can be
  EXPECT_FALSE(order->attachments_by_url);
  EXPECT_EQ(order->wanted.attachments, attachment_direction::upload);
  EXPECT_EQ(order->wanted.wkid, web_mercator);
  ASSERT_EQ(order->wanted.layers.size(), 2u);
  EXPECT_EQ(order->wanted.layers[0].where, "KIND = 1");
  EXPECT_FALSE(order->wanted.layers[0].use_geometry);
  EXPECT_FALSE(order->wanted.layers[0].include_related);
  EXPECT_EQ(order->wanted.layers[1].option, query_option::none);
  EXPECT_EQ(order->wanted.layers[1].where, "");
}

TEST_F(ReplicaOrder, TakesEveryKindOfPlace) {
  const std::pair<const char*, const char*> places[]{{"esriGeometryPoint", "-110,38"},
    {"esriGeometryPoint", R"({"x":-110,"y":38})"}, {"esriGeometryMultipoint", R"({"points":[[-110,38]]})"},
    {"esriGeometryPolyline", R"({"paths":[[[-110,38],[-109,38]]]})"}, {"", "-111,37,-109,39"}};
  for (const auto& [kind, text] : places)
    EXPECT_EQ(error_of({{"geometryType", kind}, {"geometry", text}}), "accepted") << text;
  EXPECT_THAT(
    error_of({{"geometryType", "esriGeometryPoint"}, {"geometry", "-111,37,-109,39"}}), HasSubstr("'geometry'"));
  EXPECT_THAT(error_of({{"geometryType", "esriGeometryCircle"}}), HasSubstr("'geometry'"));
}

TEST_F(ReplicaOrder, KnowsAPlaceThatCoversNothingBeforeAJobBegins) {
  EXPECT_EQ(error_of({{"geometry", "-111,37,-111,39"}}), "accepted");
  EXPECT_EQ(error_of({{"geometry", "-111,37,-111,37"}}), "accepted");
  // Straight on the plane where places are judged, and not aligned with its axes.
  const std::string slanting = R"({"rings":[[[0,0],[100,100],[200,200],[0,0]]],"spatialReference":{"wkid":102100}})";
  EXPECT_THAT(error_of({{"geometryType", "esriGeometryPolygon"}, {"geometry", slanting}}), HasSubstr("'geometry'"));
}

TEST_F(ReplicaOrder, FindsTheQueryOfALayerByItsNumber) {
  EXPECT_EQ(read({{"layerQueries", R"({"00":{"where":"KIND = 1"}})"}})->wanted.layers[0].where, "KIND = 1");
}

TEST_F(ReplicaOrder, NeedsAPlaceUnlessNothingIsSynchronised) {
  EXPECT_THAT(error_of({{"geometry", ""}}), HasSubstr("'geometry'"));
  EXPECT_EQ(error_of({{"geometry", ""}, {"syncModel", "none"}}), "accepted");
}

TEST_F(ReplicaOrder, KnowsTheFourPairsOfAttachmentsThatMakeSense) {
  const auto direction = [&](const char* returned, const char* asked) {
    return error_of({{"returnAttachments", returned}, {"attachmentsSyncDirection", asked}});
  };
  EXPECT_EQ(direction("true", "bidirectional"), "accepted");
  EXPECT_EQ(direction("true", "upload"), "accepted");
  EXPECT_EQ(direction("false", "upload"), "accepted");
  EXPECT_EQ(direction("false", "none"), "accepted");
  EXPECT_THAT(direction("true", "none"), HasSubstr("'attachmentsSyncDirection'"));
  EXPECT_THAT(direction("false", "bidirectional"), HasSubstr("'attachmentsSyncDirection'"));
  EXPECT_EQ(read({{"returnAttachments", "true"}})->wanted.attachments, attachment_direction::bidirectional);
}

TEST_F(ReplicaOrder, RefusesWhatIsNotServedByItsName) {
  const std::pair<const char*, const char*> wrong[]{{"dataFormat", "filegdb"}, {"dataFormat", "csv"},
    {"targetType", "server"}, {"syncDirection", "download"}, {"syncModel", "perDay"}, {"transportType", "pigeon"},
    {"replicaOptions", R"({"refReplicaId":"x"})"}, {"replicaOptions", R"({"syncDataOptions":4})"},
    {"replicaOptions", "[]"}, {"inSR", "99999999"}, {"replicaSR", "26912"}, {"async", "perhaps"},
    {"returnAttachments", "1"}, {"datumTransformation", "\"x\""}, {"timeReferenceUnknownClient", "no"}, {"layers", ""},
    {"layers", "0,7"}, {"layers", "a"}, {"layerQueries", "["}, {"layerQueries", R"({"0":7})"},
    {"layerQueries", R"({"1":{}})"}, {"layerQueries", R"({"0":{"queryOption":"some"}})"},
    {"layerQueries", R"({"0":{"fields":"KIND"}})"}, {"layerQueries", R"({"0":{"where":"COLOUR = 1"}})"},
    {"layerQueries", R"({"0":{"where":7}})"}, {"layerQueries", R"({"0":{},"00":{}})"},
    {"geometry", R"({"xmin":0,"ymin":0,"xmax":1,"ymax":1,"spatialReference":{"wkid":"here"}})"},
    {"replicaName", "a\nb"}};
  for (const auto& [name, text] : wrong)
    EXPECT_THAT(error_of({{name, text}}), HasSubstr("'" + std::string{name} + "' parameter is invalid")) << text;
  EXPECT_THAT(error_of({{"replicaName", std::string(227, 'a')}}), HasSubstr("'replicaName'"));
  EXPECT_EQ(error_of({{"replicaName", std::string(226, 'a')}}), "accepted");
  EXPECT_THAT(error_of({{"exportFieldDomainDescription", "true"}}), HasSubstr("'exportFieldDomainDescription'"));
}

TEST_F(ReplicaOrder, FollowsTheDialectInItsSyncModels) {
  EXPECT_EQ(error_of({{"syncModel", "perReplica"}}), "accepted");
  EXPECT_THAT(error_of({{"syncModel", "perReplica"}}, dialect::enterprise), HasSubstr("'syncModel'"));
}

TEST_F(ReplicaOrder, IsForDownloadAloneWhereNobodyMayEdit) {
  EXPECT_EQ(read({})->wanted.direction, sync_direction::bidirectional);
  for (table& source : service_.tables)
    source.capabilities = "Query,Sync";
  EXPECT_EQ(read({})->wanted.direction, sync_direction::download);
  service_.tables[3].capabilities = "Query";
  EXPECT_THAT(error_of({}), HasSubstr("'layers'"));
}

} // namespace
} // namespace sandbox
