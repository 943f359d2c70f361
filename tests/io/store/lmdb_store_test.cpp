#include "tests/io/store/store_samples.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace io {
namespace {

TEST(LmdbStore, GivesBackEveryRecordAfterItWasClosed) {
  const scratch_directory scratch;
  core::store_batch batch;
  batch.jobs = {sample_job("01A"), sample_job("01B", "Südstadt \xe2\x80\x94 \"x\"")};
  for (int index = 0; index < 12; ++index)
    batch.layers.push_back(sample_layer("01A", index));
  batch.layers.push_back(sample_layer("01B", 0));
  batch.ledger = {sample_ledger("install-01A-0-1", "01A")};
  {
    auto store = open_store(scratch.at("state"));
    ASSERT_FALSE(store->commit(batch));
    EXPECT_TRUE(load(*store).jobs == batch.jobs);
  }
  auto store = open_store(scratch.at("state"));
  const auto state = load(*store);
  EXPECT_TRUE(state.jobs == batch.jobs);
  EXPECT_TRUE(state.layers == batch.layers); // by index, not as text: 2 before 10
  EXPECT_TRUE(state.ledger == batch.ledger);
  EXPECT_TRUE(state.quarantine.empty());
  EXPECT_FALSE(store->put_aside());
}

TEST(LmdbStore, RemembersRefusedSignInsUntilTheyAreForgotten) {
  const scratch_directory scratch;
  core::sign_in_refusal refusal{"salt", "fingerprint", {}};
  refusal.why.code = proto::failure_code::sign_in_failed;
  refusal.why.server_said = "no \xff";
  {
    auto store = open_store(scratch.at("state"));
    EXPECT_FALSE(store->refusal("a"));
    ASSERT_FALSE(store->remember("a", refusal));
  }
  auto store = open_store(scratch.at("state"));
  const auto found = store->refusal("a");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->salt, "salt");
  EXPECT_EQ(found->fingerprint, "fingerprint");
  EXPECT_EQ(found->why.code, proto::failure_code::sign_in_failed);
  EXPECT_FALSE(store->refusal("b"));
  ASSERT_FALSE(store->forget("a"));
  EXPECT_FALSE(store->refusal("a"));
  EXPECT_FALSE(store->forget("a")) << "forgotten already";
}

TEST(LmdbStore, MakesItsInstallIdOnce) {
  const scratch_directory scratch;
  std::string first;
  {
    auto store = open_store(scratch.at("state"));
    first = load(*store).install_id;
    EXPECT_EQ(first.size(), 10u);
    EXPECT_EQ(load(*store).install_id, first);
  }
  EXPECT_EQ(load(*open_store(scratch.at("state"))).install_id, first);
  EXPECT_NE(load(*open_store(scratch.at("other"))).install_id, first);
}

TEST(LmdbStore, ALaterRecordReplacesTheEarlier) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"));
  ASSERT_FALSE(store->commit(with_job(sample_job("01A", "before"))));
  ASSERT_FALSE(store->commit(with_job(sample_job("01A", "after"))));
  const auto state = load(*store);
  ASSERT_EQ(state.jobs.size(), 1u);
  EXPECT_EQ(state.jobs[0].title, "after");
}

TEST(LmdbStore, ForgettingAJobTakesItsLayersAndLeavesTheLedger) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"));
  core::store_batch batch;
  batch.jobs = {sample_job("01A"), sample_job("01AB")};
  batch.layers = {sample_layer("01A", 0), sample_layer("01A", 1), sample_layer("01AB", 0)};
  batch.ledger = {sample_ledger("a", "01A"), sample_ledger("b", "01A")};
  ASSERT_FALSE(store->commit(batch));
  ASSERT_FALSE(store->commit(forgetting({"01A", "unknown"}, {"b", "unknown"})));
  const auto state = load(*store);
  ASSERT_EQ(state.jobs.size(), 1u);
  EXPECT_EQ(state.jobs[0].id, "01AB");
  ASSERT_EQ(state.layers.size(), 1u);
  EXPECT_EQ(state.layers[0].job, "01AB");
  ASSERT_EQ(state.ledger.size(), 1u);
  EXPECT_EQ(state.ledger[0].name, "a");
}

