#include "core/release_rules.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using namespace core;
using namespace std::chrono_literals;
using proto::ledger_state;
using next = release_move::next;

class ReleaseRules : public ::testing::Test {
protected:
  ReleaseRules() {
    some.protocol_of = &core::protocol_of;
    state.entry.name = "box-JOB-0-1";
    state.entry.service = "https://gis.test/s/FeatureServer";
    state.entry.state = ledger_state::to_release;
  }

  release_move begin() { return take(release_next(state, some)); }
  release_move answer(const std::string& body) {
    reply got;
    got.status = 200;
    got.body = body;
    return take(release_answered(state, asked, got, some, now));
  }
  release_move silence() {
    reply got;
    got.transport = transport_error::unreachable;
    return take(release_answered(state, asked, got, some, now));
  }
  std::string released_id() const {
    for (const auto& [key, value] : asked.form)
      if (key == "replicaID")
        return value;
    return {};
  }

  rules some;
  release_state state;
  small_request asked;
  std::int64_t now = 1000;

private:
  release_move take(release_move move) {
    state = move.state;
    asked = move.request;
    return move;
  }
};

TEST_F(ReleaseRules, ReleasesByIdAndThenLooksForTwins) {
  state.entry.replica_id = "R1";
  begin();
  EXPECT_EQ(released_id(), "R1");
  EXPECT_EQ(answer(R"({"success":true})").what, next::ask);
  EXPECT_TRUE(asked.address.ends_with("/replicas"));
  EXPECT_EQ(answer(R"([{"replicaName":"box-JOB-0-1_0","replicaID":"R2"}])").what, next::ask);
  EXPECT_EQ(released_id(), "R2");
  answer(R"({"success":true})");
  EXPECT_EQ(answer("[]").what, next::released);
}

TEST_F(ReleaseRules, TakesAnUnknownReplicaForReleased) {
  state.entry.replica_id = "R1";
  begin();
  EXPECT_EQ(answer(R"({"error":{"code":400,"message":"Replica not found"}})").what, next::ask);
  EXPECT_EQ(answer("[]").what, next::released);
}

TEST_F(ReleaseRules, EndsAlsoWhereTheServiceGoesOnListingWhatItHasReleased) {
  const auto list =
    R"([{"replicaName":"box-JOB-0-1","replicaID":"R1"},{"replicaName":"box-JOB-0-1_0","replicaID":"R2"}])";
  begin();
  answer(list);
  EXPECT_EQ(released_id(), "R1");
  answer(R"({"success":true})");
  EXPECT_EQ(released_id(), "R2");
  answer(R"({"success":true})");
  EXPECT_EQ(answer(list).what, next::released);
}

TEST_F(ReleaseRules, NeverReleasesAReplicaOfAnotherName) {
  begin();
  auto move = answer(R"([{"replicaName":"box-JOB-0-10","replicaID":"A"},{"replicaName":"box-JOB-0","replicaID":"B"},
    {"replicaName":"box-JOB-0-1_x","replicaID":"C"},{"replicaName":"*","replicaID":"*"}])");
  EXPECT_EQ(move.what, next::later);
}

TEST_F(ReleaseRules, SearchesAtGrowingIntervalsForADay) {
  state.entry.changed_at = now;
  std::chrono::milliseconds before{0};
  int searches = 0;
  begin();
  for (;; ++searches) {
    auto move = answer("[]");
    if (move.what == next::released)
      break;
    ASSERT_EQ(move.what, next::later);
    EXPECT_GE(move.pause, before);
    before = move.pause;
    now += move.pause.count();
    begin();
  }
  EXPECT_GE(now - state.entry.changed_at, std::chrono::milliseconds{24h}.count());
  EXPECT_LT(searches, 12);
}

TEST_F(ReleaseRules, AsksTheStatusAddressForTheIdFirst) {
  state.entry.status_address = "https://gis.test/s/FeatureServer/jobs/1";
  begin();
  EXPECT_EQ(asked.address, state.entry.status_address);
  answer(R"({"status":"Completed","replicaID":"R9","resultUrl":"https://gis.test/f.geodatabase"})");
  EXPECT_EQ(released_id(), "R9");
}

TEST_F(ReleaseRules, NeverTakesSilenceForAnAnswer) {
  state.entry.replica_id = "R1";
  for (int i = 0; i < 50; ++i) {
    begin();
    EXPECT_EQ(silence().what, next::later);
    now += std::chrono::milliseconds{6h}.count();
  }
}

TEST_F(ReleaseRules, KeepsTheReplicaInUseAndReleasesItsTwins) {
  state.entry.state = ledger_state::exists;
  state.entry.replica_id = "R1";
  begin();
  answer(R"([{"replicaName":"box-JOB-0-1","replicaID":"R1"},{"replicaName":"box-JOB-0-1_0","replicaID":"R2"}])");
  EXPECT_EQ(released_id(), "R2");
  answer(R"({"success":true})");
  EXPECT_EQ(answer(R"([{"replicaName":"box-JOB-0-1","replicaID":"R1"}])").what, next::kept);
}

/// Services write capitals and braces, geodatabases bare small letters.
TEST_F(ReleaseRules, KnowsTheReplicaInUseHoweverItsIdIsSpelled) {
  state.entry.state = ledger_state::exists;
  state.entry.replica_id = "0f3c9a7e-9d5b-4b0e-8a39-6a5d9ef01a2b";
  const auto ours = R"({"replicaName":"box-JOB-0-1","replicaID":"{0F3C9A7E-9D5B-4B0E-8A39-6A5D9EF01A2B}"})";
  begin();
  answer("[" + std::string{ours} + R"(,{"replicaName":"box-JOB-0-1_0","replicaID":"{TWIN}"}])");
  EXPECT_EQ(released_id(), "{TWIN}");
  answer(R"({"success":true})");
  EXPECT_EQ(answer("[" + std::string{ours} + "]").what, next::kept);
}

TEST_F(ReleaseRules, ReleasesAsListedWhatItsOwnSpellingDidNotFind) {
  state.entry.replica_id = "abc";
  begin();
  EXPECT_EQ(released_id(), "abc");
  answer(R"({"error":{"code":400,"message":"Replica not found"}})");
  answer(R"([{"replicaName":"box-JOB-0-1","replicaID":"{ABC}"}])");
  EXPECT_EQ(released_id(), "{ABC}");
}

TEST_F(ReleaseRules, ReleasesNothingWhileTheReplicaInUseIsNotInTheList) {
  state.entry.state = ledger_state::exists;
  state.entry.replica_id = "R1";
  begin();
  EXPECT_EQ(answer(R"([{"replicaName":"box-JOB-0-1_0","replicaID":"R2"}])").what, next::kept);
}

TEST_F(ReleaseRules, ReleasesNothingWhenItCannotTellATwinFromTheOneInUse) {
  state.entry.state = ledger_state::exists;
  begin();
  EXPECT_EQ(
    answer(R"([{"replicaName":"box-JOB-0-1","replicaID":"R1"},{"replicaName":"box-JOB-0-1_0","replicaID":"R2"}])").what,
    next::kept);
}

} // namespace
