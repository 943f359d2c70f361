#include "core/plan/survey.hpp"

#include "tests/core/plan/plan_world.hpp"

#include <gmock/gmock.h>

namespace {

using nlohmann::json;
using core::survey_kind;

const std::string pipes = "https://pipes.example/rest/services/Pipes/FeatureServer";

json layer_of_service(int id, const std::string& type, const std::string& capabilities) {
  return {{"id", id}, {"type", type}, {"globalIdField", "GlobalID"}, {"capabilities", capabilities}};
}

/// A map of a layer and a table that go offline, a layer that does not, and one of a
/// type that never does.
plan_world world_to_survey() {
  const auto entry = [](const std::string& id, const std::string& type, const std::string& url) {
    return json{{"id", id}, {"title", "The " + id}, {"layerType", type}, {"url", url}};
  };
  plan_world world;
  world.answer(sharing + naperville().item,
    json{{"id", naperville().item}, {"type", "Web Map"}, {"title", "Pipes"}, {"snippet", "All of them"}});
  world.answer(sharing + naperville().item + "/data",
    json{{"applicationProperties",
           {{"offline", {{"editableLayers", {{"download", "none"}}}, {"tables", {{"includeRows", false}}}}}}},
      {"operationalLayers",
        {entry("valves", "ArcGISFeatureLayer", pipes + "/0"), entry("meters", "ArcGISFeatureLayer", pipes + "/1"),
          entry("weather", "WMS", "https://weather.example/wms")}},
      {"tables", {entry("visits", "Table", pipes + "/2")}}});
  world.answer(
    pipes, json{{"capabilities", "Query,Sync,Create"}, {"syncCapabilities", {{"supportsPerLayerSync", true}}}});
  world.answer(pipes + "/layers",
    json{
      {"layers", {layer_of_service(0, "Feature Layer", "Query,Sync"), layer_of_service(1, "Feature Layer", "Query")}},
      {"tables", {layer_of_service(2, "Table", "Query,Sync")}}});
  return world;
}

json answer_of(plan_world& world, survey_kind kind, const proto::job_request& request = naperville()) {
  const auto step = world.plan(request, "https://portal.example.com", core::purpose_of(kind));
  const auto* map = std::get_if<core::prepared_map>(&step);
  EXPECT_NE(map, nullptr) << "step " << step.index();
  if (!map)
    return {};
  const auto document = core::survey_document(kind, naperville(), *map);
  EXPECT_TRUE(document);
  return document ? *document : json();
}

TEST(Survey, CapabilitiesJudgeEveryLayerAndTableAsAJobDoes) {
  auto world = world_to_survey();
  const auto document = answer_of(world, survey_kind::capabilities);
  EXPECT_EQ(document["hasErrors"], true);
  ASSERT_EQ(document["layerCapabilities"].size(), 3u);
  ASSERT_EQ(document["tableCapabilities"].size(), 1u);
  const auto plan = plan_of(world.plan(naperville()));
  for (const auto& layer : document["layerCapabilities"]) {
    const bool refused =
      std::ranges::any_of(plan.layer_errors, [&](const auto& error) { return error.id == layer["id"]; });
    EXPECT_EQ(layer["supportsOffline"], !refused) << layer;
    EXPECT_EQ(layer["remainsOnline"], false);
  }
  EXPECT_EQ(document["layerCapabilities"][0]["supportsOffline"], true);
  EXPECT_EQ(document["layerCapabilities"][1]["error"]["code"], "syncNotEnabled");
  EXPECT_EQ(document["layerCapabilities"][2]["error"]["code"], "unsupportedLayerType");
  EXPECT_EQ(document["tableCapabilities"][0]["supportsOffline"], true);
}

TEST(Survey, CapabilitiesGoOnPastWhatRefusesTheWholeMap) {
  auto world = world_to_survey();
  world.answer(sharing + naperville().item,
    json{{"id", naperville().item}, {"type", "Web Map"}, {"title", "Pipes"}, {"typeKeywords", {"OfflineDisabled"}}});
  auto across = naperville();
  across.parameters.area_of_interest = proto::envelope{170, 10, 190, 20, {4326, 4326, {}}};
  const auto document = answer_of(world, survey_kind::capabilities, across);
  EXPECT_EQ(document["hasErrors"], true);
  EXPECT_EQ(document["layerCapabilities"].size(), 3u);
  std::vector<json> hard;
  for (const auto& finding : document["findings"])
    if (finding["level"] == "hard")
      hard.push_back(finding["code"]);
  EXPECT_THAT(hard, testing::ElementsAre("offlineDisabled", "crossesDateline"));
  EXPECT_EQ(failure_of(world.plan(naperville())).code, proto::failure_code::offline_disabled) << "a job ends there";
}

TEST(Survey, OverridesNameEveryServiceThatIsAskedAndTheKeysOfItsLayers) {
  auto world = world_to_survey();
  const auto document = answer_of(world, survey_kind::overrides);
  const json key{{"serviceUri", pipes}, {"type", "generateGeodatabase"}};
  EXPECT_EQ(document["layerKeys"], (json{{"valves", key}})) << "nothing of what cannot be taken";
  EXPECT_EQ(document["tableKeys"], (json{{"visits", key}}));
  const auto& entry = document["overrides"]["generateGeodatabaseParameters"][pipes];
  EXPECT_EQ(entry["layerOptions"].size(), 2u);
  EXPECT_EQ(entry["extent"], proto::to_json(naperville().parameters.area_of_interest));
}

TEST(Survey, OverridesFailWhereAJobWould) {
  auto world = world_to_survey();
  auto strict = naperville();
  strict.parameters.continue_on_errors = false;
  const auto step = world.plan(strict, "https://portal.example.com", core::purpose_of(survey_kind::overrides));
  ASSERT_TRUE(std::holds_alternative<core::prepared_map>(step));
  const auto answer = core::survey_document(survey_kind::overrides, strict, std::get<core::prepared_map>(step));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, proto::failure_code::sync_not_enabled);
}

