#include "sandbox/jobs.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <thread>
#include <vector>

#include "sandbox/state_directory.hpp"

namespace {

using sandbox::job_order;
using sandbox::job_progress;
using sandbox::job_state;
using sandbox::outcome;

const std::string service = "Basemap/MapServer";

class Jobs : public testing::Test {
protected:
  std::atomic<std::int64_t> now_{1'000'000};
  sandbox::outcome<sandbox::state_directory> folder_ = sandbox::state_directory::open({});
  sandbox::result_store results_{folder_->path() / "results", 1000, [this] { return now_.load(); }};

  static job_order order(const std::string& id, sandbox::job_work work) {
    job_order made;
    made.owner = service;
    made.id = id;
    made.total = 10;
    made.gives_file = false;
    made.work = std::move(work);
    return made;
  }

  /// Jobs are taken in order by two workers: when these two have ended, all earlier ones have.
  static void settle(sandbox::job_board& board) {
    std::promise<void> first, second;
    const auto both = [](std::promise<void>& own, std::promise<void>& other) {
      return [&own, waiting = other.get_future().share()](job_progress&) -> outcome<std::string> {
        own.set_value();
        waiting.wait();
        return std::string{};
      };
    };
    auto one = both(first, second);
    auto two = both(second, first);
    board.submit(order("settle-1", std::move(one)));
    board.submit(order("settle-2", std::move(two)));
    while (board.find(service, "settle-1")->state != job_state::succeeded
      || board.find(service, "settle-2")->state != job_state::succeeded) {
      std::this_thread::yield();
    }
  }
};

TEST_F(Jobs, GoFromWaitingThroughProgressToTheirResult) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> half, go_on;
  board.submit(order("a", [&](job_progress& progress) -> outcome<std::string> {
    progress.done = 5;
    half.set_value();
    go_on.get_future().wait();
    return std::string{"result"};
  }));
  half.get_future().wait();
  EXPECT_EQ(board.find(service, "a")->state, job_state::executing);
  EXPECT_EQ(board.find(service, "a")->done, 5);
  go_on.set_value();
  settle(board);
  EXPECT_EQ(board.find(service, "a")->state, job_state::succeeded);
  EXPECT_EQ(board.find(service, "a")->result, "result");
  EXPECT_FALSE(board.find(service, "b"));
}

TEST_F(Jobs, SayWhyTheyFailed) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  board.submit(order("a", [](job_progress&) -> outcome<std::string> { return sandbox::problem{"too many tiles"}; }));
  settle(board);
  EXPECT_EQ(board.find(service, "a")->state, job_state::failed);
  EXPECT_EQ(board.find(service, "a")->message, "too many tiles");
}

TEST_F(Jobs, StayCancelledWhateverTheWorkGives) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> begun, go_on;
  std::atomic<bool> told = false;
  board.submit(order("a", [&](job_progress& progress) -> outcome<std::string> {
    begun.set_value();
    go_on.get_future().wait();
    told = progress.cancelled.load();
    return std::string{"result"};
  }));
  begun.get_future().wait();
  board.cancel(service, "a");
  EXPECT_EQ(board.find(service, "a")->state, job_state::cancelling); // until the work has noticed
  go_on.set_value();
  settle(board);
  EXPECT_TRUE(told);
  EXPECT_EQ(board.find(service, "a")->state, job_state::cancelled);
}

TEST_F(Jobs, AreNotSeenFinishedBeforeTheirShortestTime) {
  sandbox::job_board slow{results_, {500, 1000}, [this] { return now_.load(); }};
  slow.submit(order("a", [](job_progress& progress) -> outcome<std::string> {
    progress.done = 10;
    return std::string{"result"};
  }));
  now_ += 250;
  while (slow.find(service, "a")->done != 5)
    std::this_thread::yield(); // until the work is over, and then half of it shows
  EXPECT_EQ(slow.find(service, "a")->state, job_state::executing);
  EXPECT_EQ(slow.find(service, "a")->result, "");
  now_ += 250;
  EXPECT_EQ(slow.find(service, "a")->state, job_state::succeeded);
  EXPECT_EQ(slow.find(service, "a")->result, "result");
}

TEST_F(Jobs, AreForgottenWithTheirFile) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  auto job = order("a", [this](job_progress&) -> outcome<std::string> {
    const auto draft = results_.draft();
    std::ofstream{draft} << "content";
    return results_.publish(draft, "key");
  });
  job.gives_file = true;
  board.submit(std::move(job));
  settle(board);
  EXPECT_EQ(board.find(service, "a")->result, "key");
  now_ += 1000;
  EXPECT_FALSE(board.find(service, "a"));
}

