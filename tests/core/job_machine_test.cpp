#include "core/job_machine.hpp"

#include "core/names.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace {

using namespace core;
using proto::desired_state;
using proto::failure_code;
using proto::job_phase;
using proto::layer_phase;
using proto::ledger_state;
namespace events = core::job_events;
namespace effects = core::job_effects;

class JobMachine : public ::testing::Test {
protected:
  JobMachine() {
    setting.install_id = "box";
    state.job = accepted("JOB", {}, 5);
    state.job.request.parameters.area_of_interest = proto::envelope{0, 0, 1, 1, {4326, 4326, {}}};
  }

  job_move on(const job_event& event) {
    auto move = advance(state, event, {setting, now, 0.5});
    state = move.next;
    return move;
  }
  template <class Effect>
  static bool has(const job_move& move) {
    return std::any_of(move.effects.begin(), move.effects.end(),
      [](const auto& effect) { return std::holds_alternative<Effect>(effect); });
  }

  static proto::export_task task() {
    proto::feature_sync_task features;
    features.service = "https://gis.test/s/FeatureServer";
    return features;
  }
  static offline_plan plan(int exports) {
    offline_plan some;
    for (int i = 0; i < exports; ++i)
      some.exports.push_back(
        {task(), {{"l" + std::to_string(i), "layer", "/x", 0, false}, {"t", "table", "/y", 1, true}}});
    return some;
  }
  void run(int layers) {
    on(events::entered{});
    on(events::slot_granted{});
    on(events::planned{plan(layers)});
    on(events::plan_saved{plan(layers), "digest", std::nullopt});
    on(events::prepared{});
  }
  offered_step step(int index, layer_phase phase) {
    offered_step some;
    some.record = state.layers[static_cast<std::size_t>(index)];
    some.record.phase = phase;
    if (phase == layer_phase::failed)
      some.record.failure.emplace().code = failure_code::refused_by_service;
    return some;
  }
  gate_move offer(std::vector<offered_step> steps) {
    auto judged = gate(state, steps, {setting, now, 0.5});
    state = judged.move.next;
    return judged;
  }

  layer_setting setting;
  job_state state;
  std::int64_t now = 1000;
};

TEST_F(JobMachine, AMapThatCameAsAFileIsKnownByItsNameUnlessItHasATitle) {
  proto::job_request request;
  request.web_map = proto::web_map_file{"old town", std::make_shared<const nlohmann::json>(nlohmann::json::object())};
  state.job = accepted("JOB", request, 5);
  EXPECT_EQ(state.job.title, "old town");
  run(1);
  EXPECT_EQ(state.job.title, "old town");
  auto titled = plan(1);
  titled.item_info.title = "Mine";
  state.job = accepted("JOB", request, 5);
  on(events::entered{});
  on(events::slot_granted{});
  on(events::planned{titled});
  on(events::plan_saved{titled, "digest", std::nullopt});
  EXPECT_EQ(state.job.title, "Mine");
}

TEST_F(JobMachine, PlansOnlyWithASlotAndOnceTheStoreKnowsIt) {
  auto move = on(events::entered{});
  EXPECT_TRUE(has<effects::want_slot>(move));
  EXPECT_TRUE(move.batch.empty());
  move = on(events::slot_granted{});
  ASSERT_EQ(move.batch.jobs.size(), 1u);
  EXPECT_EQ(move.batch.jobs[0].phase, job_phase::planning);
  EXPECT_TRUE(has<effects::plan>(move));
}

TEST_F(JobMachine, BringsTheJobAndAllItsLayersIntoBeingInOneBatch) {
  on(events::entered{});
  on(events::slot_granted{});
  auto move = on(events::planned{plan(3)});
  EXPECT_TRUE(move.batch.empty()); // the plan document comes first
  EXPECT_TRUE(has<effects::save_plan>(move));
  move = on(events::plan_saved{plan(3), "digest", std::nullopt});
  EXPECT_EQ(move.batch.jobs.size(), 1u);
  EXPECT_EQ(move.batch.layers.size(), 3u);
  EXPECT_EQ(state.job.layer_count, 3);
  EXPECT_EQ(state.job.planned_at, now);
  EXPECT_TRUE(has<effects::prepare>(move));
  EXPECT_TRUE(has<effects::start_layers>(on(events::prepared{})));
}

TEST_F(JobMachine, FailsBeforeAnythingIsAskedWhenALayerIsRefusedAndErrorsMayNotBe) {
  state.job.request.parameters.continue_on_errors = false;
  on(events::entered{});
  on(events::slot_granted{});
  auto some = plan(2);
  some.layer_errors.push_back({"x", "X", "", {}});
  some.layer_errors[0].failure.code = failure_code::sync_not_enabled;
  on(events::planned{some});
  EXPECT_EQ(state.job.phase, job_phase::releasing);
  EXPECT_EQ(state.job.failure->code, failure_code::sync_not_enabled);
  EXPECT_EQ(state.job.layer_errors.size(), 1u);
}

