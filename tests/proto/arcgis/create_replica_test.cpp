#include "proto/arcgis/create_replica.hpp"

#include "tests/support/fixtures.hpp"

#include <map>

namespace {

using nlohmann::json;

proto::create_replica_request sample_request() {
  proto::create_replica_request request;
  request.layers = {{.layer_id = 0, .where = "STATUS = 'ü'"},
    {.layer_id = 4, .query_option = proto::query_option::none, .where = {}, .include_related = true},
    {.layer_id = 7, .query_option = proto::query_option::all, .where = {}},
    {.layer_id = 9, .where = {}, .use_geometry = false}};
  request.geometry = proto::envelope{-1, -2, 3, 4, {.wkid = 4326}};
  request.replica_sr = {.wkid = 102100, .latest_wkid = 3857, .wkt = {}};
  return request;
}

std::map<std::string, std::string> replica_form(const proto::create_replica_request& request) {
  const auto form = proto::to_form(request, "box-job-1-1");
  std::map<std::string, std::string> by_name{form.begin(), form.end()};
  EXPECT_EQ(by_name.size(), form.size()) << "a parameter was given twice";
  return by_name;
}

TEST(CreateReplica, FormSaysEverythingThatHasADefault) {
  auto form = replica_form(sample_request());
  EXPECT_EQ(form["f"], "json");
  EXPECT_EQ(form["replicaName"], "box-job-1-1");
  EXPECT_EQ(form["layers"], "0,4,7,9");
  EXPECT_EQ(json::parse(form["layerQueries"]),
    json::parse(R"({"0":{"queryOption":"useFilter","useGeometry":true,"where":"STATUS = 'ü'"},
    "4":{"queryOption":"none","includeRelated":true},"7":{"queryOption":"all"},"9":{"queryOption":"useFilter","useGeometry":false}})"));
  EXPECT_EQ(json::parse(form["geometry"]), json::parse(R"({"xmin":-1.0,"ymin":-2.0,"xmax":3.0,"ymax":4.0})"));
  EXPECT_EQ(form["geometryType"], "esriGeometryEnvelope");
  EXPECT_EQ(form["inSR"], "4326");
  EXPECT_EQ(form["replicaSR"], "102100");
  EXPECT_EQ(form["transportType"], "esriTransportTypeUrl");
  EXPECT_EQ(form["returnAttachments"], "false");
  EXPECT_EQ(form["async"], "true");
  EXPECT_EQ(form["syncModel"], "perLayer");
  EXPECT_EQ(form["targetType"], "client");
  EXPECT_EQ(form["dataFormat"], "sqlite");
  EXPECT_EQ(form.count("attachmentsSyncDirection"), 0u) << "only where the service supports it";
  EXPECT_EQ(form.count("replicaOptions"), 0u);
  EXPECT_EQ(form.count("token"), 0u);
}

TEST(CreateReplica, FormOfAPolygonWithOptions) {
  auto request = sample_request();
  request.geometry = proto::polygon{{{{0, 0}, {0, 1}, {1, 0}, {0, 0}}}, {.wkid = 3857}};
  request.replica_sr = {};
  request.attachments_sync_direction = proto::attachment_sync_direction::upload;
  request.sync_data_options = 144;
  request.sync_model = proto::sync_model::per_replica;
  request.async = false;
  auto form = replica_form(request);
  EXPECT_EQ(form["geometryType"], "esriGeometryPolygon");
  EXPECT_EQ(json::parse(form["geometry"]).size(), 1u);
  EXPECT_EQ(form["replicaSR"], "3857") << "without one of its own: the area's";
  EXPECT_EQ(form["attachmentsSyncDirection"], "upload");
  EXPECT_EQ(form["replicaOptions"], R"({"syncDataOptions":144})");
  EXPECT_EQ(form["syncModel"], "perReplica");
  EXPECT_EQ(form["async"], "false");
}

TEST(CreateReplica, RequestComesBackFromJson) {
  auto request = sample_request();
  request.attachments_sync_direction = proto::attachment_sync_direction::bidirectional;
  const auto read = proto::read_create_replica_request(proto::to_json(request));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, request);
  auto broken = proto::to_json(request);
  broken["layers"][1]["queryOption"] = "some";
  const auto refused = proto::read_create_replica_request(broken);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().subject, "layers[1].queryOption");
}

TEST(CreateReplica, RequestOfAMapAndAServiceWithoutReferenceComesBackFromJson) {
  auto request = sample_request();
  request.replica_sr = {};
  const auto read = proto::read_create_replica_request(proto::to_json(request));
  ASSERT_TRUE(read) << proto::describe(read.error());
  EXPECT_EQ(*read, request);
}

