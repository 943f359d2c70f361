#include "core/layer_machine.hpp"
#include "core/retry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace {

using namespace core;
using namespace std::chrono_literals;
using proto::layer_phase;
using proto::ledger_state;
namespace events = core::layer_events;
namespace effects = core::layer_effects;

class LayerMachine : public ::testing::Test {
protected:
  LayerMachine() {
    setting.install_id = "box";
    setting.portal = "field";
    setting.portal_address = "https://gis.test/portal";
    setting.target = "/maps/a";
    setting.rules.protocol_of = &core::protocol_of;
    proto::feature_sync_task task;
    task.service = "https://gis.test/s/FeatureServer";
    task.request.layers.push_back({});
    task.request.geometry = proto::envelope{0, 0, 1, 1, {4326, 4326, {}}};
    state.record.job = "JOB";
    state.record.task = task;
  }

  layer_move on(const layer_event& event) {
    auto move = advance(state, event, {setting, now, 0.5});
    state = move.next;
    return move;
  }
  template <class Effect>
  static const Effect* find(const layer_move& move) {
    for (const auto& effect : move.effects)
      if (auto* found = std::get_if<Effect>(&effect))
        return found;
    return nullptr;
  }
  /// What a new process knows.
  static layer_state restarted(const proto::layer_record& record) {
    layer_state fresh;
    fresh.record = record;
    return fresh;
  }
  static reply json(const std::string& body) {
    reply answer;
    answer.status = 200;
    answer.body = body;
    return answer;
  }
  static reply broken(transport_error why) {
    reply answer;
    answer.transport = why;
    return answer;
  }
  layer_move submit_answered(const reply& answer) { return on(events::answered{{}, answer}); }
  layer_move service_answers() { return on(events::answered{{}, json("{}")}); }