TEST_F(JobMachine, TakesTheLastLayerAndTheTurnToAssemblingInOneBatch) {
  run(2);
  auto judged = offer({step(0, layer_phase::done)});
  EXPECT_TRUE(judged.move.batch.jobs.empty());
  judged = offer({step(1, layer_phase::done)});
  ASSERT_EQ(judged.move.batch.jobs.size(), 1u);
  EXPECT_EQ(judged.move.batch.jobs[0].phase, job_phase::assembling);
  EXPECT_EQ(judged.move.batch.layers.size(), 1u);
  EXPECT_TRUE(has<effects::load_plan>(judged.move));
}

TEST_F(JobMachine, CommitsStepsThatArriveTogetherInOneBatch) {
  run(3);
  auto judged = offer({step(0, layer_phase::polling), step(1, layer_phase::polling), step(2, layer_phase::polling)});
  EXPECT_EQ(judged.taken, (std::vector{true, true, true}));
  EXPECT_EQ(judged.move.batch.layers.size(), 3u);
}

TEST_F(JobMachine, TakesNothingThatComesAfterAnAbortInTheSameBatch) {
  run(3);
  state.job.request.parameters.continue_on_errors = false;
  auto judged = offer({step(0, layer_phase::polling), step(1, layer_phase::failed), step(2, layer_phase::polling)});
  EXPECT_EQ(judged.taken, (std::vector{true, true, false}));
  EXPECT_EQ(judged.move.batch.layers.size(), 2u);
  EXPECT_EQ(state.job.phase, job_phase::releasing);
  EXPECT_TRUE(has<effects::stop_layers>(judged.move));
  EXPECT_EQ(offer({step(2, layer_phase::polling)}).taken, std::vector{false});
}

TEST_F(JobMachine, ReportsAFailedExportForEachLayerAndTableItCovers) {
  run(2);
  offer({step(0, layer_phase::failed), step(1, layer_phase::done)});
  EXPECT_EQ(state.job.layer_errors.size(), 1u);
  EXPECT_EQ(state.job.table_errors.size(), 1u);
  EXPECT_EQ(state.job.phase, job_phase::assembling);
}

TEST_F(JobMachine, ReleasesWhatTheServersHoldInTheBatchThatEndsIt) {
  run(1);
  auto some = step(0, layer_phase::polling);
  auto& entry = some.ledger.emplace_back();
  entry.name = "box-JOB-0-1";
  entry.job = "JOB";
  entry.state = ledger_state::exists;
  offer({some});
  auto wished = advance(state, job_wish::cancel, {setting, now, 0});
  ASSERT_FALSE(wished.refused);
  ASSERT_EQ(wished.move.batch.ledger.size(), 1u);
  EXPECT_EQ(wished.move.batch.ledger[0].state, ledger_state::to_release);
  ASSERT_EQ(wished.move.batch.jobs.size(), 1u);
  EXPECT_EQ(wished.move.batch.jobs[0].desired, desired_state::cancel);
  state = wished.move.next;
  auto move = on(events::layers_stopped{});
  EXPECT_TRUE(has<effects::release>(move) && has<effects::remove_staging>(move));
  on(events::released{});
  EXPECT_EQ(state.job.phase, job_phase::releasing);
  on(events::staging_removed{});
  EXPECT_EQ(state.job.phase, job_phase::cancelled);
  move = on(events::filed{});
  EXPECT_EQ(move.batch.forget_jobs, std::vector<std::string>{"JOB"});
  EXPECT_TRUE(move.batch.forget_ledger.empty());
}

TEST_F(JobMachine, HandsEachEntryOverOnce) {
  run(2);
  auto some = step(0, layer_phase::submitting);
  for (const char* name : {"box-JOB-0-1", "box-JOB-0-2"}) {
    auto& entry = some.ledger.emplace_back();
    entry.name = name;
    entry.job = "JOB";
    entry.state = name[10] == '1' ? ledger_state::to_release : ledger_state::exists;
  }
  auto handed_over = [](const job_move& move) {
    std::vector<std::string> names;
    for (const auto& effect : move.effects)
      if (auto* found = std::get_if<effects::hand_over>(&effect))
        for (const auto& entry : found->entries)
          names.push_back(entry.name);
    return names;
  };
  EXPECT_EQ(handed_over(offer({some}).move), std::vector<std::string>{"box-JOB-0-1"});
  auto wished = advance(state, job_wish::cancel, {setting, now, 0});
  EXPECT_EQ(handed_over(wished.move), std::vector<std::string>{"box-JOB-0-2"});
}