TEST(CreateReplica, RequestOfNoAreaIsRefused) {
  auto without = proto::to_json(sample_request());
  without.erase("geometry");
  const auto refused = proto::read_create_replica_request(without);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().subject, "geometry");
}

proto::replica_answer answer_in(const json& body) {
  const auto read = proto::read_replica_answer(body);
  EXPECT_TRUE(read) << body;
  return read ? *read : proto::replica_answer{};
}

TEST(ReplicaAnswer, EveryJobFixtureHasItsState) {
  NEEDS_FIXTURES();
  const auto state = [](const std::string& name) {
    const auto answer = answer_in(fixtures::json("featureserver/synthetic/" + name + ".json"));
    return answer.failed ? "failed" : answer.completed ? "completed" : "running";
  };
  EXPECT_STREQ(state("createReplica.async.accepted"), "running");
  for (const char* name : {"job.pending", "job.inprogress", "job.exportingdata", "job.exportattachments"})
    EXPECT_STREQ(state(name), "running") << name;
  EXPECT_STREQ(state("job.completed.sqlite.agol"), "completed");
  EXPECT_STREQ(state("job.completed.sqlite.enterprise"), "completed");
  EXPECT_STREQ(state("job.completedwitherrors"), "failed");
  EXPECT_STREQ(state("job.failed"), "failed");
}

TEST(ReplicaAnswer, AddressesAndIdsOfTheFixturesAreRead) {
  NEEDS_FIXTURES();
  EXPECT_TRUE(answer_in(fixtures::json("featureserver/synthetic/createReplica.async.accepted.json"))
                .status_url.ends_with("/jobs/27d2cdbd-a4d7-48b6-b934-4178bbfe0b59"));
  const auto enterprise = answer_in(fixtures::json("featureserver/synthetic/job.completed.sqlite.enterprise.json"));
  EXPECT_EQ(enterprise.replica_name, "Offline_1");
  EXPECT_EQ(enterprise.replica_id, "{58808194-921A-4F9F-AC97-5FFD403368A9}");
  EXPECT_TRUE(enterprise.result_url.ends_with(".geodatabase"));
  const auto failed = answer_in(fixtures::json("featureserver/synthetic/job.failed.json"));
  EXPECT_EQ(failed.server_words, "Error exporting replica data.");
  for (const auto& variant : fixtures::json("featureserver/synthetic/createReplica.url.variants.json")) {
    EXPECT_TRUE(answer_in(variant).completed) << variant;
    EXPECT_FALSE(answer_in(variant).result_url.empty()) << variant;
  }
  EXPECT_TRUE(
    answer_in(fixtures::json("featureserver/agol-createreplica.none.sync-url.json")).result_url.ends_with(".json"));
}

TEST(ReplicaAnswer, SpellingsAndTypesDiffer) {
  EXPECT_EQ(answer_in({{"statusURL", "https://h/s"}}).status_url, "https://h/s");
  EXPECT_TRUE(answer_in({{"status", "COMPLETED"}, {"resultUrl", "x"}}).completed);
  EXPECT_TRUE(answer_in({{"status", "Completed With Errors"}}).failed);
  EXPECT_TRUE(answer_in({{"status", "esriReplicaStatusCompleted"}}).status == "esriReplicaStatusCompleted");
  const auto running = answer_in({{"status", "SomeNewState"}});
  EXPECT_FALSE(running.failed || running.completed);
  EXPECT_TRUE(answer_in(json::parse(R"({"error":{"code":400,"message":"Unable to create replica."}})")).failed);
}

TEST(ReplicaAnswer, WhatSaysNothingIsUnreadable) {
  for (const char* text : {"{}", "[]", "null", R"({"transportType":"esriTransportTypeUrl"})", R"({"statusUrl":{}})"}) {
    const auto read = proto::read_replica_answer(json::parse(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, proto::failure_code::invalid_response);
  }
}

TEST(ReplicaList, ABareListAndAnErrorAreTold) {
  NEEDS_FIXTURES();
  const auto list = proto::read_replica_list(fixtures::json("featureserver/synthetic/replicas.list.json"));
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().name, "Offline_1");
  EXPECT_EQ(list->front().id, "58808194-921a-4f9f-ac97-5ffd403368a9");
  EXPECT_TRUE(proto::read_replica_list(json::array())->empty());
  const auto refused =
    proto::read_replica_list(fixtures::json("featureserver/synthetic/error.token-required.499.json"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().esri_code, 499);
}

} // namespace
