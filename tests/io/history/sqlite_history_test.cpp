#include "io/history/sqlite_history.hpp"
#include "tests/support/scratch_directory.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace io {
namespace {

proto::job_view finished(const std::string& id, std::int64_t ended_at, const std::string& title = "Central") {
  proto::job_view job;
  job.id = id;
  job.title = title;
  job.phase = proto::job_phase::done;
  job.target = "/maps/" + id;
  job.progress = 100;
  job.ended_at = ended_at;
  return job;
}

std::unique_ptr<sqlite_history> open(const std::string& state) {
  auto history = sqlite_history::open(state);
  EXPECT_TRUE(history) << (history ? "" : proto::describe(history.error()));
  return history ? std::move(*history) : nullptr;
}

std::vector<std::string> ids(sqlite_history& history) {
  const auto jobs = history.list();
  EXPECT_TRUE(jobs);
  std::vector<std::string> names;
  for (const auto& job : *jobs)
    names.push_back(job.id);
  return names;
}

using names = std::vector<std::string>;

TEST(SqliteHistory, ListsTheNewestFirstAlsoAfterItWasClosed) {
  const scratch_directory scratch;
  {
    auto history = open(scratch.path());
    ASSERT_FALSE(history->append(finished("01A", 300)));
    ASSERT_FALSE(history->append(finished("01C", 100)));
    ASSERT_FALSE(history->append(finished("01B", 200)));
  }
  auto history = open(scratch.path());
  EXPECT_EQ(ids(*history), (names{"01A", "01B", "01C"}));
  EXPECT_EQ(history->list()->front().target, "/maps/01A");
}

TEST(SqliteHistory, AddingTheSameJobAgainReplacesItAndForgettingIsRepeatable) {
  const scratch_directory scratch;
  auto history = open(scratch.path());
  ASSERT_FALSE(history->append(finished("01A", 1, "before")));
  ASSERT_FALSE(history->append(finished("01A", 2, "after")));
  ASSERT_EQ(ids(*history), names{"01A"});
  EXPECT_EQ(history->list()->front().title, "after");
  EXPECT_FALSE(history->forget("01A"));
  EXPECT_FALSE(history->forget("01A"));
  EXPECT_TRUE(ids(*history).empty());
}

TEST(SqliteHistory, RemembersWhatExportsCameToAlsoOfForgottenJobs) {
  const scratch_directory scratch;
  {
    auto history = open(scratch.path());
    auto job = finished("01A", 1);
    proto::layer_view tiles;
    tiles.kind = proto::export_kind::raster_tiles;
    tiles.service = "https://a/MapServer?x=1";
    tiles.phase = proto::layer_phase::done;
    tiles.bytes_total = 700;
    tiles.holds = 12;
    auto failed = tiles;
    failed.index = 1;
    failed.phase = proto::layer_phase::failed;
    job.layers = {tiles, failed};
    ASSERT_FALSE(history->append(job));
    ASSERT_FALSE(history->append(job)); // once more after a crash
    ASSERT_FALSE(history->forget("01A"));
  }
  const auto known = open(scratch.path())->experience();
  ASSERT_TRUE(known);
  ASSERT_EQ(known->size(), 1u);
  EXPECT_EQ(known->front().service, "https://a/MapServer");
  EXPECT_EQ(known->front().kind, proto::export_kind::raster_tiles);
  EXPECT_EQ(known->front().holds, 12u);
  EXPECT_EQ(known->front().bytes, 700u);
}

TEST(SqliteHistory, ADamagedFileIsPutAsideAndANewOneBegun) {
  for (const auto& content :
    {std::string("no database at all, but long enough to look at"), std::string(5000, '\xff')}) {
    const scratch_directory scratch;
    write_file(scratch.at("history.db"), content);
    auto history = open(scratch.path());
    EXPECT_TRUE(ids(*history).empty());
    EXPECT_FALSE(history->append(finished("01A", 1)));
    int aside = 0;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path()))
      if (entry.path().filename().string().starts_with("history.db.damaged-")) {
        ++aside;
        EXPECT_EQ(read_file(entry.path()), content);
      }
    EXPECT_EQ(aside, 1);
  }
}

TEST(SqliteHistory, AFolderThatIsNotThereIsAFailure) { EXPECT_FALSE(sqlite_history::open("/no/such/folder")); }

TEST(SqliteHistory, AProcessKilledWhileAddingLosesNothingItWasToldOf) {
  for (int round = 1; round <= 5; ++round) {
    const scratch_directory scratch;
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const auto child = ::fork();
    if (child == 0) {
      auto history = open(scratch.path());
      for (int i = 0;; ++i)
        if (history->append(finished("J" + std::to_string(1000 + i), i)) || ::write(told[1], &i, sizeof i) != sizeof i)
          ::_exit(1);
    }
    ::close(told[1]);
    int last = -1;
    for (int heard = 0; heard < 5 * round && ::read(told[0], &last, sizeof last) == sizeof last; ++heard) {
    }
    ::kill(child, SIGKILL);
    while (::read(told[0], &last, sizeof last) == sizeof last) {
    }
    ::waitpid(child, nullptr, 0);
    ::close(told[0]);
    EXPECT_GE(static_cast<int>(ids(*open(scratch.path())).size()), last + 1);
  }
}

} // namespace
} // namespace io