TEST_F(Jobs, FailWhereTheirWorkThrowsAndTheNextGoesOn) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  for (const char* id : {"a", "b", "c"}) // more than there are workers
    board.submit(order(id, [](job_progress&) -> outcome<std::string> { throw std::out_of_range{"a mistake"}; }));
  settle(board);
  EXPECT_EQ(board.find(service, "a")->state, job_state::failed);
  EXPECT_NE(board.find(service, "c")->message.find("a mistake"), std::string::npos);
}

TEST_F(Jobs, BelongToTheirServiceAlone) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> go_on;
  board.submit(order("a", [&](job_progress&) -> outcome<std::string> {
    go_on.get_future().wait();
    return std::string{"result"};
  }));
  EXPECT_TRUE(board.find(service, "a"));
  EXPECT_FALSE(board.find("Field/FeatureServer", "a"));
  board.cancel("Field/FeatureServer", "a");
  go_on.set_value();
  settle(board);
  EXPECT_EQ(board.find(service, "a")->state, job_state::succeeded);
}

TEST_F(Jobs, DoNotFailBeforeTheirShortestTimeButAreCancelledAtOnce) {
  sandbox::job_board slow{results_, {500, 1000}, [this] { return now_.load(); }};
  std::promise<void> over;
  for (const char* id : {"a", "b"})
    slow.submit(order(id, [](job_progress&) -> outcome<std::string> { return sandbox::problem{"too many tiles"}; }));
  slow.submit(order("c", [&](job_progress&) -> outcome<std::string> {
    over.set_value();
    return std::string{};
  }));
  over.get_future().wait(); // one of the two workers has come so far: at most one of the first two is left
  slow.cancel(service, "b");
  EXPECT_EQ(slow.find(service, "a")->state, job_state::fresh);
  EXPECT_EQ(slow.find(service, "a")->message, "");
  EXPECT_EQ(slow.find(service, "b")->state, job_state::cancelled);
  now_ += 500;
  while (slow.find(service, "a")->state != job_state::failed)
    std::this_thread::yield();
  EXPECT_EQ(slow.find(service, "a")->message, "too many tiles");
  EXPECT_EQ(slow.find(service, "b")->state, job_state::cancelled);
}

TEST_F(Jobs, WithoutAFileAreForgottenSomeTimeAfterTheirEnd) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  board.submit(order("a", [](job_progress&) -> outcome<std::string> { return sandbox::problem{"no"}; }));
  settle(board);
  now_ += 999;
  EXPECT_TRUE(board.find(service, "a"));
  now_ += 1;
  EXPECT_FALSE(board.find(service, "a"));
}

TEST_F(Jobs, PassThroughAllStatesAndPhasesWithinTheirShortestTime) {
  sandbox::job_board slow{results_, {1000, 1000}, [this] { return now_.load(); }};
  std::promise<void> done;
  auto job = order("a", [&](job_progress& progress) -> outcome<std::string> {
    progress.phase = 1;
    done.set_value();
    return std::string{"result"};
  });
  job.phases = {"rows", "files"};
  slow.submit(std::move(job));
  done.get_future().wait();
  const std::int64_t begin = now_;
  std::vector<job_state> seen;
  std::vector<std::string> phases;
  while (seen.empty() || seen.back() != job_state::succeeded) {
    const auto view = slow.find(service, "a");
    ASSERT_TRUE(view);
    if (seen.empty() || seen.back() != view->state)
      seen.push_back(view->state);
    if (phases.empty() || phases.back() != view->phase)
      phases.push_back(view->phase);
    now_ = std::min<std::int64_t>(begin + 1000, now_ + 10);
    std::this_thread::yield();
  }
  EXPECT_EQ(seen,
    (std::vector{
      job_state::fresh, job_state::submitted, job_state::waiting, job_state::executing, job_state::succeeded}));
  EXPECT_EQ(phases, (std::vector<std::string>{"rows", "files"}));
}

