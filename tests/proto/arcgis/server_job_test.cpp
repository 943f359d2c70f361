#include "proto/arcgis/server_job.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "tests/support/fixtures.hpp"

namespace {

using nlohmann::json;
using proto::job_state;

proto::server_job job_in(const json& body) {
  const auto read = proto::read_server_job(body);
  EXPECT_TRUE(read) << body;
  return read ? *read : proto::server_job{};
}
proto::server_job recorded_job(const std::string& name) {
  return job_in(fixtures::json("tiles/json/" + name + ".json"));
}

TEST(ServerJob, SubmitAnswersOfBothFamiliesAreRunningJobs) {
  NEEDS_FIXTURES();
  const std::pair<const char*, const char*> submits[]{
    {"exporttiles_raster_submit_tiledbasemaps_recorded_2016", "j63eb1626d3bc4bc6abaa70d96480693a_et"},
    {"exporttiles_vector_submit_agol_doc", "b79884b278a0e325"},
    {"exporttiles_vector_submit_agol_recorded_2020", "97c52f9a4244e235"},
    {"exporttiles_vector_submit_enterprise_doc", "j5ed98befb0f64c3db7cdf713d3157c2b_et"}};
  for (const auto& [name, id] : submits) {
    EXPECT_EQ(recorded_job(name).job_id, id) << name;
    EXPECT_EQ(recorded_job(name).state, job_state::running) << name;
    EXPECT_TRUE(recorded_job(name).messages.empty()) << name << ": `success` is no message";
  }
}

TEST(ServerJob, ResultsOfBothFamiliesAreFound) {
  NEEDS_FIXTURES();
  const auto online = recorded_job("exporttiles_vector_job_succeeded_agol_doc");
  EXPECT_EQ(online.state, job_state::succeeded);
  ASSERT_EQ(online.output_urls.size(), 1u);
  EXPECT_TRUE(proto::names_a_tile_package(online.output_urls.front()));
  EXPECT_EQ(online.percent, 100);
  const auto enterprise = recorded_job("exporttiles_vector_job_succeeded_enterprise_doc");
  EXPECT_EQ(enterprise.state, job_state::succeeded);
  EXPECT_EQ(enterprise.param_url, "results/out_service_url");
  EXPECT_FALSE(enterprise.messages.empty());
}

TEST(ServerJob, EveryStateWordIsKnown) {
  NEEDS_FIXTURES();
  EXPECT_EQ(recorded_job("constructed/job_waiting").state, job_state::running);
  EXPECT_EQ(recorded_job("constructed/job_executing").state, job_state::running);
  EXPECT_EQ(recorded_job("constructed/job_executing_with_progress").percent, 40);
  EXPECT_EQ(recorded_job("constructed/job_cancelling").state, job_state::running);
  EXPECT_EQ(recorded_job("constructed/job_cancelled").state, job_state::cancelled);
  EXPECT_EQ(recorded_job("constructed/job_timedout").state, job_state::timed_out);
  EXPECT_EQ(recorded_job("constructed/job_failed_too_many_tiles").state, job_state::failed);
  EXPECT_EQ(job_in({{"jobId", "1"}, {"jobStatus", "esriJobDeleted"}}).state, job_state::deleted);
  EXPECT_EQ(job_in({{"jobId", "1"}, {"jobStatus", "esriJobSomethingNew"}}).state, job_state::running);
}

TEST(ServerJob, ErrorsAmongTheMessagesComeLast) {
  NEEDS_FIXTURES();
  const auto messages = recorded_job("constructed/job_failed_too_many_tiles").messages;
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_TRUE(messages[0].starts_with("Start Time"));
  EXPECT_TRUE(messages[1].starts_with("ERROR 001564"));
  EXPECT_EQ(
    job_in(
      json::parse(
        R"({"jobId":"1","messages":["plain",null,{"type":"esriJobMessageTypeError","description":"bad"},{"description":"note"}],"message":"m"})"))
      .messages,
    (std::vector<std::string>{"m", "plain", "note", "bad"}));
}

TEST(ServerJob, AddressesComeInManyShapes) {
  EXPECT_EQ(
    job_in(json::parse(R"({"jobId":"1","output":{"outputUrl":"a"}})")).output_urls, std::vector<std::string>{"a"});
  EXPECT_EQ(
    job_in(json::parse(R"({"jobId":"1","outputUrl":["a","b"]})")).output_urls, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(job_in(json::parse(R"({"jobId":"1","outputUrl":"a"})")).state, job_state::succeeded)
    << "a result without a state word";
  EXPECT_EQ(
    job_in(json::parse(R"({"jobId":"1","jobStatus":"esriJobExecuting","outputUrl":[]})")).state, job_state::running);
  EXPECT_EQ(job_in(json::parse(R"({"jobId":"1","results":{"out_service_url":{"value":{"url":"a"}}}})")).output_urls,
    std::vector<std::string>{"a"});
  EXPECT_EQ(job_in(json::parse(R"({"jobId":7,"numTasks":4,"numDoneTasks":"1"})")).percent, 25);
  EXPECT_FALSE(job_in(json::parse(R"({"jobId":7,"numTasks":0,"numDoneTasks":0})")).percent);
}

TEST(ServerJob, RefusalsAndEmptyAnswersAreFailures) {
  NEEDS_FIXTURES();
  const auto refused = proto::read_server_job(
    fixtures::json("tiles/json/exporttiles_vector_error_too_many_tiles_agol_recorded_2020.json"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().esri_code, 500);
  EXPECT_NE(refused.error().server_said.find("max export tiles count"), std::string::npos);
  for (const char* text : {"{}", "[]", "null", R"({"status":"success"})"}) {
    const auto read = proto::read_server_job(json::parse(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, proto::failure_code::invalid_response);
  }
}

TEST(ServerJob, ResultValuesAndFolderListingsLeadToTheFile) {
  NEEDS_FIXTURES();
  EXPECT_TRUE(proto::read_result_value(fixtures::json("tiles/json/exporttiles_raster_result_out_service_url_doc.json"))
                ->ends_with("_agsLMapCacheL3F19"));
  EXPECT_FALSE(proto::read_result_value(fixtures::json("tiles/json/estimate_result_tiledbasemaps_recorded_2016.json")));
  EXPECT_EQ(*proto::read_result_value(json::parse(R"({"value":{"url":"a.vtpk"}})")), "a.vtpk");
  EXPECT_TRUE(proto::read_folder_listing(fixtures::json("tiles/json/constructed/directory_listing_one_tpkx.json"))
                ->ends_with("World_soils.tpkx"));
  EXPECT_EQ(
    *proto::read_folder_listing(json::parse(R"({"files":[{"url":"readme.txt"},{"url":"X.TPK?t=1"}]})")), "X.TPK?t=1");
  EXPECT_EQ(*proto::read_folder_listing(json::parse(R"({"files":[{"url":"a.bin"}]})")), "a.bin");
  EXPECT_FALSE(proto::read_folder_listing(json::parse(R"({"files":[],"folders":["x"]})")));
}

} // namespace