  void go_to_polling() {
    on(events::entered{});
    submit_answered(json(R"({"statusUrl":"https://gis.test/s/FeatureServer/jobs/1"})"));
  }
  void go_to_downloading() {
    go_to_polling();
    on(events::answered{{}, json(R"({"status":"Completed","replicaName":"box-JOB-0-1","replicaID":"R1",
      "resultUrl":"https://gis.test/out/a.geodatabase"})")});
  }
  void go_to_transfer() {
    go_to_downloading();
    on(events::part_opened{std::shared_ptr<part_file>{}});
    on(events::opened{{10'000'000, {"\"e\"", {}, {}}, false, {}}});
  }

  layer_setting setting;
  layer_state state;
  std::int64_t now = 1'000'000;
};

TEST_F(LayerMachine, PutsTheIntentIntoRecordAndLedgerBeforeItAsks) {
  auto move = on(events::entered{});
  EXPECT_EQ(state.record.phase, layer_phase::submitting);
  EXPECT_EQ(state.record.attempt, 1u);
  EXPECT_EQ(state.record.server_job.submitted_at, now);
  ASSERT_EQ(move.ledger.size(), 1u);
  EXPECT_EQ(move.ledger[0].name, "box-JOB-0-1");
  EXPECT_EQ(move.ledger[0].state, ledger_state::intended);
  ASSERT_NE(find<effects::ask>(move), nullptr);
  EXPECT_TRUE(find<effects::ask>(move)->request.has_effect);
}

TEST_F(LayerMachine, TakesAnotherNameWhenItComesBackToARequestWithoutAnAnswer) {
  on(events::entered{});
  auto move = on(events::entered{});
  EXPECT_EQ(state.record.unanswered.size(), 1u);
  ASSERT_EQ(move.ledger.size(), 1u);
  EXPECT_EQ(move.ledger[0].name, "box-JOB-0-1");
  EXPECT_EQ(move.ledger[0].state, ledger_state::to_release);
  move = service_answers();
  EXPECT_EQ(state.record.attempt, 2u);
  ASSERT_EQ(move.ledger.size(), 1u);
  EXPECT_EQ(move.ledger[0].name, "box-JOB-0-2");
  EXPECT_EQ(move.ledger[0].state, ledger_state::intended);
}

TEST_F(LayerMachine, LooksWhetherTheServiceCanBeReachedBeforeItAsksForAnotherExport) {
  on(events::entered{});
  auto move = submit_answered(broken(transport_error::connection_lost));
  for (auto why : {transport_error::connection_lost, transport_error::timed_out, transport_error::unreachable}) {
    const auto* ask = find<effects::ask>(move);
    ASSERT_NE(ask, nullptr);
    EXPECT_FALSE(ask->request.has_effect);
    EXPECT_EQ(ask->request.address, "https://gis.test/s/FeatureServer");
    move = on(events::answered{{}, broken(why)});
    EXPECT_EQ(state.record.wait->reason, "network");
    EXPECT_NE(find<effects::wait>(move), nullptr);
    move = on(events::entered{});
  }
  EXPECT_EQ(state.record.attempt, 1u) << "a link that resets every connection uses up no attempt";
  EXPECT_EQ(state.record.unanswered.size(), 1u);
  reply busy;
  busy.status = 503;
  move = on(events::answered{{}, busy}); // somebody is there
  EXPECT_EQ(state.record.attempt, 2u);
  EXPECT_TRUE(find<effects::ask>(move)->request.has_effect);
}

TEST_F(LayerMachine, TellsRequestsThatMayHaveArrivedFromThoseThatDidNot) {
  for (auto why : {transport_error::timed_out, transport_error::connection_lost, transport_error::protocol}) {
    state.record.phase = layer_phase::planned;
    state.record.unanswered.clear();
    on(events::entered{});
    submit_answered(broken(why));
    EXPECT_EQ(state.record.unanswered.size(), 1u) << static_cast<int>(why);
  }
  for (auto why : {transport_error::unreachable, transport_error::refused_connection,
         transport_error::name_not_resolved, transport_error::tls, transport_error::sign_in}) {
    state = restarted(state.record);
    state.record.phase = layer_phase::planned;
    state.record.unanswered.clear();
    on(events::entered{});
    auto move = submit_answered(broken(why));
    EXPECT_TRUE(state.record.unanswered.empty()) << static_cast<int>(why);
    EXPECT_NE(find<effects::wait>(move), nullptr);
    ASSERT_EQ(move.ledger.size(), 1u);
    EXPECT_EQ(move.ledger[0].state, ledger_state::released); // nothing can have come of it
  }
}

TEST_F(LayerMachine, AsksAtOnceThenAfterOneFiveThirtyMinutesAndTwoHours) {
  std::vector<std::int64_t> pauses;
  on(events::entered{});
  for (int i = 0; i < 10; ++i) {
    auto move = submit_answered(broken(transport_error::connection_lost));
    auto* wait = find<effects::wait>(move);
    pauses.push_back(wait ? std::chrono::duration_cast<std::chrono::minutes>(wait->time).count() : 0);
    if (wait && i < 9) {
      now += wait->time.count();
      on(events::entered{});
    }
    if (i < 9)
      service_answers();
  }
  EXPECT_EQ((std::vector<std::int64_t>{0, 0, 0, 1, 5, 30, 120, 120, 120}),
    (std::vector<std::int64_t>(pauses.begin(), pauses.end() - 1)));
  EXPECT_EQ(state.record.wait->reason, "submitUnanswered");
  auto attempt = state.record.attempt;
  auto move = on(events::entered{true}); // a person asks
  EXPECT_EQ(state.record.attempt, attempt + 1);
  EXPECT_NE(find<effects::ask>(move), nullptr);
}

TEST_F(LayerMachine, CountsNoFaultAndRepeatsNothingAfterAPause) {
  on(events::entered{});
  std::vector<proto::ledger_record> ledger;
  state = restarted(at_rest(state.record, {setting, now, 0}, ledger));
  ASSERT_EQ(ledger.size(), 1u);
  EXPECT_EQ(ledger[0].state, ledger_state::to_release);
  on(events::entered{});
  EXPECT_EQ(state.record.attempt, 2u);
  EXPECT_TRUE(state.record.unanswered.empty());
  EXPECT_EQ(state.record.failed_attempts, 0u);
}

TEST_F(LayerMachine, EntersEveryPhaseTheSameWayItComesBackToIt) {
  go_to_polling();
  EXPECT_NE(find<effects::ask>(on(events::entered{})), nullptr);
  go_to_downloading();
  auto again = advance(restarted(state.record), events::entered{}, {setting, now, 0.5});
  ASSERT_NE(find<effects::open_part>(again), nullptr);
  EXPECT_EQ(find<effects::open_part>(again)->part.name, state.record.artifacts[0].part_name);
  EXPECT_EQ(again.next.record, state.record);
}

TEST_F(LayerMachine, CountsBytesOnlyOnceTheyAreDurable) {
  go_to_transfer();
  auto move = on(events::written{{{0, 2u << 20}}});
  ASSERT_NE(find<effects::sync>(move), nullptr);
  EXPECT_TRUE(state.record.artifacts[0].done.empty());
  EXPECT_EQ(find<effects::sync>(on(events::written{{{0, 4u << 20}}})), nullptr); // one in flight a file
  move = on(events::synced{{{0, 2u << 20}}, std::nullopt});
  EXPECT_EQ(proto::total(state.record.artifacts[0].done), 2u << 20);
  ASSERT_NE(find<effects::confirm>(move), nullptr);
  ASSERT_NE(find<effects::sync>(move), nullptr); // the next is due at once
  EXPECT_EQ(proto::total(find<effects::sync>(move)->ranges), 4u << 20);
}

TEST_F(LayerMachine, ChecksAFileOnlyAfterItsLastCheckpoint) {
  go_to_transfer();
  auto move = on(events::ended{{true, {{0, 5000}}, {}}});
  EXPECT_EQ(state.record.phase, layer_phase::downloading);
  ASSERT_NE(find<effects::sync>(move), nullptr);
  move = on(events::synced{{{0, 5000}}, std::nullopt});
  EXPECT_EQ(state.record.phase, layer_phase::verifying);
  EXPECT_NE(find<effects::check>(move), nullptr);
}

TEST_F(LayerMachine, ForgetsASyncThatBeganBeforeTheFileStartedOver) {
  go_to_transfer();
  on(events::written{{{0, 2u << 20}}});
  auto move = on(events::opened{{10'000'000, {"\"f\"", {}, {}}, true, "changed"}});
  ASSERT_NE(find<effects::confirm>(move), nullptr);
  EXPECT_TRUE(find<effects::confirm>(move)->ranges.empty());
  on(events::synced{{{0, 2u << 20}}, std::nullopt});
  EXPECT_TRUE(state.record.artifacts[0].done.empty());
}

TEST_F(LayerMachine, LosesNoDurableRangeWhenASyncFails) {
  go_to_transfer();
  on(events::written{{{0, 2u << 20}}});
  on(events::synced{{{0, 2u << 20}}, std::nullopt});
  on(events::written{{{0, 4u << 20}}});
  proto::failure full;
  full.code = proto::failure_code::disk_full;
  auto move = on(events::synced{{{0, 4u << 20}}, full});
  EXPECT_EQ(proto::total(state.record.artifacts[0].done), 2u << 20);
  EXPECT_EQ(state.record.wait->reason, "disk");
  EXPECT_NE(find<effects::wait>(move), nullptr);
  EXPECT_EQ(state.record.phase, layer_phase::downloading);
}

TEST_F(LayerMachine, KnowsTheFinalNameBeforeTheRename) {
  go_to_transfer();
  on(events::ended{{true, {{0, 5000}}, {}}});
  on(events::synced{{{0, 5000}}, std::nullopt});
  check_report report;
  report.extension = "geodatabase";
  report.bytes = 5000;
  report.item_ids = {{0, 7}};
  auto move = on(events::checked{report});
  ASSERT_NE(find<effects::finish>(move), nullptr);
  EXPECT_EQ(state.record.artifacts[0].final_name, find<effects::finish>(move)->final_name);
  EXPECT_EQ(state.record.artifacts[0].item_ids.at(0), 7);
  EXPECT_NE(find<effects::finish>(advance(restarted(state.record), events::entered{}, {setting, now, 0})), nullptr);
  on(events::finished{});
  EXPECT_EQ(state.record.phase, layer_phase::done);
}

TEST_F(LayerMachine, DownloadsAgainWhenTheCheckedPartIsGone) {
  go_to_transfer();
  on(events::ended{{true, {{0, 5000}}, {}}});
  on(events::synced{{{0, 5000}}, std::nullopt});
  check_report report;
  report.extension = "geodatabase";
  on(events::checked{report});
  proto::failure gone;
  gone.code = proto::failure_code::damaged;
  auto move = on(events::finished{gone});
  EXPECT_EQ(state.record.phase, layer_phase::downloading);
  EXPECT_TRUE(state.record.artifacts[0].final_name.empty());
  ASSERT_NE(find<effects::open_part>(move), nullptr);
  EXPECT_TRUE(find<effects::open_part>(move)->anew);
}

TEST_F(LayerMachine, DownloadsEachDamagedFileAgainOnce) {
  go_to_polling();
  on(events::answered{{}, json(R"({"status":"Completed","replicaName":"box-JOB-0-1","replicaID":"R1",
      "resultUrl":"https://gis.test/out/a.geodatabase"})")});
  state.record.artifacts.push_back(state.record.artifacts[0]);
  state.record.artifacts[1].part_name = "second.part";
  state.addresses.push_back(state.addresses[0]);
  proto::failure bad;
  bad.code = proto::failure_code::damaged;
  check_report good;
  good.extension = "geodatabase";
  for (const auto& file : {0, 1}) {
    for (bool again : {false, true}) {
      on(events::part_opened{std::shared_ptr<part_file>{}});
      on(events::opened{{5000, {}, false, {}}});
      on(events::ended{{true, {{0, 5000}}, {}}});
      on(events::synced{{{0, 5000}}, std::nullopt});
      ASSERT_EQ(state.record.phase, layer_phase::verifying) << file;
      again ? on(events::checked{good}) : on(events::checked{bad});
    }
    on(events::finished{});
  }
  EXPECT_EQ(state.record.phase, layer_phase::done);
  EXPECT_EQ(state.record.failed_attempts, 0u);
}

TEST_F(LayerMachine, SignsTheRequestsThatAnImmediateAnswerLeadsTo) {
  state.record.task = proto::raster_tiles_task{
    "https://gis.test/s/MapServer", {proto::envelope{0, 0, 1, 1, {4326, 4326, {}}}, {0, 1}}, 3857, 256};
  on(events::entered{});
  auto move = submit_answered(json(R"({"jobId":"j1","jobStatus":"esriJobSucceeded"})"));
  ASSERT_NE(find<effects::ask>(move), nullptr);
  EXPECT_EQ(find<effects::ask>(move)->request.portal, "field");
}

TEST_F(LayerMachine, WritesAWaitOnceHoweverLongItLasts) {
  go_to_polling();
  on(events::answered{{}, broken(transport_error::unreachable)});
  auto record = state.record;
  for (int i = 0; i < 20; ++i) {
    now += 60'000;
    on(events::entered{});
    on(events::answered{{}, broken(transport_error::timed_out)});
    EXPECT_EQ(state.record, record);
  }
}

TEST_F(LayerMachine, LooksAroundOnlyAfterALongSilence) {
  go_to_polling();
  events::answered silence{{}, broken(transport_error::unreachable)};
  silence.asked.address = "https://gis.test/s/FeatureServer/jobs/1";
  EXPECT_EQ(find<effects::look_around>(on(silence)), nullptr);
  now += std::chrono::milliseconds{setting.limits.service_lost}.count();
  EXPECT_NE(find<effects::look_around>(on(silence)), nullptr);
  auto before = state;
  on(events::hosts_known{{{"https://gis.test", false, true, now}, {"https://x.test", false, true, now}}});
  EXPECT_EQ(state.record.phase, layer_phase::polling); // nobody answers: it is the network
  state = before;
  on(events::hosts_known{{{"https://gis.test", false, true, now}, {"https://x.test", true, true, now - 60'000}}});
  EXPECT_EQ(state.record.phase, layer_phase::polling); // that was before the network went
  state = before;
  on(events::hosts_known{{{"https://gis.test", false, true, now}, {"https://x.test", true, true, now}}});
  EXPECT_EQ(state.record.phase, layer_phase::failed);
  EXPECT_EQ(state.record.failure->code, proto::failure_code::service_lost);
}

TEST_F(LayerMachine, ALostServiceKeepsTheWordsOfItsSilence) {
  go_to_polling();
  events::answered silence{{}, broken(transport_error::tls)};
  silence.reply.words = "the certificate has expired";
  silence.asked.address = "https://gis.test/s/FeatureServer/jobs/1";
  on(silence);
  EXPECT_EQ(state.record.wait->reason, "certificate");
  now += std::chrono::milliseconds{setting.limits.service_lost}.count();
  on(silence);
  on(events::hosts_known{{{"https://x.test", true, true, now}}});
  ASSERT_EQ(state.record.phase, layer_phase::failed);
  EXPECT_EQ(state.record.failure->code, proto::failure_code::service_lost);
  EXPECT_EQ(state.record.failure->hint, "the certificate has expired");
}

TEST_F(LayerMachine, HonoursTheServersRetryAfter) {
  go_to_polling();
  reply busy;
  busy.status = 429;
  busy.retry_after = 120s;
  auto move = on(events::answered{{}, busy});
  ASSERT_NE(find<effects::wait>(move), nullptr);
  EXPECT_GE(find<effects::wait>(move)->time, 120s);
  EXPECT_EQ(state.record.wait->reason, "busy");
  ASSERT_TRUE(state.record.wait->failure);
  EXPECT_EQ(state.record.wait->failure->code, proto::failure_code::server_busy) << "why it waits is shown";
}

TEST_F(LayerMachine, TriesAServerErrorAFewTimesBeforeANewAttempt) {
  go_to_polling();
  reply wrong;
  wrong.status = 500;
  for (int i = 0; i < 4; ++i)
    on(events::answered{{}, wrong});
  EXPECT_EQ(state.record.phase, layer_phase::polling);
  on(events::answered{{}, wrong});
  EXPECT_EQ(state.record.phase, layer_phase::submitting);
  EXPECT_EQ(state.record.failed_attempts, 1u);
}

TEST_F(LayerMachine, TakesAnAnswerThatNobodyCanReadForNoAnswer) {
  on(events::entered{});
  submit_answered(json("{}"));
  EXPECT_EQ(state.record.unanswered.size(), 1u);
  service_answers();
  EXPECT_EQ(state.record.attempt, 2u);
}

TEST_F(LayerMachine, ExportWithoutAReplicaHasANameAndNoLedgerEntry) {
  std::get<proto::feature_sync_task>(state.record.task).request.sync_model = proto::sync_model::none;
  auto move = on(events::entered{});
  EXPECT_EQ(state.record.name, "box-JOB-0-1");
  EXPECT_TRUE(move.ledger.empty());
  on(events::entered{});
  move = service_answers();
  EXPECT_EQ(state.record.name, "box-JOB-0-2") << "the answer to the first request was lost";
  EXPECT_TRUE(move.ledger.empty());
}

TEST_F(LayerMachine, GivesAReplicaBackThatWasWantedForItsFileAlone) {
  for (const bool alone : {false, true}) {
    state = restarted(state.record);
    state.record.phase = layer_phase::planned;
    std::get<proto::feature_sync_task>(state.record.task).unregister_when_taken = alone;
    go_to_downloading();
    state.record.artifacts[0].final_name = "a.geodatabase";
    state.record.phase = layer_phase::verifying;
    const auto move = on(events::finished{});
    ASSERT_EQ(state.record.phase, layer_phase::done);
    ASSERT_EQ(move.ledger.size(), alone ? 1u : 0u);
    if (alone) {
      EXPECT_EQ(move.ledger[0].state, ledger_state::to_release);
      EXPECT_EQ(move.ledger[0].replica_id, "R1");
    }
  }
}

TEST_F(LayerMachine, IsStillWhenItHasEnded) {
  state.record.phase = layer_phase::done;
  auto move = on(events::entered{});
  EXPECT_TRUE(move.effects.empty());
  EXPECT_EQ(move.next.record, state.record);
}

} // namespace