TEST_F(Jobs, AreInTheStateThatTheyWereEndedWithForGood) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> begun, go_on;
  std::atomic<bool> told = false;
  board.submit(order("a", [&](job_progress& progress) -> outcome<std::string> {
    begun.set_value();
    go_on.get_future().wait();
    told = progress.cancelled.load();
    return std::string{"result"};
  }));
  begun.get_future().wait();
  board.end("a", job_state::timed_out, "it took too long");
  go_on.set_value();
  settle(board);
  EXPECT_TRUE(told);
  const auto view = board.find(service, "a");
  EXPECT_EQ(view->state, job_state::timed_out);
  EXPECT_EQ(view->message, "it took too long");
  EXPECT_EQ(view->result, "");
  board.cancel(service, "a");
  EXPECT_EQ(board.find(service, "a")->state, job_state::timed_out);
}

TEST_F(Jobs, KeepTheirResultWhereTheyCompleteWithErrors) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> begun, go_on;
  board.submit(order("a", [&](job_progress&) -> outcome<std::string> {
    begun.set_value();
    go_on.get_future().wait();
    return std::string{"result"};
  }));
  begun.get_future().wait();
  board.end("a", job_state::completed_with_errors, "one row was left out");
  EXPECT_EQ(board.find(service, "a")->state, job_state::executing);
  go_on.set_value();
  settle(board);
  EXPECT_EQ(board.find(service, "a")->state, job_state::completed_with_errors);
  EXPECT_EQ(board.find(service, "a")->message, "one row was left out");
  EXPECT_EQ(board.find(service, "a")->result, "result");
}

TEST_F(Jobs, SayWhatACancellationLeavesThemIn) {
  std::promise<void> begun, go_on; // must outlive the board, whose last job may still wait
  const auto waiting = go_on.get_future().share();
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  board.submit(order("done", [](job_progress&) -> outcome<std::string> { return std::string{"result"}; }));
  settle(board);
  for (const char* id : {"a", "b"}) {
    board.submit(order(id, [&, id](job_progress&) -> outcome<std::string> {
      if (id == std::string{"a"})
        begun.set_value();
      waiting.wait();
      return std::string{"result"};
    }));
  }
  board.submit(order("c", [](job_progress&) -> outcome<std::string> { return std::string{"result"}; }));
  begun.get_future().wait();
  EXPECT_EQ(board.cancel(service, "done"), job_state::succeeded);
  EXPECT_EQ(board.cancel(service, "a"), job_state::cancelling);
  EXPECT_EQ(board.cancel(service, "nobody"), std::nullopt);
  EXPECT_EQ(board.cancel(service, "c"), job_state::cancelled);
  go_on.set_value();
}

TEST_F(Jobs, AreRefusedWhereTooManyWait) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> go_on;
  const auto waiting = go_on.get_future().share();
  const auto work = [waiting](job_progress&) -> outcome<std::string> { return waiting.wait(), std::string{}; };
  int taken = 0;
  while (taken < 2000 && board.submit(order("job-" + std::to_string(taken), work)))
    ++taken;
  EXPECT_GE(taken, 500);
  EXPECT_LT(taken, 510);
  EXPECT_FALSE(board.find(service, "job-" + std::to_string(taken)));
  board.cancel(service, "job-" + std::to_string(taken - 1)); // makes room
  EXPECT_TRUE(board.submit(order("late", work)));
  go_on.set_value();
}

TEST_F(Jobs, BearAClockThatStepsBack) {
  sandbox::job_board slow{results_, {500, 1000}, [this] { return now_.load(); }};
  auto job = order("a", [](job_progress& progress) -> outcome<std::string> {
    progress.done = 10;
    return std::string{"result"};
  });
  job.phases = {"rows", "files"};
  slow.submit(std::move(job));
  now_ -= 100'000;
  const auto view = slow.find(service, "a");
  EXPECT_EQ(view->state, job_state::fresh);
  EXPECT_EQ(view->phase, "rows");
  EXPECT_EQ(view->done, 0);
}

TEST_F(Jobs, DoTheirWorkAlsoWhenNobodyKnowsThemAnyMore) {
  sandbox::job_board board{results_, {0, 1000}, [this] { return now_.load(); }};
  std::promise<void> begun, go_on, made;
  board.submit(order("a", [&](job_progress& progress) -> outcome<std::string> {
    begun.set_value();
    go_on.get_future().wait();
    if (!progress.cancelled)
      made.set_value();
    return std::string{};
  }));
  begun.get_future().wait();
  board.hide("a");
  EXPECT_FALSE(board.find(service, "a"));
  go_on.set_value();
  settle(board);
  EXPECT_EQ(made.get_future().wait_for(std::chrono::seconds{0}), std::future_status::ready);
  EXPECT_FALSE(board.find(service, "a"));
}

} // namespace
