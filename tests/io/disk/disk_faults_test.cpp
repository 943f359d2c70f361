#include "tests/io/disk/disk_samples.hpp"
#include "tests/support/faulty_calls.hpp"
#include "tests/support/seed.hpp"

#include <gmock/gmock.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <random>
#include <span>
#include <vector>

namespace io {
namespace {

namespace fs = std::filesystem;

core::package_files sample_files() {
  core::package_files files;
  files.files = {{"p13/mobile_map.mmap", "{\"map\":{}}"}, {"package.info", "{\"guid\":\"feed\"}"}};
  files.report = "{}";
  files.guid = "feed";
  files.keep = {"a.geodatabase"};
  return files;
}

/// The life of a package, from nothing to in place; the first failure ends it.
proto::outcome make_package(disk_bench& bench) {
  if (auto failed = bench.prepare(bench.target()))
    return failed;
  if (!fs::exists(bench.part_path("a.geodatabase"))) {
    auto part = bench.open("a.part");
    if (!part)
      return part.error();
    if (auto failed = (*part)->write(0, std::as_bytes(std::span("content", 7))))
      return failed;
    if (auto failed = bench.sync("a.part"))
      return failed;
    if (auto failed = bench.finish("a.part", "a.geodatabase"))
      return failed;
  }
  return bench.assemble(sample_files());
}

/// Either no loader takes the target for a package, or it is whole.
void expect_whole_or_none(const disk_bench& bench) {
  if (!fs::exists(bench.target() + "/package.info"))
    return;
  EXPECT_EQ(read_file(bench.target() + "/package.info"), "{\"guid\":\"feed\"}");
  EXPECT_EQ(read_file(bench.target() + "/p13/a.geodatabase"), "content");
  EXPECT_EQ(read_file(bench.target() + "/p13/mobile_map.mmap"), "{\"map\":{}}");
}

/// What a later life does: go on from wherever the earlier one ended.
void expect_ends_well(disk_bench& bench) {
  bench.restart();
  if (!fs::exists(bench.target() + "/package.info")) {
    const auto failed = make_package(bench);
    EXPECT_FALSE(failed) << (failed ? proto::describe(*failed) : "");
  }
  const auto failed = bench.assemble(sample_files());
  EXPECT_FALSE(failed) << (failed ? proto::describe(*failed) : "");
  EXPECT_TRUE(fs::exists(bench.target() + "/package.info"));
  EXPECT_FALSE(fs::exists(bench.target() + "/mapferry-job.json"));
  EXPECT_FALSE(fs::exists(bench.target() + ".partial"));
  expect_whole_or_none(bench);
}

TEST(DiskFaults, EveryRefusedCallIsToldAndTheNextTryEndsWell) {
  int calls = 0;
  {
    disk_bench bench;
    faults::calls::start(0);
    ASSERT_FALSE(make_package(bench));
    faults::calls::stop();
    calls = faults::calls::count();
  }
  ASSERT_GT(calls, 20);
  for (int call = 1; call <= calls; ++call) {
    disk_bench bench;
    faults::calls::start(call);
    const auto failed = make_package(bench);
    faults::calls::stop();
    SCOPED_TRACE("call " + std::to_string(call) + ": " + faults::calls::names()[static_cast<std::size_t>(call) - 1]);
    ASSERT_TRUE(faults::calls::failed());
    EXPECT_TRUE(failed) << "nobody was told";
    EXPECT_TRUE(!failed || failed->code == proto::failure_code::disk_error) << proto::describe(*failed);
    expect_whole_or_none(bench);
    expect_ends_well(bench);
  }
}

TEST(DiskFaults, ARemovalThatWasBrokenOffAnywhereIsEndedByTheNext) {
  for (int call = 1, calls = 1; call <= calls; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    disk_bench bench;
    ASSERT_FALSE(bench.prepare(bench.target()));
    bench.put_part("a.part", "content");
    write_file(bench.target() + ".report.json", "{}");
    faults::calls::start(call);
    const auto failed = bench.remove_staging();
    faults::calls::stop();
    calls = std::max(calls, faults::calls::count());
    EXPECT_EQ(static_cast<bool>(failed), faults::calls::failed()) << "nobody was told";
    EXPECT_FALSE(bench.remove_staging());
    // The copy, which tells whose it is, goes last: an empty folder may stay, and nothing else.
    fs::remove(bench.target() + ".partial");
    EXPECT_TRUE(fs::is_empty(bench.maps()));
  }
}

TEST(DiskFaults, APartIsSyncedBeforeItsNameAndThePackageBeforeItsPlace) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  auto part = bench.open("a.part");
  ASSERT_TRUE(part);
  ASSERT_FALSE((*part)->write(0, std::as_bytes(std::span("content", 7))));
  faults::calls::start(0);
  ASSERT_FALSE(bench.finish("a.part", "a.geodatabase"));
  faults::calls::stop();
  EXPECT_THAT(faults::calls::names(), testing::ElementsAre("fdatasync", "renameat", "fsync"));
  faults::calls::start(0);
  ASSERT_FALSE(bench.assemble(sample_files()));
  faults::calls::stop();
  const auto& names = faults::calls::names();
  ASSERT_GE(names.size(), 5u);
  EXPECT_THAT(
    std::vector(names.end() - 5, names.end()), testing::ElementsAre("fsync", "renameat", "fsync", "unlinkat", "fsync"));
}

TEST(DiskFaults, APartWhoseSyncFailedIsNotTrustedUntilItIsOpenedAgain) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  ASSERT_TRUE(bench.open("a.part"));
  faults::calls::start(1);
  EXPECT_TRUE(bench.sync("a.part"));
  faults::calls::stop();
  EXPECT_TRUE(bench.sync("a.part"));
  EXPECT_TRUE(bench.finish("a.part", "a.geodatabase"));
  EXPECT_FALSE(fs::exists(bench.part_path("a.geodatabase")));
  ASSERT_TRUE(bench.open("a.part"));
  EXPECT_FALSE(bench.sync("a.part"));
  EXPECT_FALSE(bench.finish("a.part", "a.geodatabase"));
}

