#include "core/exports/export_protocol.hpp"

#include "tests/support/fixtures.hpp"

#include <gmock/gmock.h>

namespace {

using namespace core;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::string service = "https://services.example.com/orgid/arcgis/rest/services/ForestActivity/FeatureServer";
const std::string job = service + "/jobs/27d2cdbd";

proto::layer_record layer() {
  proto::feature_sync_task task;
  task.service = service;
  task.request.layers = {
    {0, proto::query_option::use_filter, "A = 1", true, false}, {4, proto::query_option::none, "", true, true}};
  task.request.geometry = proto::envelope{1, 2, 3, 4, {4326, 0, {}}};
  task.request.replica_sr = {102100, 3857, {}};
  proto::layer_record record;
  record.task = task;
  record.name = "box-J-0-1";
  record.server_job.address = job;
  return record;
}

const export_protocol& protocol = protocol_of(proto::export_kind::feature_sync);

reply answer_of(const std::string& body, int status = 200) {
  reply answer;
  answer.status = status;
  answer.content_type = "application/json";
  answer.body = body;
  answer.address = job;
  return answer;
}

template <class T>
T as(const export_answer& answer) {
  const auto* found = std::get_if<T>(&answer);
  EXPECT_NE(found, nullptr) << "another kind of answer: " << answer.index();
  return found != nullptr ? *found : T{};
}

export_answer polled(const std::string& body, int status = 200) {
  const auto record = layer();
  return protocol.read_poll(record, protocol.poll(record, "field"), answer_of(body, status));
}

TEST(FeatureSync, SubmitsUnderTheAttemptsNameAndNeverTwice) {
  const auto request = protocol.submit(layer(), "field");
  EXPECT_EQ(request.address, service + "/createReplica");
  EXPECT_EQ(request.method, http_method::post);
  EXPECT_TRUE(request.has_effect);
  EXPECT_TRUE(request.named_by_document);
  EXPECT_EQ(request.portal, "field");
  EXPECT_THAT(request.form, Contains(Pair("replicaName", "box-J-0-1")));
  EXPECT_THAT(request.form, Contains(Pair("dataFormat", "sqlite")));
  EXPECT_THAT(request.form, Contains(Pair("f", "json")));
}

TEST(FeatureSync, GivesAServiceThatAnswersAtOnceTheTimeToBuildTheReplica) {
  auto record = layer();
  const auto usual = protocol.submit(record, "").time_limit;
  std::get<proto::feature_sync_task>(record.task).request.async = false;
  EXPECT_GT(protocol.submit(record, "").time_limit, usual * 10);
}

TEST(FeatureSync, AsynchronousAnswerLeadsToItsStatusAddress) {
  EXPECT_EQ(
    as<exported::running>(protocol.read_submit(layer(), answer_of(R"({"statusUrl":")" + job + R"("})"))).status_address,
    job);
  // relative, the other spelling, and a query that stays
  EXPECT_EQ(as<exported::running>(protocol.read_submit(layer(), answer_of(R"({"statusURL":"jobs/7?statusId=7"})")))
              .status_address,
    service + "/jobs/7?statusId=7");
}

TEST(FeatureSync, StatusAddressIsKeptWithoutItsToken) {
  const auto answer = protocol.read_submit(
    layer(), answer_of(R"({"statusUrl":"https://services.example.com/x?statusId=7&token=secret"})"));
  EXPECT_EQ(as<exported::running>(answer).status_address, "https://services.example.com/x?statusId=7");
}

TEST(FeatureSync, ForeignStatusAddressIsKeptWithoutItsQueryAndUser) {
  const auto status = [](const std::string& address) {
    return as<exported::running>(protocol.read_submit(layer(), answer_of(R"({"statusUrl":")" + address + R"("})")))
      .status_address;
  };
  EXPECT_EQ(status("https://other.example/jobs/7?sig=secret"), "https://other.example/jobs/7");
  EXPECT_EQ(status("https://other.example/jobs/7"), "https://other.example/jobs/7");
  EXPECT_EQ(status("https://me:secret@other.example/jobs/7?f=json"), "https://other.example/jobs/7");
  EXPECT_EQ(status("https://me:secret@services.example.com/jobs/7?a=1"), "https://services.example.com/jobs/7?a=1");
}

TEST(FeatureSync, EveryRequestToTheServiceCarriesWhatItWantsAndOthersDoNot) {
  auto record = layer();
  std::get<proto::feature_sync_task>(record.task).parameters = {
    {"lang", "de"}, {"F", "html"}, {"replicaname", "x"}, {"Token", "t"}, {"statusId", "9"}};
  const auto submit = protocol.submit(record, "field");
  EXPECT_THAT(submit.form, Contains(Pair("lang", "de")));
  EXPECT_THAT(submit.form, Contains(Pair("f", "json")));
  for (const auto* ours : {"F", "replicaname", "Token"})
    EXPECT_THAT(submit.form, testing::Not(Contains(Pair(ours, testing::_)))) << ours;
  EXPECT_THAT(protocol.poll(record, "field").form,
    ElementsAre(Pair("f", "json"), Pair("lang", "de"), Pair("replicaname", "x"), Pair("statusId", "9")));
  record.server_job.address = job + "?statusId=7";
  EXPECT_THAT(protocol.poll(record, "field").form, testing::Not(Contains(Pair("statusId", testing::_))));
  record.server_job.address = "https://other.example/jobs/7";
  EXPECT_THAT(protocol.poll(record, "field").form, ElementsAre(Pair("f", "json")));
  proto::ledger_record entry;
  entry.service = service;
  entry.parameters = {{"lang", "de"}};
  EXPECT_THAT(list_replicas(entry).form, Contains(Pair("lang", "de")));
  EXPECT_THAT(unregister_replica(entry, "7").form, Contains(Pair("lang", "de")));
}

TEST(FeatureSync, ReplicaIdsCanNeverMeanAllReplicas) {
  const auto ready = as<exported::ready>(protocol.read_submit(
    layer(), answer_of(R"({"resultUrl":"https://services.example.com/x.geodatabase","replicaID":"*"})")));
  EXPECT_EQ(ready.replica_id, "");
  proto::ledger_record entry;
  entry.service = service;
  EXPECT_THAT(unregister_replica(entry, "*").form, Contains(Pair("replicaID", "")));
}

TEST(FeatureSync, FailedJobIsTriedAgainUnlessItsWordsAreFinal) {
  auto failed = as<exported::failed>(
    polled(R"({"status":"Failed","error":{"code":500,"message":"Error exporting replica data."}})"));
  EXPECT_TRUE(failed.job_failed);
  EXPECT_TRUE(failed.failure.worth_retrying);
  EXPECT_EQ(failed.failure.code, proto::failure_code::server_job_failed);
  EXPECT_EQ(failed.failure.server_said, "Error exporting replica data.");
  failed = as<exported::failed>(
    polled(R"({"status":"Failed","error":{"message":"You do not have permissions to do this."}})"));
  EXPECT_TRUE(failed.job_failed);
  EXPECT_FALSE(failed.failure.worth_retrying);
}

TEST(FeatureSync, StatusThatIsUnknownMeansALostJob) {
  for (const auto& [body, status] :
    {std::pair<std::string, int>{R"({"error":{"code":404,"message":"Job not found"}})", 200},
      {R"({"error":{"code":400,"message":"Invalid job id"}})", 200}, {"gone", 410}, {"", 404}})
    EXPECT_TRUE(as<exported::failed>(polled(body, status)).job_lost) << body;
}

TEST(FeatureSync, TroubleOnTheWayIsNoVerdictAboutTheJob) {
  for (const auto& [body, status] : {std::pair<std::string, int>{"", 502}, {"<html><body>sign in</body></html>", 200},
         {R"({"error":{"code":498,"message":"Invalid token."}})", 200},
         {R"({"error":{"code":429,"message":"slow down"}})", 200}}) {
    const auto failed = as<exported::failed>(polled(body, status));
    EXPECT_FALSE(failed.job_lost) << body;
    EXPECT_FALSE(failed.job_failed) << body;
  }
}

TEST(FeatureSync, CompletedWithoutAFileIsUnreadable) {
  const auto failed = as<exported::failed>(polled(R"({"status":"Completed","replicaID":"1"})"));
  EXPECT_EQ(failed.failure.code, proto::failure_code::invalid_response);
}

TEST(FeatureSync, ChecksForEveryLayerAskedFor) {
  const auto check = protocol.checks(layer());
  EXPECT_THAT(check.service_layers, ElementsAre(0, 4));
  EXPECT_TRUE(check.replica);
  EXPECT_FALSE(protocol.cancel(layer(), ""));
}

TEST(Replicas, AreOursByNameOrByTheServersOwnSuffix) {
  EXPECT_EQ(replica_name("box", "01JOB", 2, 7), "box-01JOB-2-7");
  EXPECT_TRUE(is_replica_of("box-01JOB-2-7", "box-01JOB-2-7"));
  EXPECT_TRUE(is_replica_of("box-01JOB-2-7_0", "box-01JOB-2-7"));
  EXPECT_TRUE(is_replica_of("box-01JOB-2-7_12", "box-01JOB-2-7"));
  EXPECT_FALSE(is_replica_of("box-01JOB-2-71", "box-01JOB-2-7"));
  EXPECT_FALSE(is_replica_of("box-01JOB-2-7_", "box-01JOB-2-7"));
  EXPECT_FALSE(is_replica_of("box-01JOB-2-7_a", "box-01JOB-2-7"));
  EXPECT_FALSE(is_replica_of("box-01JOB-2", "box-01JOB-2-7"));
}

// Recorded and documented answers ----------------------------------------------

TEST(FeatureSyncFixtures, EveryJobStateIsRead) {
  NEEDS_FIXTURES();
  for (const auto* name : {"pending", "inprogress", "exportingdata", "exportattachments"}) {
    const auto answer = polled(fixtures::text("featureserver/synthetic/job." + std::string{name} + ".json"));
    EXPECT_EQ(as<exported::running>(answer).status_address, job) << name;
  }
  const auto failed = as<exported::failed>(polled(fixtures::text("featureserver/synthetic/job.failed.json")));
  EXPECT_TRUE(failed.job_failed);
  const auto errors =
    as<exported::failed>(polled(fixtures::text("featureserver/synthetic/job.completedwitherrors.json")));
  EXPECT_TRUE(errors.job_failed);
  const auto online =
    as<exported::ready>(polled(fixtures::text("featureserver/synthetic/job.completed.sqlite.agol.json")));
  EXPECT_THAT(online.addresses,
    ElementsAre(HasSubstr("/replicafiles/ForestActivity_012d3466413a43eb8c12b9be5b2ccfc0.geodatabase")));
  EXPECT_EQ(online.name, "Offline_1");
  EXPECT_EQ(online.replica_id, "58808194-921a-4f9f-ac97-5ffd403368a9");
  const auto enterprise =
    as<exported::ready>(polled(fixtures::text("featureserver/synthetic/job.completed.sqlite.enterprise.json")));
  EXPECT_EQ(enterprise.replica_id, "{58808194-921A-4F9F-AC97-5FFD403368A9}");
  EXPECT_THAT(enterprise.addresses, ElementsAre(HasSubstr("_ags_data{B7893BA273C164D96B7BEE588627B3EB}.geodatabase")));
}

TEST(FeatureSyncFixtures, EverySubmitAnswerIsRead) {
  NEEDS_FIXTURES();
  const auto submitted = [](const std::string& body) { return protocol.read_submit(layer(), answer_of(body)); };
  EXPECT_EQ(
    as<exported::running>(submitted(fixtures::text("featureserver/synthetic/createReplica.async.accepted.json")))
      .status_address,
    service + "/jobs/27d2cdbd-a4d7-48b6-b934-4178bbfe0b59");
  for (const auto& variant : fixtures::json("featureserver/synthetic/createReplica.url.variants.json"))
    EXPECT_THAT(as<exported::ready>(submitted(variant.dump())).addresses, ElementsAre(HasSubstr("/replicafiles/x.")));
  EXPECT_EQ(as<exported::ready>(submitted(fixtures::text("featureserver/agol-createreplica.none.sync-url.json")))
              .addresses.size(),
    1u);
  // Data inside the answer were not asked for and are no file.
  for (const auto* name : {"perLayer", "perReplica"})
    EXPECT_EQ(as<exported::failed>(
                submitted(fixtures::text("featureserver/synthetic/createReplica.json." + std::string{name} + ".json")))
                .failure.code,
      proto::failure_code::invalid_response)
      << name;
  for (const auto* name : {"featureserver/error.400-invalid-parameters.json",
         "featureserver/error.400-with-details.json", "featureserver/synthetic/error.invalid-token.498.json",
         "featureserver/synthetic/error.token-required.499.json", "featureserver/synthetic/error.rate-limit.429.json"})
    EXPECT_FALSE(as<exported::failed>(submitted(fixtures::text(name))).failure.server_said.empty()) << name;
}

TEST(FeatureSyncFixtures, ReleasingSucceedsAlsoWhereTheReplicaIsGone) {
  NEEDS_FIXTURES();
  EXPECT_FALSE(read_unregister(answer_of(fixtures::text("featureserver/synthetic/unRegisterReplica.success.json"))));
  EXPECT_FALSE(read_unregister(answer_of(fixtures::text("featureserver/synthetic/unRegisterReplica.notfound.json"))));
  EXPECT_TRUE(read_unregister(answer_of(fixtures::text("featureserver/synthetic/error.token-required.499.json"))));
  EXPECT_TRUE(
    read_unregister(answer_of(R"({"success":false,"error":{"code":403,"message":"Not the owner.","details":"x"}})")));
  EXPECT_TRUE(read_unregister(answer_of("", 502)));
  EXPECT_TRUE(read_unregister(answer_of("")));
}

} // namespace
