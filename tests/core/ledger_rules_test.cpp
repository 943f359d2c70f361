#include "core/ledger_rules.hpp"

#include <gtest/gtest.h>

namespace {

using proto::job_phase;
using proto::ledger_state;

proto::ledger_record entry_of(const std::string& job, ledger_state state) {
  proto::ledger_record entry;
  entry.name = "box-" + job + "-" + std::to_string(static_cast<int>(state));
  entry.job = job;
  entry.state = state;
  return entry;
}

constexpr ledger_state all_states[] = {
  ledger_state::intended, ledger_state::exists, ledger_state::in_use, ledger_state::to_release};

/// One entry in each state, of a job in this phase; none = the store knows no such job.
core::stored_state stored_with(std::optional<job_phase> phase) {
  core::stored_state stored;
  for (const auto state : all_states)
    stored.ledger.push_back(entry_of("J", state));
  if (phase) {
    stored.jobs.emplace_back().id = "J";
    stored.jobs.back().phase = *phase;
  }
  return stored;
}

TEST(LedgerRules, LeavesToAJobWhatItStillWorksWith) {
  for (const auto phase : {job_phase::queued, job_phase::planning, job_phase::running, job_phase::assembling}) {
    const auto inherited = core::inherited_by_releaser(stored_with(phase), 5);
    ASSERT_EQ(inherited.entries.size(), 1u);
    EXPECT_EQ(inherited.entries[0].state, ledger_state::to_release);
    EXPECT_TRUE(inherited.changed.empty());
  }
}

TEST(LedgerRules, TakesOverUnchangedWhatEndedJobsHaveLeft) {
  for (const auto phase :
    {std::optional{job_phase::done}, std::optional{job_phase::failed}, std::optional<job_phase>{}}) {
    const auto stored = stored_with(phase);
    const auto inherited = core::inherited_by_releaser(stored, 5);
    EXPECT_EQ(inherited.entries, stored.ledger);
    EXPECT_TRUE(inherited.changed.empty());
  }
}

TEST(LedgerRules, GivesBackWhatAJobWithADamagedRecordHadBegun) {
  auto stored = stored_with({});
  stored.quarantine.push_back({"job", "J", "cut"});
  stored.quarantine.push_back({"layer", "K", "cut"}); // of another job, and no job record
  stored.ledger.push_back(entry_of("K", ledger_state::exists));
  const auto inherited = core::inherited_by_releaser(stored, 5);
  ASSERT_EQ(inherited.entries.size(), 5u);
  EXPECT_EQ(inherited.entries[0].state, ledger_state::to_release);
  EXPECT_EQ(inherited.entries[1].state, ledger_state::to_release);
  EXPECT_EQ(inherited.entries[1].changed_at, 5);
  EXPECT_EQ(inherited.entries[2].state, ledger_state::in_use) << "its package was made";
  EXPECT_EQ(inherited.entries[4].state, ledger_state::exists);
  ASSERT_EQ(inherited.changed.ledger.size(), 2u);
  EXPECT_EQ(inherited.changed.ledger[0], inherited.entries[0]);
}

} // namespace
