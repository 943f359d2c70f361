#include "io/log/log_writer.hpp"
#include "tests/support/scratch_directory.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <sstream>
#include <thread>
#include <vector>

namespace io {
namespace {

/// What a writer wrote to a file of its own.
template <class Use>
std::string written(log_options options, Use use) {
  const scratch_directory scratch;
  const int file = ::open(scratch.at("log").c_str(), O_WRONLY | O_CREAT, 0600);
  options.descriptor = file;
  {
    log_writer log(options);
    use(log);
  }
  ::close(file);
  return read_file(scratch.at("log"));
}

TEST(LogWriter, WritesWhatReachesTheLevelInOrder) {
  const auto text = written({.level = core::note_level::info}, [](log_writer& log) {
    log.note(core::note_level::debug, "hidden", {});
    log.note(core::note_level::info, "first", {{"job", "01A"}});
    log.note(core::note_level::error, "second", {});
    log.set_level(core::note_level::error);
    log.note(core::note_level::warning, "hidden", {});
  });
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
  EXPECT_LT(text.find("info first job=01A\n"), text.find("error second\n")) << text;
  EXPECT_EQ(text.find("hidden"), std::string::npos);
}

TEST(LogWriter, TheJournalGetsPrioritiesInsteadOfTimes) {
  const auto text = written({.to_journal = true}, [](log_writer& log) {
    log.note(core::note_level::warning, "busy", {{"host", "gis.example"}});
  });
  EXPECT_EQ(text, "<4>busy host=gis.example\n");
}

TEST(LogWriter, LinesOfManyThreadsStayWhole) {
  const auto text = written({.format = log_format::json}, [](log_writer& log) {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&log, thread] {
        for (int i = 0; i < 200; ++i)
          log.note(core::note_level::info, "n", {{"thread", thread}, {"i", i}});
      });
  });
  std::istringstream lines(text);
  std::string line;
  int count = 0;
  for (; std::getline(lines, line); ++count)
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  EXPECT_EQ(count, 800);
}

TEST(LogWriter, AReaderThatDoesNotReadNeverBlocksWhoWrites) {
  std::signal(SIGPIPE, SIG_IGN); // as the daemon does
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  {
    log_options options;
    options.descriptor = ends[1];
    auto log = std::make_unique<log_writer>(options);
    const auto before = std::chrono::steady_clock::now();
    for (int i = 0; i < 20'000; ++i)
      log->note(core::note_level::info, "n", {{"text", std::string(100, 'x')}});
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(30));
    ::close(ends[0]); // now nobody can read: what waits is lost, and the writer ends
    log.reset();
  }
  ::close(ends[1]);
}

TEST(LogWriter, AJobThatChangedIsADebugLine) {
  proto::job_view job;
  job.id = "01A";
  const auto text = written({.level = core::note_level::debug}, [&](log_writer& log) { log.job_changed(job); });
  EXPECT_NE(text.find("debug jobChanged"), std::string::npos) << text;
  EXPECT_NE(text.find("job=01A"), std::string::npos) << text;
}

} // namespace
} // namespace io