TEST(LmdbStore, TheMapGrowsWhenItIsFull) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"), {.map_bytes = 1u << 18});
  core::store_batch batch;
  for (int i = 0; i < 200; ++i)
    batch.jobs.push_back(sample_job("JOB" + std::to_string(1000 + i), std::string(20'000, 'x')));
  ASSERT_FALSE(store->commit(batch)); // 4 MB in one transaction
  EXPECT_EQ(load(*store).jobs.size(), 200u);
  store.reset();
  EXPECT_EQ(load(*open_store(scratch.at("state"), {.map_bytes = 1u << 18})).jobs.size(), 200u);
}

TEST(LmdbStore, TextThatIsNotUtf8IsKeptReadable) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"));
  auto job = sample_job("01A");
  job.failure.emplace();
  job.failure->server_said = "caf\xe9 \xff";
  ASSERT_FALSE(store->commit(with_job(job)));
  const auto state = load(*store);
  ASSERT_EQ(state.jobs.size(), 1u);
  EXPECT_TRUE(state.jobs[0].failure->server_said.starts_with("caf"));
}

TEST(LmdbStore, ManyThreadsCommitWithoutLosingARecord) {
  const scratch_directory scratch;
  auto store = open_store(scratch.at("state"), {.map_bytes = 1u << 17});
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 25; ++i)
          EXPECT_FALSE(store->commit(with_job(sample_job("T" + std::to_string(thread * 100 + i)))));
      });
  }
  EXPECT_EQ(load(*store).jobs.size(), 100u);
}

/// A limit on file sizes makes the kernel refuse a write, as a full disk does.
TEST(LmdbStore, AFullDiskIsAFailureAndNothingOfTheBatchIsStored) {
  const scratch_directory scratch;
  const auto child = ::fork();
  if (child == 0) {
    auto store = open_store(scratch.at("state"));
    bool good = !store->commit(with_job(sample_job("01A")));
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1u << 18, 1u << 18};
    ::setrlimit(RLIMIT_FSIZE, &small);
    core::store_batch batch;
    batch.jobs = {sample_job("01B", std::string(1u << 20, 'x'))};
    const auto failed = store->commit(batch);
    good = good && failed && failed->worth_retrying;
    const auto state = store->load();
    good = good && state && state->jobs.size() == 1 && !store->commit(with_job(sample_job("01C")));
    ::_exit(good ? 0 : 1);
  }
  int ended = -1;
  ::waitpid(child, &ended, 0);
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(load(*open_store(scratch.at("state"))).jobs.size(), 2u);
}

/// The child tells of every batch after its commit returned; what it told of must be there.
TEST(LmdbStore, AProcessKilledDuringCommitsLosesNoCommittedBatch) {
  for (int round = 0; round < 12; ++round) {
    const scratch_directory scratch;
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const auto child = ::fork();
    if (child == 0) {
      auto store = open_store(scratch.at("state"), {.map_bytes = 1u << 17});
      for (int i = 0;; ++i) {
        core::store_batch batch;
        const auto id = "J" + std::to_string(100'000 + i);
        batch.jobs = {sample_job(id)};
        batch.layers = {sample_layer(id, 0), sample_layer(id, 1)};
        if (store->commit(batch) || ::write(told[1], &i, sizeof i) != sizeof i)
          ::_exit(1);
      }
    }
    ::close(told[1]);
    int last = -1;
    for (int heard = 0; heard <= round * 7 && ::read(told[0], &last, sizeof last) == sizeof last; ++heard) {
    }
    ::kill(child, SIGKILL);
    while (::read(told[0], &last, sizeof last) == sizeof last) {
    }
    ::waitpid(child, nullptr, 0);
    ::close(told[0]);
    auto store = open_store(scratch.at("state"));
    const auto state = load(*store);
    EXPECT_FALSE(store->put_aside());
    EXPECT_GE(static_cast<int>(state.jobs.size()), last + 1);
    EXPECT_LE(static_cast<int>(state.jobs.size()), last + 2); // one may be durable and not told
    EXPECT_EQ(state.layers.size(), 2 * state.jobs.size());    // a batch is whole
  }
}

} // namespace
} // namespace io
