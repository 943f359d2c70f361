#include "core/exports/export_protocol.hpp"

#include "tests/support/fixtures.hpp"

#include <gmock/gmock.h>

namespace {

using namespace core;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

const std::string raster = "https://gis.example/server/rest/services/Soils/MapServer";
const std::string vector = "https://tiles.example/rest/services/Base/VectorTileServer";

const export_protocol& raster_protocol = protocol_of(proto::export_kind::raster_tiles);
const export_protocol& vector_protocol = protocol_of(proto::export_kind::vector_tiles);

proto::layer_record raster_layer(const std::string& job = {}) {
  proto::layer_record record;
  record.task =
    proto::raster_tiles_task{raster, {proto::envelope{1, 2, 3, 4, {102100, 3857, {}}}, {3, 4, 5}}, 3857, 256};
  record.server_job.address = job;
  return record;
}

proto::layer_record vector_layer(const std::string& job = {}) {
  proto::layer_record record;
  record.task = proto::vector_tiles_task{vector, {proto::envelope{1, 2, 3, 4, {102100, 3857, {}}}, 9}, 3857};
  record.server_job.address = job;
  return record;
}

reply answer_of(const std::string& body, int status = 200) {
  reply answer;
  answer.status = status;
  answer.body = body;
  return answer;
}

template <class T>
T as(const export_answer& answer) {
  const auto* found = std::get_if<T>(&answer);
  EXPECT_NE(found, nullptr) << "another kind of answer: " << answer.index();
  return found != nullptr ? *found : T{};
}

export_answer polled(const proto::layer_record& record, const std::string& body, int status = 200) {
  const auto& protocol = protocol_of(proto::kind_of(record.task));
  return protocol.read_poll(record, protocol.poll(record, "field"), answer_of(body, status));
}

const std::string raster_job = raster + "/jobs/j1_et";

TEST(TileExport, SubmitsByPostAndNeverTwice) {
  for (const auto& [protocol, record] :
    {std::pair{&raster_protocol, raster_layer()}, std::pair{&vector_protocol, vector_layer()}}) {
    const auto request = protocol->submit(record, "field");
    EXPECT_EQ(request.address, proto::service_of(record.task) + "/exportTiles");
    EXPECT_EQ(request.method, http_method::post);
    EXPECT_TRUE(request.has_effect);
    EXPECT_THAT(request.form, Contains(Pair("f", "json")));
  }
  EXPECT_THAT(raster_protocol.submit(raster_layer(), "").form, Contains(Pair("tilePackage", "true")));
  EXPECT_THAT(vector_protocol.submit(vector_layer(), "").form, Contains(Pair("levels", "0-9")));
}

TEST(TileExport, JobIsLookedForInBothPlacesBeforeItIsLost) {
  const auto first = as<exported::running>(
    raster_protocol.read_submit(raster_layer(), answer_of(R"({"jobId":"j1_et","jobStatus":"esriJobSubmitted"})")));
  EXPECT_EQ(first.status_address, raster_job);
  for (const auto& [body, status] :
    {std::pair<std::string, int>{"not here", 404}, {R"({"error":{"code":400,"message":"Invalid URL"}})", 200}}) {
    const auto second = as<exported::running>(polled(raster_layer(first.status_address), body, status));
    EXPECT_EQ(second.status_address, raster + "/exportTiles/jobs/j1_et");
    EXPECT_TRUE(as<exported::failed>(polled(raster_layer(second.status_address), body, status)).job_lost);
  }
}

TEST(TileExport, PlaceThatAnswersIsKept) {
  const auto place = raster + "/exportTiles/jobs/j1_et";
  EXPECT_EQ(as<exported::running>(polled(raster_layer(place), R"({"jobId":"j1_et","jobStatus":"esriJobExecuting"})"))
              .status_address,
    place);
}

TEST(TileExport, TroubleOnTheWayDoesNotMoveTheJob) {
  for (const auto& [body, status] : {std::pair<std::string, int>{"", 502}, {"<html>sign in</html>", 200},
         {R"({"error":{"code":499,"message":"Token Required"}})", 200}}) {
    const auto failed = as<exported::failed>(polled(raster_layer(raster_job), body, status));
    EXPECT_FALSE(failed.job_lost) << body;
    EXPECT_FALSE(failed.job_failed) << body;
  }
}

TEST(TileExport, EnterpriseResultIsFollowedThroughFolderToFile) {
  const auto record = raster_layer(raster_job);
  const auto result = as<exported::follow>(polled(record,
    R"({"jobId":"j1_et","jobStatus":"esriJobSucceeded","results":{"out_service_url":{"paramUrl":"results/out_service_url"}}})"));
  EXPECT_EQ(result.next.address, raster_job + "/results/out_service_url");
  EXPECT_EQ(result.next.portal, "field");
  EXPECT_TRUE(result.next.named_by_document);
  const auto folder = as<exported::follow>(raster_protocol.read_poll(record, result.next,
    answer_of(
      R"({"paramName":"out_service_url","dataType":"GPString","value":"https://gis.example/server/rest/directories/out/f1"})")));
  EXPECT_EQ(folder.next.address, "https://gis.example/server/rest/directories/out/f1");
  const auto file = as<exported::ready>(raster_protocol.read_poll(record, folder.next,
    answer_of(
      R"({"folders":[],"files":[{"name":"log.txt","url":"log.txt"},{"name":"Soils.tpkx","url":"Soils.tpkx"}]})")));
  EXPECT_THAT(file.addresses, ElementsAre("https://gis.example/server/rest/directories/out/f1/Soils.tpkx"));
}

TEST(TileExport, ResultMayBeTheFileItselfAlsoRelative) {
  const auto record = raster_layer(raster_job);
  const small_request asked{
    .address = raster_job + "/results/out_service_url", .form = {}, .secret_parameters = {}, .portal = {}};
  for (const auto& [value, file] :
    {std::pair<std::string, std::string>{R"("https://gis.example/x/Soils.tpk")", "https://gis.example/x/Soils.tpk"},
      {R"({"url":"/x/Soils.tpkx"})", "https://gis.example/x/Soils.tpkx"}})
    EXPECT_THAT(as<exported::ready>(raster_protocol.read_poll(record, asked,
                                      answer_of(R"({"paramName":"out_service_url","value":)" + value + "}")))
                  .addresses,
      ElementsAre(file));
}

TEST(TileExport, ResultThatTheJobDoesNotNameIsAskedForAllTheSame) {
  const auto follow =
    as<exported::follow>(polled(raster_layer(raster_job), R"({"jobId":"j1_et","jobStatus":"esriJobSucceeded"})"));
  EXPECT_EQ(follow.next.address, raster_job + "/results/out_service_url");
}

TEST(TileExport, VanishedResultMeansALostJob) {
  const auto record = raster_layer(raster_job);
  const small_request asked{
    .address = raster_job + "/results/out_service_url", .form = {}, .secret_parameters = {}, .portal = {}};
  EXPECT_TRUE(as<exported::failed>(raster_protocol.read_poll(record, asked, answer_of("", 404))).job_lost);
}

TEST(TileExport, LimitAtSubmitIsFinalWhateverItsNumber) {
  const auto failed = as<exported::failed>(vector_protocol.read_submit(vector_layer(),
    answer_of(
      R"({"error":{"code":500,"message":"Unable to export the cache, estimated tile count(18091) is greater than the max export tiles count(10000) that is set for the service.","details":null}})")));
  EXPECT_EQ(failed.failure.code, proto::failure_code::limit_exceeded);
  EXPECT_FALSE(failed.failure.worth_retrying);
  EXPECT_TRUE(failed.job_failed);
}

TEST(TileExport, ChecksForTheSchemeAndLevelsAskedFor) {
  const auto tiles = raster_protocol.checks(raster_layer());
  EXPECT_EQ(tiles.wkid, 3857);
  EXPECT_EQ(tiles.tile_size, 256);
  EXPECT_THAT(tiles.levels, ElementsAre(3, 4, 5));
  EXPECT_THAT(vector_protocol.checks(vector_layer()).levels, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
}

TEST(TileExport, RunningJobCanBeCancelledAtItsOwnAddress) {
  EXPECT_FALSE(raster_protocol.cancel(raster_layer(), "field"));
  EXPECT_EQ(raster_protocol.cancel(raster_layer(raster_job), "field")->address, raster_job + "/cancel");
}

// Recorded and documented answers ----------------------------------------------

TEST(TileExportFixtures, EverySubmitAnswerOfBothFamiliesNamesItsJob) {
  NEEDS_FIXTURES();
  for (const auto& [name, id] :
    {std::pair{"exporttiles_raster_submit_tiledbasemaps_recorded_2016", "j63eb1626d3bc4bc6abaa70d96480693a_et"},
      {"exporttiles_vector_submit_agol_doc", "b79884b278a0e325"},
      {"exporttiles_vector_submit_agol_recorded_2020", "97c52f9a4244e235"},
      {"exporttiles_vector_submit_enterprise_doc", "j5ed98befb0f64c3db7cdf713d3157c2b_et"}}) {
    const auto answer = vector_protocol.read_submit(
      vector_layer(), answer_of(fixtures::text("tiles/json/" + std::string{name} + ".json")));
    EXPECT_EQ(as<exported::running>(answer).status_address, vector + "/jobs/" + id) << name;
  }
}

TEST(TileExportFixtures, EveryJobStateIsRead) {
  NEEDS_FIXTURES();
  const auto state = [](const std::string& name) {
    return polled(raster_layer(raster_job), fixtures::text("tiles/json/constructed/" + name + ".json"));
  };
  for (const auto* name : {"job_waiting", "job_executing", "job_cancelling"})
    EXPECT_EQ(as<exported::running>(state(name)).status_address, raster_job) << name;
  EXPECT_EQ(as<exported::running>(state("job_executing_with_progress")).percent, 40.0);
  for (const auto* name : {"job_cancelled", "job_timedout"}) {
    const auto failed = as<exported::failed>(state(name));
    EXPECT_TRUE(failed.job_failed) << name;
    EXPECT_TRUE(failed.failure.worth_retrying) << name;
  }
  const auto limit = as<exported::failed>(state("job_failed_too_many_tiles"));
  EXPECT_EQ(limit.failure.code, proto::failure_code::limit_exceeded);
  EXPECT_FALSE(limit.failure.worth_retrying);
  EXPECT_THAT(limit.failure.server_said, HasSubstr("Requested tile count(1225884)"));
  for (const auto* name : {"error_498_invalid_token", "error_499_token_required"})
    EXPECT_FALSE(as<exported::failed>(state(name)).job_lost) << name;
}

TEST(TileExportFixtures, EverySuccessLeadsToItsFile) {
  NEEDS_FIXTURES();
  const auto online = as<exported::ready>(polled(
    vector_layer(vector + "/jobs/b7"), fixtures::text("tiles/json/exporttiles_vector_job_succeeded_agol_doc.json")));
  EXPECT_THAT(online.addresses,
    ElementsAre(StartsWith("https://lws-job-results-prd0.s3.amazonaws.com/export/8d73d367df5ecc9d.vtpk?")));
  const auto enterprise = as<exported::follow>(polled(vector_layer(vector + "/jobs/jb"),
    fixtures::text("tiles/json/exporttiles_vector_job_succeeded_enterprise_doc.json")));
  EXPECT_EQ(enterprise.next.address, vector + "/jobs/jb/results/out_service_url");
  const auto record = raster_layer(raster_job);
  const small_request asked{
    .address = raster_job + "/results/out_service_url", .form = {}, .secret_parameters = {}, .portal = {}};
  const auto folder = as<exported::follow>(raster_protocol.read_poll(
    record, asked, answer_of(fixtures::text("tiles/json/exporttiles_raster_result_out_service_url_doc.json"))));
  EXPECT_THAT(folder.next.address, HasSubstr("/arcgisoutput/World_soils_MapServer/_agsLMapCacheL3F19"));
  const auto listed = as<exported::ready>(raster_protocol.read_poll(
    record, folder.next, answer_of(fixtures::text("tiles/json/constructed/directory_listing_one_tpkx.json"))));
  EXPECT_THAT(listed.addresses, ElementsAre(HasSubstr("/World_soils.tpkx")));
  // The estimate stands under the same name and is no file.
  const auto estimate = as<exported::failed>(raster_protocol.read_poll(
    record, asked, answer_of(fixtures::text("tiles/json/estimate_result_tiledbasemaps_recorded_2016.json"))));
  EXPECT_EQ(estimate.failure.code, proto::failure_code::invalid_response);
  const auto refused = as<exported::failed>(vector_protocol.read_submit(vector_layer(),
    answer_of(fixtures::text("tiles/json/exporttiles_vector_error_too_many_tiles_agol_recorded_2020.json"))));
  EXPECT_EQ(refused.failure.code, proto::failure_code::limit_exceeded);
}

} // namespace
