#include "core/estimate/measured_plan.hpp"

#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using testing::HasSubstr;

proto::map_plan numbers_of(plan_world& world, const proto::job_request& request = naperville()) {
  const auto step = world.plan(request, "https://portal.example.com", core::plan_purpose::plan);
  plan_of(step);
  const auto* map = std::get_if<core::prepared_map>(&step);
  return map != nullptr ? map->numbers : proto::map_plan{};
}

const proto::export_plan& export_of(const proto::map_plan& plan, proto::export_kind kind) {
  const auto found = std::ranges::find(plan.exports, kind, &proto::export_plan::kind);
  EXPECT_NE(found, plan.exports.end());
  return *found;
}

plan_world measured_world() {
  auto world = simple::simple_world();
  world.answer(simple::water + "/0/query", nlohmann::json{{"count", 2}, {"objectIds", {7, 9}}});
  world.answer(simple::water + "/0/queryAttachments",
    nlohmann::json{{"attachmentGroups",
      {{{"parentObjectId", 7}, {"attachmentInfos", {{{"id", 1}, {"size", 1000}}, {{"id", 2}, {"size", 234}}}}}}}});
  return world;
}

TEST(MeasuredPlan, CountsRowsAndAttachmentsWithTheReplicasOwnFilter) {
  auto world = measured_world();
  const auto plan = numbers_of(world);
  const auto& replica = export_of(plan, proto::export_kind::feature_sync);
  ASSERT_EQ(replica.rows.size(), 1u);
  EXPECT_EQ(replica.rows[0].rows, proto::exactly(2));
  EXPECT_EQ(replica.rows[0].attachments, proto::exactly(2));
  EXPECT_EQ(replica.rows[0].attachment_bytes, proto::exactly(1234));
  const auto asked =
    std::ranges::find_if(world.asked, [](const auto& request) { return request.address.ends_with("/0/query"); });
  ASSERT_NE(asked, world.asked.end());
  const auto& order = replica.requests.at(0).parameters;
  for (const auto* name : {"geometry", "geometryType", "inSR"}) {
    const auto is_it = [&](const auto& field) { return field.first == name; };
    EXPECT_EQ(std::ranges::find_if(asked->form, is_it)->second, std::ranges::find_if(order, is_it)->second) << name;
  }
  EXPECT_TRUE(asked->named_by_document);
  EXPECT_FALSE(asked->has_effect);
}

TEST(MeasuredPlan, SaysWhyANumberIsUnknown) {
  auto world = simple::simple_world(); // whose service answers no query
  const auto plan = numbers_of(world);
  const auto& rows = export_of(plan, proto::export_kind::feature_sync).rows.at(0);
  EXPECT_FALSE(rows.rows.upper);
  EXPECT_THAT(rows.rows.why, HasSubstr("did not say"));
  EXPECT_FALSE(rows.attachments->upper);
  EXPECT_FALSE(plan.bytes.upper) << "nobody can say what unknown rows weigh";
}

TEST(MeasuredPlan, SchemaAloneHasNoRowsAndAsksForNone) {
  auto world = measured_world();
  auto request = naperville();
  request.parameters.return_schema_only_for_editable_layers = true;
  const auto plan = numbers_of(world, request);
  EXPECT_EQ(export_of(plan, proto::export_kind::feature_sync).rows.at(0).rows, proto::exactly(0));
  EXPECT_FALSE(world.was_asked(simple::water + "/0/query"));
}

TEST(MeasuredPlan, NamesEachRequestWithThePatternOfTheReplicasName) {
  auto world = measured_world();
  const auto plan = numbers_of(world);
  std::vector<std::string> steps;
  for (const auto& one : plan.exports)
    for (const auto& request : one.requests)
      steps.push_back(request.step + " " + request.address);
  EXPECT_THAT(steps,
    testing::UnorderedElementsAre("export " + simple::water + "/createReplica",
      "status <address in the service's answer>", "download <address in the service's answer>",
      "export " + simple::tiles + "/exportTiles", "status " + simple::tiles + "/jobs/<job>",
      "download <address in the service's answer>"));
  EXPECT_THAT(export_of(plan, proto::export_kind::feature_sync).requests.at(0).parameters,
    testing::Contains(testing::Pair("replicaName", HasSubstr("<install>-<job>-"))));
}

TEST(MeasuredPlan, OtherPurposesAskForNoNumbers) {
  for (const auto purpose : {core::plan_purpose::job, core::plan_purpose::survey, core::plan_purpose::defaults}) {
    auto world = measured_world();
    world.plan(naperville(), "https://portal.example.com", purpose);
    EXPECT_FALSE(world.was_asked(simple::water + "/0/query"));
  }
}

TEST(MeasuredPlan, EstimatesAreWaitedForAndAskedOnce) {
  const core::plan_question question{
    naperville(), "https://portal.example.com", "field", core::plan_purpose::estimated_plan};
  auto world = measured_world();
  world.answer(
    simple::tiles + "/estimateExportTilesSize", nlohmann::json{{"jobId", "j1"}, {"jobStatus", "esriJobSubmitted"}});
  world.answer(simple::tiles + "/jobs/j1", nlohmann::json{{"jobId", "j1"}, {"jobStatus", "esriJobExecuting"}});
  core::plan_documents documents;
  const auto go_on = [&]() {
    for (;;) {
      auto step = core::make_measured_plan(question, documents);
      const auto* need = std::get_if<core::plan_need>(&step);
      if (need == nullptr)
        return step;
      for (const auto& document : need->documents) {
        world.asked.push_back(document.request);
        documents[document.key].reply = world.reply_to(document.request);
      }
    }
  };
  auto step = go_on();
  const auto* wait = std::get_if<core::plan_wait>(&step);
  ASSERT_NE(wait, nullptr);
  EXPECT_TRUE(wait->failure.worth_retrying);
  documents.erase(wait->key); // as a reader does once the wait is over
  world.answer(simple::tiles + "/jobs/j1",
    nlohmann::json{{"jobId", "j1"}, {"jobStatus", "esriJobSucceeded"},
      {"results", {{"out_service_url", {{"paramUrl", "results/out_service_url"}}}}}});
  world.answer(simple::tiles + "/jobs/j1/results/out_service_url",
    nlohmann::json{{"value", R"({"totalSize": 5000000, "totalTilesToExport": 70})"}});
  step = go_on();
  const auto* map = std::get_if<core::prepared_map>(&step);
  ASSERT_NE(map, nullptr);
  const auto& bytes = export_of(map->numbers, proto::export_kind::raster_tiles).bytes;
  EXPECT_EQ(bytes.basis, proto::estimate_basis::server);
  EXPECT_LE(bytes.lower, 5000000u);
  EXPECT_GE(bytes.upper, 5000000u);
  EXPECT_EQ(std::ranges::count_if(world.asked, [](const auto& request) { return request.has_effect; }), 1);
}

} // namespace