TEST_F(JobMachine, TakesAMapOfWhichNothingNeedsAnExport) {
  auto online = plan(0);
  online.online = {"/operationalLayers/0"};
  auto basemap = plan(0);
  basemap.reference_basemap = "file:../../world.tpkx";
  for (const auto& some : {online, basemap}) {
    state = {};
    state.job = accepted("JOB", {}, 5);
    on(events::entered{});
    on(events::slot_granted{});
    EXPECT_TRUE(has<effects::save_plan>(on(events::planned{some})));
    EXPECT_TRUE(has<effects::prepare>(on(events::plan_saved{some, "digest", std::nullopt})));
    EXPECT_TRUE(has<effects::load_plan>(on(events::prepared{})));
    EXPECT_EQ(state.job.phase, job_phase::assembling);
  }
}

TEST_F(JobMachine, SaysWhyNothingCanBeTaken) {
  on(events::entered{});
  on(events::slot_granted{});
  auto none = plan(0);
  none.layer_errors.push_back({"x", "X", "", {}});
  none.layer_errors[0].failure.code = failure_code::sync_not_enabled;
  on(events::planned{none});
  EXPECT_EQ(state.job.failure->code, failure_code::nothing_to_take);
  EXPECT_NE(state.job.failure->hint.find("does not allow synchronisation"), std::string::npos);
  EXPECT_EQ(state.job.layer_errors.size(), 1u);
}

TEST_F(JobMachine, TellsWhyItWaitsForTheDiskWhenThatBegins) {
  run(1);
  proto::failure full;
  full.code = failure_code::disk_full;
  auto reason_of = [](const job_move& move) {
    for (const auto& effect : move.effects)
      if (auto* found = std::get_if<effects::wait>(&effect))
        return found->begins;
    return proto::outcome{};
  };
  EXPECT_EQ(reason_of(on(events::prepared{full})), full);
  EXPECT_EQ(reason_of(on(events::prepared{full})), std::nullopt);
  EXPECT_EQ(state.wait->reason, "disk");
}

TEST_F(JobMachine, LeavesTheStoreAlsoWhenItCrashesOnItsWayOut) {
  state.job.phase = job_phase::done;
  EXPECT_TRUE(has<effects::file>(on(events::doomed{})));
  EXPECT_EQ(state.job.phase, job_phase::done);
}

TEST_F(JobMachine, AsksAgainForExportsThatHadNoAnswerWhenResumed) {
  run(1);
  state.layers[0].unanswered = std::vector<std::int64_t>(10, now);
  state = advance(state, job_wish::pause, {setting, now, 0}).move.next;
  EXPECT_EQ(state.layers[0].unanswered.size(), 10u);
  auto wished = advance(state, job_wish::resume, {setting, now, 0});
  ASSERT_EQ(wished.move.batch.layers.size(), 1u);
  EXPECT_TRUE(wished.move.batch.layers[0].unanswered.empty());
}

TEST_F(JobMachine, HoldsNoSlotAndDoesNothingWhilePaused) {
  run(1);
  auto wished = advance(state, job_wish::pause, {setting, now, 0});
  EXPECT_TRUE(has<effects::give_slot_back>(wished.move));
  EXPECT_TRUE(has<effects::stop_layers>(wished.move));
  state = wished.move.next;
  EXPECT_TRUE(on(events::entered{}).effects.empty());
  EXPECT_EQ(offer({step(0, layer_phase::polling)}).taken, std::vector{false});
  EXPECT_TRUE(has<effects::give_slot_back>(on(events::slot_granted{}))); // one that crossed the pause
  wished = advance(state, job_wish::resume, {setting, now, 0});
  EXPECT_TRUE(has<effects::want_slot>(wished.move));
}

TEST_F(JobMachine, RefusesWishesThatComeTooLate) {
  state.job.phase = job_phase::done;
  for (auto wish : {job_wish::pause, job_wish::resume, job_wish::cancel, job_wish::retry})
    EXPECT_TRUE(advance(state, wish, {setting, now, 0}).refused);
}

TEST_F(JobMachine, FailsWhenItsPlanIsNotTheOneItSaved) {
  run(1);
  offer({step(0, layer_phase::done)});
  on(events::plan_loaded{std::string{"{}"}});
  EXPECT_EQ(state.job.phase, job_phase::releasing);
  EXPECT_EQ(state.job.failure->code, failure_code::state_damaged);
}

TEST_F(JobMachine, GivesUpRemovingPartialFilesAfterAFewTries) {
  on(events::doomed{});
  on(events::layers_stopped{});
  on(events::released{});
  proto::failure stuck;
  stuck.code = failure_code::disk_error;
  EXPECT_TRUE(has<effects::wait>(on(events::staging_removed{stuck})));
  on(events::staging_removed{stuck});
  on(events::released{});
  on(events::staging_removed{stuck});
  EXPECT_EQ(state.job.phase, job_phase::failed);
}

} // namespace