TEST(DiskFaults, AProcessKilledAtAnyMomentLeavesAWholePackageOrNone) {
  std::mt19937_64 random(test_seed());
  for (int round = 0; round < 40; ++round) {
    disk_bench bench;
    bench.stop();
    const auto child = ::fork();
    if (child == 0) {
      bench.restart();
      make_package(bench);
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    expect_whole_or_none(bench);
    expect_ends_well(bench);
  }
}

/// Runs in name spaces of its own; exit code 0 = good, 2 = not allowed to mount here.
int make_package_on_a_mount(disk_bench& bench) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return 2;
  fs::create_directories(bench.target());
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (::mount("tmpfs", bench.target().c_str(), "tmpfs", 0, nullptr) != 0)
    return 2;
  fs::create_directories(bench.target() + "/lost+found");
  bench.restart();
  if (bench.examine(bench.target()) || bench.prepare(bench.target()) || fs::exists(bench.target() + ".partial"))
    return 3;
  write_file(bench.target() + "/p13/a.geodatabase", "content");
  if (bench.assemble(sample_files()) || bench.assemble(sample_files()) || bench.remove_staging())
    return 4;
  expect_whole_or_none(bench);
  const bool is_whole =
    fs::exists(bench.target() + "/package.info") && !fs::exists(bench.target() + "/mapferry-job.json");
  return is_whole && fs::exists(bench.target() + ".report.json") && !testing::Test::HasFailure() ? 0 : 5;
}

TEST(DiskFaults, ATargetThatIsAMountPointIsBuiltInsideItself) {
  disk_bench bench;
  bench.stop();
  const auto child = ::fork();
  if (child == 0)
    ::_exit(make_package_on_a_mount(bench));
  int ended = -1;
  ::waitpid(child, &ended, 0);
  ASSERT_TRUE(WIFEXITED(ended));
  if (WEXITSTATUS(ended) == 2)
    std::cout << "not tried: this system does not let us mount\n";
  else
    EXPECT_EQ(WEXITSTATUS(ended), 0);
}

} // namespace
} // namespace io
