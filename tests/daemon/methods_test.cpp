#include "daemon/methods.hpp"

#include "tests/daemon/stub_desk.hpp"
#include "tests/daemon/stub_login.hpp"
#include "tests/support/virtual_clock.hpp"

#include <gtest/gtest.h>

namespace {

using nlohmann::json;
using proto::failure_code;
using proto::role;

class Methods : public ::testing::Test {
protected:
  mapferryd::method_answer call(
    const std::string& method, json params = json::object(), std::optional<role> caller = role::admin) {
    mapferryd::method_answer given = proto::rpc_error{0, "not answered", nullptr};
    int answers = 0;
    const auto under_way = calls.call(
      {.id = 1, .method = method, .params = std::move(params)}, caller, [&](mapferryd::method_answer answer) {
        given = std::move(answer);
        ++answers;
      });
    EXPECT_EQ(answers, 1);
    return given;
  }
  static json result(const mapferryd::method_answer& answer) {
    EXPECT_TRUE(std::holds_alternative<json>(answer));
    return std::holds_alternative<json>(answer) ? std::get<json>(answer) : json();
  }
  static std::optional<failure_code> refusal(const mapferryd::method_answer& answer) {
    const auto* failure = std::get_if<proto::failure>(&answer);
    return failure ? std::optional(failure->code) : std::nullopt;
  }
  static int error(const mapferryd::method_answer& answer) {
    const auto* wrong = std::get_if<proto::rpc_error>(&answer);
    return wrong ? wrong->code : 0;
  }
  static json job() {
    return {{"portal", "field"}, {"item", std::string(32, '0')}, {"downloadDirectory", "/maps/a"},
      {"parameters",
        {{"areaOfInterest",
          {{"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 4326}}}}}}}};
  }

  support::virtual_clock clock;
  stub_desk desk;
  stub_login logins;
  mapferryd::event_board board{clock, {}, [] {}};
  mapferryd::methods calls{desk, logins, board, {"1.2.3", 77, {"the store was damaged"}, {"city", "field"}}};
};

TEST_F(Methods, OfTheTableAreAllThereAndHoldToTheirRoles) {
  for (const auto& method : proto::rpc_methods()) {
    if (method.name == "events.subscribe")
      continue; // of the connection
    const std::string name(method.name);
    EXPECT_EQ(refusal(call(name, json::object(), std::nullopt)), failure_code::permission_missing) << name;
    const bool observer = refusal(call(name, json::object(), role::observe)) != failure_code::permission_missing;
    EXPECT_EQ(observer, method.needs == role::observe) << name;
    EXPECT_NE(error(call(name)), proto::rpc_code::method_not_found) << name;
    EXPECT_EQ(error(call(name, {{"nobody knows", 1}})), proto::rpc_code::invalid_params) << name;
  }
  EXPECT_EQ(error(call("job.fly")), proto::rpc_code::method_not_found);
}

TEST_F(Methods, SubmitTakesAJobAndRefusesAWrongOneByItsElement) {
  EXPECT_EQ(result(call("job.submit", {{"job", job()}}))["id"], "job1");
  EXPECT_EQ(desk.submitted.at(0).download_directory, "/maps/a");
  auto wrong = job();
  wrong["parameters"]["maxScale"] = -1;
  const auto answer = call("job.submit", {{"job", wrong}});
  EXPECT_EQ(refusal(answer), failure_code::invalid_request);
  EXPECT_EQ(std::get<proto::failure>(answer).subject, "parameters.maxScale");
  wrong = job();
  wrong["downloadDirectory"] = "maps/a";
  EXPECT_EQ(refusal(call("job.submit", {{"job", wrong}})), failure_code::invalid_request);
  EXPECT_EQ(desk.submitted.size(), 1u);
  EXPECT_EQ(error(call("job.submit")), proto::rpc_code::invalid_params);
}

TEST_F(Methods, AWebMapThatAJobBringsAlongIsTakenWithoutItsSecrets) {
  auto with_map = job();
  with_map.erase("item");
  with_map["webMap"] = {{"name", "field"},
    {"document",
      {{"operationalLayers",
        {{{"url", "https://h.example/FeatureServer/0?token=canary"},
          {"customParameters", {{"apikey", "canary"}, {"lang", "de"}}}}}}}}};
  EXPECT_EQ(result(call("job.submit", {{"job", with_map}}))["id"], "job1");
  EXPECT_EQ(*desk.submitted.at(0).web_map->document,
    (json{{"operationalLayers",
      {{{"url", "https://h.example/FeatureServer/0"}, {"customParameters", {{"apikey", nullptr}, {"lang", "de"}}}}}}}));
}

TEST_F(Methods, ALoginHandsOutAnAddressAndLaterTakesACode) {
  EXPECT_EQ(
    result(call("credential.login", {{"credential", "sso"}})), (json{{"address", "https://gis.example/authorize"}}));
  EXPECT_EQ(logins.begun, "sso");
  std::vector<mapferryd::method_answer> given;
  calls.call({.id = 1, .method = "credential.finishLogin", .params = {{"credential", "sso"}, {"code", "c"}}},
    role::admin, [&](mapferryd::method_answer answer) { given.push_back(std::move(answer)); });
  EXPECT_TRUE(given.empty());
  EXPECT_EQ(logins.finished + " " + logins.code, "sso c");
  logins.answer(std::string("field"));
  proto::failure refused;
  refused.code = failure_code::sign_in_failed;
  logins.answer(refused);
  ASSERT_EQ(given.size(), 2u);
  EXPECT_EQ(result(given[0]), (json{{"username", "field"}}));
  EXPECT_EQ(refusal(given[1]), failure_code::sign_in_failed);
}

TEST_F(Methods, ALoginIsRefusedByItsElement) {
  logins.refuse.emplace().code = failure_code::invalid_request;
  EXPECT_EQ(refusal(call("credential.login", {{"credential", "x"}})), failure_code::invalid_request);
  EXPECT_EQ(error(call("credential.login")), proto::rpc_code::invalid_params);
  EXPECT_EQ(error(call("credential.finishLogin", {{"credential", "x"}})), proto::rpc_code::invalid_params);
  EXPECT_EQ(error(call("credential.finishLogin", {{"code", 1}, {"credential", "x"}})), proto::rpc_code::invalid_params);
  EXPECT_EQ(logins.finished, "");
}

TEST_F(Methods, SubmitRefusesAPortalThatIsNeitherConfiguredNorAnAddress) {
  auto strange = job();
  strange["portal"] = "town";
  const auto answer = call("job.submit", {{"job", strange}});
  ASSERT_EQ(refusal(answer), failure_code::invalid_request);
  EXPECT_EQ(std::get<proto::failure>(answer).hint, "no portal \"town\" in the configuration; known: city, field");
  EXPECT_TRUE(desk.submitted.empty());
  strange["portal"] = "https://town.example/portal";
  EXPECT_EQ(result(call("job.submit", {{"job", strange}}))["id"], "job1");
}

TEST_F(Methods, AskAboutTheMapOfAJobWithinATime) {
  EXPECT_EQ(result(call("offlineMap.capabilities", {{"job", job()}})), (json{{"asked", true}}));
  EXPECT_EQ(result(call("offlineMap.defaultParameters", {{"job", job()}, {"timeout", 20}})), (json{{"asked", true}}));
  using namespace std::chrono_literals;
  EXPECT_EQ(desk.surveys.at(0), std::pair(core::survey_kind::capabilities, std::chrono::seconds{600s}));
  EXPECT_EQ(desk.surveys.at(1), std::pair(core::survey_kind::defaults, 20s));
  EXPECT_EQ(result(call("offlineMap.parameterOverrides", {{"job", job()}})), (json{{"asked", true}}));
  EXPECT_EQ(desk.surveys.at(2).first, core::survey_kind::overrides);
  EXPECT_TRUE(desk.submitted.empty());
  auto strange = job();
  strange["portal"] = "town";
  EXPECT_EQ(refusal(call("offlineMap.capabilities", {{"job", strange}})), failure_code::invalid_request);
  EXPECT_EQ(error(call("offlineMap.capabilities")), proto::rpc_code::invalid_params);
  for (const json& timeout : {json(-1), json("soon"), json(1e9), json(86'401)})
    EXPECT_EQ(
      error(call("offlineMap.capabilities", {{"job", job()}, {"timeout", timeout}})), proto::rpc_code::invalid_params);
  EXPECT_EQ(desk.surveys.size(), 3u);
  desk.refuse = proto::failure{};
  desk.refuse->code = failure_code::server_busy;
  EXPECT_EQ(refusal(call("offlineMap.capabilities", {{"job", job()}})), failure_code::server_busy);
}

TEST_F(Methods, ListLeavesOutWhatOnlyOneJobShows) {
  auto& view = desk.jobs["a"];
  view.id = "a";
  view.phase = proto::job_phase::done;
  view.layers.emplace_back();
  view.layer_errors.emplace_back();
  const auto listed = result(call("job.list"))["jobs"].at(0);
  for (const auto* member : {"id", "phase", "desired", "target", "progress", "hasErrors"})
    EXPECT_TRUE(listed.contains(member)) << member;
  EXPECT_FALSE(listed.contains("layers"));
  EXPECT_EQ(listed["hasErrors"], true);
  EXPECT_TRUE(result(call("job.get", {{"id", "a"}})).contains("layers"));
}

TEST_F(Methods, AskForAJobByItsId) {
  EXPECT_EQ(refusal(call("job.get", {{"id", "b"}})), failure_code::unknown_job);
  EXPECT_EQ(error(call("job.get")), proto::rpc_code::invalid_params);
  EXPECT_EQ(error(call("job.get", {{"id", 5}})), proto::rpc_code::invalid_params);
}

TEST_F(Methods, PassWishesOnAndTheirRefusals) {
  using actors::job_command;
  const std::map<std::string, job_command> wishes{{"job.pause", job_command::pause},
    {"job.resume", job_command::resume}, {"job.cancel", job_command::cancel}, {"job.retry", job_command::retry},
    {"job.remove", job_command::remove}};
  for (const auto& [name, command] : wishes) {
    EXPECT_EQ(result(call(name, {{"id", "a"}})), json::object());
    EXPECT_EQ(desk.commands.back(), std::pair(std::string("a"), command));
  }
  desk.refuse = proto::failure{};
  desk.refuse->code = failure_code::wrong_state;
  EXPECT_EQ(refusal(call("job.pause", {{"id", "a"}})), failure_code::wrong_state);
}

TEST_F(Methods, StatusCountsJobsAndNamesProblems) {
  desk.jobs["a"].phase = proto::job_phase::done;
  desk.jobs["b"].phase = proto::job_phase::done;
  desk.jobs["c"].phase = proto::job_phase::running;
  const auto status = result(call("system.status"));
  EXPECT_EQ(status["jobs"], (json{{"done", 2}, {"running", 1}}));
  EXPECT_EQ(status["startedAt"], 77);
  EXPECT_EQ(status["problems"].size(), 1u);
}

} // namespace
