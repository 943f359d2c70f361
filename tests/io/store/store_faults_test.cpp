#include "io/store/store_rescue.hpp"
#include "tests/io/store/store_samples.hpp"
#include "tests/support/faulty_calls.hpp"

#include <algorithm>

namespace io {
namespace {

using faults::calls;

bool holds(const core::stored_state& state, const std::string& id) {
  return std::ranges::any_of(state.jobs, [&](const auto& job) { return job.id == id; });
}

/// An I/O error at any call of a commit: the caller is told, the batch can be offered
/// again to the same store, and what was committed before is there in the next life.
TEST(StoreFaults, ARefusedCallInACommitIsToldAndTheSameBatchCanBeOfferedAgain) {
  int count = 0;
  {
    const scratch_directory scratch;
    auto store = open_store(scratch.at("state"));
    calls::start(0);
    ASSERT_FALSE(store->commit(with_job(sample_job("01B"))));
    calls::stop();
    count = calls::count();
  }
  ASSERT_GE(count, 2) << "a commit writes and syncs";
  for (int call = 1; call <= count; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    const scratch_directory scratch;
    auto store = open_store(scratch.at("state"));
    ASSERT_FALSE(store->commit(with_job(sample_job("01A"))));
    calls::start(call);
    const auto failed = store->commit(with_job(sample_job("01B")));
    calls::stop();
    ASSERT_TRUE(calls::failed());
    EXPECT_TRUE(failed);
    EXPECT_TRUE(!failed || failed->worth_retrying);
    EXPECT_TRUE(holds(load(*store), "01A"));
    for (int again = 0; again < 3; ++again)
      EXPECT_FALSE(store->commit(with_job(sample_job("01B"))));
    store.reset();
    const auto state = load(*open_store(scratch.at("state")));
    EXPECT_TRUE(holds(state, "01A") && holds(state, "01B"));
    EXPECT_TRUE(state.quarantine.empty());
  }
}

TEST(StoreFaults, AnExaminationThatTakesTooLongLeavesTheFileAndRefuses) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"));
  ASSERT_FALSE(store->commit(with_job(sample_job("01A"))));
  store.reset();
  calls::start(1); // the child's alarm
  const auto examined = rescue_store(scratch.at("state") + "/store.mdb");
  calls::stop();
  ASSERT_FALSE(examined);
  EXPECT_EQ(examined.error().code, proto::failure_code::store_unavailable);
  EXPECT_TRUE(holds(load(*open_store(scratch.at("state"))), "01A"));
}

TEST(StoreFaults, ACommitIsSyncedBeforeItReturns) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"));
  calls::start(0);
  ASSERT_FALSE(store->commit(with_job(sample_job("01A"))));
  calls::stop();
  EXPECT_TRUE(
    std::ranges::any_of(calls::names(), [](const auto& name) { return name == "fdatasync" || name == "fsync"; }));
}

} // namespace
} // namespace io