TEST(Survey, OverridesComeFromTheParametersAlone) {
  auto job = naperville();
  job.overrides.emplace();
  EXPECT_FALSE(core::request_of(survey_kind::overrides, job).overrides);
  EXPECT_TRUE(core::request_of(survey_kind::capabilities, job).overrides);
}

TEST(Survey, DefaultsAreTheAuthorsSettingsAndReadNoService) {
  auto world = world_to_survey();
  const auto document = answer_of(world, survey_kind::defaults);
  EXPECT_FALSE(world.was_asked(pipes));
  const auto& parameters = document["parameters"];
  EXPECT_EQ(parameters["returnSchemaOnlyForEditableLayers"], true);
  EXPECT_EQ(parameters["returnLayerAttachmentOption"], "none");
  EXPECT_EQ(parameters["itemInfo"]["title"], "Pipes");
  EXPECT_EQ(parameters["itemInfo"]["snippet"], "All of them");
  EXPECT_EQ(document["notApplied"].at(0)["code"], "settingNotApplied");
}

TEST(Survey, DefaultsPutIntoAJobAreTakenAsTheyAre) {
  auto world = world_to_survey();
  auto job = proto::to_json(naperville());
  job["parameters"] = answer_of(world, survey_kind::defaults)["parameters"];
  job["defaults"] = "none";
  const auto request = proto::read_job_request(job);
  ASSERT_TRUE(request) << proto::describe(request.error());
  const auto by_hand = plan_of(world.plan(*request));
  const auto by_author = plan_of(world.plan(naperville()));
  ASSERT_EQ(by_hand.exports.size(), by_author.exports.size());
  for (std::size_t i = 0; i < by_hand.exports.size(); ++i)
    EXPECT_EQ(proto::to_json(by_hand.exports[i].task), proto::to_json(by_author.exports[i].task));
}

} // namespace
