#include "io/disk/job_recovery.hpp"
#include "tests/io/disk/disk_samples.hpp"

#include <nlohmann/json.hpp>

namespace io {
namespace {

namespace fs = std::filesystem;

std::string copy_for(const std::string& id, const std::string& target) {
  proto::job_record job;
  job.id = id;
  job.request.portal = "https://portal.example";
  job.request.item = "0123456789abcdef0123456789abcdef";
  job.request.download_directory = target;
  job.request.parameters.area_of_interest = proto::envelope{0, 0, 1, 1, {.wkid = 4326, .latest_wkid = 0, .wkt = {}}};
  job.phase = proto::job_phase::running;
  job.plan_digest = "d";
  job.layer_count = 3;
  return to_json(job).dump();
}

TEST(JobRecovery, FindsJobsByTheCopyBesideTheirParts) {
  disk_bench bench;
  for (const auto& [id, name] : {std::pair{"01B", "deep/er/map"}, {"01A", "central"}})
    ASSERT_FALSE(bench.ask([&, id = id, name = name](auto done) {
      return bench.disk().prepare(bench.target(name), copy_for(id, bench.target(name)), done);
    }));
  fs::create_directories(bench.target("finished/p13"));
  write_file(bench.target("finished/package.info"), "{}");
  write_file(
    bench.target("finished/mapferry-job.json"), copy_for("01C", bench.target("finished"))); // killed before this went
  const auto found = recover_jobs({bench.maps(), bench.target("deep")});
  ASSERT_EQ(found.jobs.size(), 2u);
  EXPECT_EQ(found.jobs[0].id, "01A");
  EXPECT_EQ(found.jobs[1].request.download_directory, bench.target("deep/er/map"));
  for (const auto& job : found.jobs) {
    EXPECT_EQ(job.phase, proto::job_phase::queued);
    EXPECT_EQ(job.layer_count, 0);
    EXPECT_TRUE(job.plan_digest.empty());
  }
  EXPECT_TRUE(found.unreadable.empty());
}

TEST(JobRecovery, ARecoveredJobPreparesWhereItWas) {
  disk_bench bench;
  const auto copy = copy_for("01A", bench.target());
  ASSERT_FALSE(bench.ask([&](auto done) { return bench.disk().prepare(bench.target(), copy, done); }));
  const auto found = recover_jobs({bench.maps()});
  ASSERT_EQ(found.jobs.size(), 1u);
  EXPECT_FALSE(bench.examine(bench.target()));
  EXPECT_FALSE(bench.prepare(bench.target(), "01A"));
}

TEST(JobRecovery, AFolderThatSomebodyCopiedMakesNoSecondJob) {
  disk_bench bench;
  ASSERT_FALSE(
    bench.ask([&](auto done) { return bench.disk().prepare(bench.target(), copy_for("01A", bench.target()), done); }));
  fs::copy(bench.target() + ".partial", bench.target("copied.partial"), fs::copy_options::recursive);
  fs::create_symlink(bench.maps(), bench.target("loop"));
  EXPECT_EQ(recover_jobs({bench.maps()}).jobs.size(), 1u);
}

TEST(JobRecovery, CopiesThatCannotBeReadAreNamed) {
  disk_bench bench;
  for (const auto& text : std::vector<std::string>{"", "{", "[]", "{\"v\":1}", std::string(100'000, '[')}) {
    fs::create_directories(bench.target("a.partial"));
    write_file(bench.target("a.partial/mapferry-job.json"), text);
    const auto found = recover_jobs({bench.maps(), "/no/such/root"});
    EXPECT_TRUE(found.jobs.empty());
    EXPECT_EQ(found.unreadable, std::vector<std::string>{bench.target("a.partial/mapferry-job.json")});
  }
}

} // namespace
} // namespace io
