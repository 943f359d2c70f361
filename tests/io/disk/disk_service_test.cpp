#include "tests/io/disk/disk_samples.hpp"
#include "tests/io/disk/zip_builder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <span>
#include <vector>

namespace io {
namespace {

namespace fs = std::filesystem;
using code = proto::failure_code;

core::package_files sample_files(const std::string& guid = "feed") {
  core::package_files files;
  files.files = {{"p13/mobile_map.mmap", "{\"map\":{}}"}, {"package.info", "{\"guid\":\"" + guid + "\"}"}};
  files.report = "{\"job\":\"01A\"}";
  files.guid = guid;
  files.keep = {"a.geodatabase"};
  return files;
}

/// Names of everything below a folder.
std::vector<std::string> tree(const fs::path& root) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    names.push_back(entry.path().lexically_relative(root).string());
  std::ranges::sort(names);
  return names;
}

TEST(DiskService, ExaminingMakesNothing) {
  disk_bench bench;
  EXPECT_FALSE(bench.examine(bench.target("a/b/c")));
  EXPECT_TRUE(fs::is_empty(bench.maps()));
}

TEST(DiskService, RefusesTargetsThatAreNotBelowARoot) {
  disk_bench bench;
  for (const auto& target : {bench.maps(), bench.maps() + "/../elsewhere", std::string("/tmp"),
         std::string("relative/path"), bench.maps() + "/a/../../x", bench.maps() + "-other/a", std::string(),
         bench.maps() + "/a\nb", bench.maps() + "/./a"}) {
    const auto refused = bench.examine(target);
    ASSERT_TRUE(refused) << target;
    EXPECT_EQ(refused->code, code::directory_not_allowed) << target;
    EXPECT_TRUE(bench.prepare(target)) << target;
  }
  EXPECT_TRUE(fs::is_empty(bench.maps()));
}

TEST(DiskService, LooksAtBasemapsBelowRootsOfEitherKind) {
  const scratch_directory scratch;
  for (const auto* name : {"state", "maps", "basemaps"})
    fs::create_directory(scratch.at(name));
  disk_service disk(disk_options{scratch.at("state"), {scratch.at("maps")}, std::nullopt, {scratch.at("basemaps")}});
  for (const std::string folder : {"maps", "basemaps"}) {
    std::promise<proto::result<core::basemap_facts>> answer;
    const auto operation =
      disk.examine_basemap(scratch.at(folder + "/a.tpkx"), [&](auto facts) { answer.set_value(std::move(facts)); });
    const auto facts = answer.get_future().get();
    ASSERT_FALSE(facts);
    EXPECT_EQ(facts.error().code, code::reference_basemap_missing) << folder;
  }
}

TEST(DiskService, RefusesATargetThatHoldsSomething) {
  disk_bench bench;
  fs::create_directories(bench.target());
  EXPECT_FALSE(bench.examine(bench.target()));
  write_file(bench.target() + "/mine.txt", "x");
  EXPECT_EQ(bench.examine(bench.target())->code, code::directory_not_empty);
  EXPECT_EQ(bench.prepare(bench.target())->code, code::directory_not_empty);
}

TEST(DiskService, FollowsNoLinkBelowARoot) {
  disk_bench bench;
  const auto elsewhere = bench.scratch().at("elsewhere");
  fs::create_directories(elsewhere);
  fs::create_symlink(elsewhere, bench.target("link"));
  fs::create_symlink(elsewhere, bench.target("other.partial"));
  for (const auto* target : {"link", "link/map", "link/a/b", "other"}) {
    EXPECT_TRUE(bench.examine(bench.target(target))) << target;
    EXPECT_TRUE(bench.prepare(bench.target(target))) << target;
  }
  EXPECT_TRUE(fs::is_empty(elsewhere));
  // Links that appear later, in place of our own folders, are no way out either.
  ASSERT_FALSE(bench.prepare(bench.target()));
  fs::remove_all(bench.target() + ".partial/p13");
  fs::create_symlink(elsewhere, bench.target() + ".partial/p13");
  EXPECT_FALSE(bench.open("a.part"));
  EXPECT_FALSE(bench.remove_staging());
  EXPECT_TRUE(fs::exists(elsewhere));
  EXPECT_TRUE(fs::is_empty(elsewhere));
}

TEST(DiskService, PreparesParentsAndKeepsTheJobCopy) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target("north/2024/central")));
  const auto staging = bench.target("north/2024/central.partial");
  EXPECT_TRUE(fs::is_directory(staging + "/p13"));
  EXPECT_EQ(read_file(staging + "/mapferry-job.json"), R"({"v":1,"id":"01A"})");
  EXPECT_FALSE(fs::exists(bench.target("north/2024/central")));
}

TEST(DiskService, PreparingAgainKeepsThePartsOfTheSameJobAndRefusesAnother) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.part", "content");
  ASSERT_FALSE(bench.prepare(bench.target()));
  EXPECT_EQ(read_file(bench.part_path("a.part")), "content");
  EXPECT_EQ(bench.prepare(bench.target(), "01B")->code, code::directory_in_use);
}

TEST(DiskService, LeavesAFolderOfSomebodyElseUnderThePartialName) {
  disk_bench bench;
  fs::create_directories(bench.target() + ".partial");
  write_file(bench.target() + ".partial/theirs", "x");
  EXPECT_EQ(bench.examine(bench.target())->code, code::directory_not_empty);
  EXPECT_EQ(bench.prepare(bench.target())->code, code::directory_not_empty);
  EXPECT_TRUE(fs::exists(bench.target() + ".partial/theirs"));
}

TEST(DiskService, WritesPartsAtOffsetsAndReadsThemBack) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  auto file = bench.open("a.part");
  ASSERT_TRUE(file);
  ASSERT_FALSE((*file)->reserve(1u << 20));
  EXPECT_EQ(fs::file_size(bench.part_path("a.part")), 0u); // reserving changes nothing that is read
  ASSERT_FALSE((*file)->write(5, std::as_bytes(std::span("world", 5))));
  ASSERT_FALSE((*file)->write(0, std::as_bytes(std::span("hello", 5))));
  std::array<std::byte, 64> bytes{};
  const auto got = (*file)->read(0, bytes);
  ASSERT_TRUE(got);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), *got), "helloworld");
  EXPECT_FALSE(bench.sync("a.part"));
  // Opening again keeps what is there.
  ASSERT_TRUE(bench.open("a.part"));
  EXPECT_EQ(read_file(bench.part_path("a.part")), "helloworld");
}

TEST(DiskService, ReservingCutsOffWhatALongerFileLeft) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.part", "an older, longer file");
  auto file = bench.open("a.part");
  ASSERT_TRUE(file);
  ASSERT_FALSE((*file)->reserve(5));
  EXPECT_EQ(read_file(bench.part_path("a.part")), "an ol");
  ASSERT_FALSE((*file)->reserve(9));
  EXPECT_EQ(read_file(bench.part_path("a.part")), "an ol");
}

TEST(DiskService, RefusesPartNamesThatArePaths) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  for (const auto* name : {"../x", "a/b", "", ".", "..", ".hidden"})
    EXPECT_FALSE(bench.open(name)) << name;
}

TEST(DiskService, SyncingAPartThatIsNotThereFails) {
  disk_bench bench;
  EXPECT_TRUE(bench.sync("a.part")); // nothing prepared
  ASSERT_FALSE(bench.prepare(bench.target()));
  const auto failed = bench.sync("a.part");
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->code, code::disk_error);
  EXPECT_TRUE(failed->worth_retrying);
}

TEST(DiskService, FinishingTwiceIsSuccess) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.part", "content");
  EXPECT_FALSE(bench.finish("a.part", "a.geodatabase"));
  EXPECT_FALSE(bench.finish("a.part", "a.geodatabase"));
  EXPECT_EQ(read_file(bench.part_path("a.geodatabase")), "content");
  EXPECT_FALSE(fs::exists(bench.part_path("a.part")));
  EXPECT_TRUE(bench.finish("b.part", "b.geodatabase"));
}

TEST(DiskService, DiscardingTakesSidecarsToo) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  for (const auto* ending : {"", "-wal", "-shm", "-journal"})
    write_file(bench.part_path(std::string("a.part") + ending), "x");
  EXPECT_FALSE(bench.ask([&](auto done) { return bench.disk().discard(bench.part("a.part"), done); }));
  EXPECT_TRUE(fs::is_empty(bench.target() + ".partial/p13"));
  EXPECT_FALSE(bench.ask([&](auto done) { return bench.disk().discard(bench.part("a.part"), done); }));
}

TEST(DiskService, AssemblesExactlyThePackage) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.part", "content");
  bench.put_part("left.part", "left over");
  write_file(bench.part_path("a.geodatabase-wal"), "x");
  ASSERT_FALSE(bench.finish("a.part", "a.geodatabase"));
  const auto failed = bench.assemble(sample_files());
  ASSERT_FALSE(failed) << (failed ? proto::describe(*failed) : "");
  EXPECT_THAT(tree(bench.maps()),
    testing::UnorderedElementsAre("central", "central.report.json", "central/p13", "central/p13/a.geodatabase",
      "central/p13/mobile_map.mmap", "central/package.info"));
  EXPECT_EQ(read_file(bench.target() + ".report.json"), "{\"job\":\"01A\"}");
}

TEST(DiskService, LettersOfATilePackageAreCopiedBesideAStyle) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  make_zip(bench.part_path("a.vtpk"),
    {{"p12/resources/fonts/Noto Sans/0-255.pbf", "letters"}, {"p12/resources/fonts/Noto Sans/info.txt", "x"},
      {"p12/resources/fonts/.hidden/0-255.pbf", "x"}, {"p12/resources/fonts/0-255.pbf", "x"}, {"p12/root.json", "{}"}});
  auto files = sample_files();
  files.keep = {"a.vtpk"};
  files.files.insert(files.files.begin(), {"p13/a-style1/styles/root.json", "{}"});
  files.fonts = {{"a.vtpk", "a-style1"}};
  write_file(bench.part_path("a-style0"), "left over by an earlier try");
  const auto failed = bench.assemble(files);
  ASSERT_FALSE(failed) << (failed ? proto::describe(*failed) : "");
  EXPECT_THAT(tree(bench.target()),
    testing::UnorderedElementsAre("package.info", "p13", "p13/a.vtpk", "p13/mobile_map.mmap", "p13/a-style1",
      "p13/a-style1/styles", "p13/a-style1/styles/root.json", "p13/a-style1/fonts", "p13/a-style1/fonts/Noto Sans",
      "p13/a-style1/fonts/Noto Sans/0-255.pbf"));
  const auto letters = bench.target() + "/p13/a-style1/fonts/Noto Sans/0-255.pbf";
  EXPECT_EQ(read_file(letters), "letters");
  EXPECT_EQ(static_cast<unsigned>(fs::status(letters).permissions()), 0640u);
  EXPECT_EQ(static_cast<unsigned>(fs::status(bench.target() + "/p13/a-style1/fonts").permissions()), 02750u);
}

TEST(DiskService, RefusesFilesOfAPackageThatLieElsewhere) {
  for (const auto* path : {"../x", "p13/../x", "p13//x", "p13/a/.x", "other/x", "p13/"}) {
    disk_bench bench;
    ASSERT_FALSE(bench.prepare(bench.target()));
    bench.put_part("a.geodatabase", "content");
    auto files = sample_files();
    files.files.insert(files.files.begin(), {path, "x"});
    EXPECT_TRUE(bench.assemble(files)) << path;
  }
}

TEST(DiskService, AssemblingAgainIsSuccessAndChangesNothing) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.geodatabase", "content");
  ASSERT_FALSE(bench.assemble(sample_files()));
  const auto before = tree(bench.maps());
  EXPECT_FALSE(bench.assemble(sample_files()));
  EXPECT_EQ(tree(bench.maps()), before);
  EXPECT_TRUE(bench.assemble(sample_files("another"))); // a package of another job is not ours
  EXPECT_EQ(tree(bench.maps()), before);
}

TEST(DiskService, AnEmptyTargetIsReplacedAndOneThatFilledUpIsNot) {
  disk_bench bench;
  fs::create_directories(bench.target());
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.geodatabase", "content");
  write_file(bench.target() + "/theirs", "x");
  EXPECT_EQ(bench.assemble(sample_files())->code, code::directory_not_empty);
  EXPECT_TRUE(fs::exists(bench.part_path("a.geodatabase")));
  fs::remove(bench.target() + "/theirs");
  EXPECT_FALSE(bench.assemble(sample_files()));
  EXPECT_TRUE(fs::exists(bench.target() + "/package.info"));
}

TEST(DiskService, NoPackageWithoutItsData) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  EXPECT_TRUE(bench.assemble(sample_files())); // a.geodatabase was never downloaded
  EXPECT_FALSE(fs::exists(bench.target()));
  EXPECT_FALSE(fs::exists(bench.target() + ".partial/package.info"));
}

TEST(DiskService, RemovingTheStagingLeavesNothingAndNeverAPackage) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.geodatabase", "content");
  EXPECT_FALSE(bench.remove_staging());
  EXPECT_TRUE(fs::is_empty(bench.maps()));
  EXPECT_FALSE(bench.remove_staging());
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.geodatabase", "content");
  ASSERT_FALSE(bench.assemble(sample_files()));
  const auto before = tree(bench.maps());
  EXPECT_FALSE(bench.remove_staging());
  EXPECT_EQ(tree(bench.maps()), before);
}

TEST(DiskService, RemovingTheStagingLeavesWhatIsOfAnotherJobOrOfNobody) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target(), "01B"));
  bench.put_part("a.geodatabase", "content");
  write_file(bench.target() + ".report.json", "{}");
  const auto others = tree(bench.maps());
  EXPECT_FALSE(bench.remove_staging("01A"));
  EXPECT_EQ(tree(bench.maps()), others);
  fs::remove(bench.target() + ".partial/mapferry-job.json");
  const auto nobodys = tree(bench.maps());
  EXPECT_FALSE(bench.remove_staging("01B"));
  EXPECT_EQ(tree(bench.maps()), nobodys);
}

TEST(DiskService, HandsOverAPackageThatAnEarlierLifeOnlyPutInPlace) {
  disk_bench bench;
  ASSERT_FALSE(bench.prepare(bench.target()));
  bench.put_part("a.geodatabase", "content");
  ASSERT_FALSE(bench.assemble(sample_files()));
  const auto rights = [](const std::string& path) { return static_cast<unsigned>(fs::status(path).permissions()); };
  for (const auto* path : {"/p13/a.geodatabase", "/package.info", "/p13", "", ".report.json"})
    fs::permissions(bench.target() + path, fs::perms::owner_all);
  ASSERT_FALSE(bench.assemble(sample_files()));
  EXPECT_EQ(rights(bench.target() + "/p13/a.geodatabase"), 0640u);
  EXPECT_EQ(rights(bench.target() + "/package.info"), 0640u);
  EXPECT_EQ(rights(bench.target() + ".report.json"), 0640u);
  EXPECT_EQ(rights(bench.target() + "/p13"), 02750u);
  EXPECT_EQ(rights(bench.target()), 02750u);
}

TEST(DiskService, KeepsPlansByJob) {
  disk_bench bench;
  auto save = [&](const std::string& job, const std::string& text) {
    return bench.ask([&](auto done) { return bench.disk().save_plan(job, text, done); });
  };
  auto load = [&](const std::string& job) {
    return bench.ask<proto::result<std::string>>([&](auto done) { return bench.disk().load_plan(job, done); });
  };
  EXPECT_FALSE(load("01A"));
  ASSERT_FALSE(save("01A", "first"));
  ASSERT_FALSE(save("01A", "second"));
  EXPECT_EQ(*load("01A"), "second");
  EXPECT_TRUE(save("../01A", "x"));
  EXPECT_FALSE(bench.ask([&](auto done) { return bench.disk().remove_plan("01A", done); }));
  EXPECT_FALSE(load("01A"));
  EXPECT_FALSE(bench.ask([&](auto done) { return bench.disk().remove_plan("01A", done); }));
}

TEST(DiskService, TellsTheFreeSpaceOfATargetThatIsNotThereYet) {
  disk_bench bench;
  const auto space = bench.ask<proto::result<std::uint64_t>>(
    [&](auto done) { return bench.disk().free_space(bench.target("a/b/c"), done); });
  ASSERT_TRUE(space);
  EXPECT_GT(*space, 0u);
}

TEST(DiskService, AnOperationThatIsDestroyedBeforeItsTurnIsNotCalledBack) {
  disk_bench bench;
  std::promise<void> hold;
  auto held = hold.get_future().share();
  std::atomic<int> called{0};
  const auto first = bench.disk().examine_target(bench.target(), [&, held](proto::outcome) {
    held.wait();
    ++called;
  });
  auto second = bench.disk().prepare(bench.target(), "{}", [&](proto::outcome) { ++called; });
  second.reset();
  hold.set_value();
  EXPECT_FALSE(bench.examine(bench.target())); // in order: the two are over
  EXPECT_EQ(called, 1);
  EXPECT_FALSE(fs::exists(bench.target() + ".partial"));
}

TEST(DiskService, StoppingDropsWhatIsQueued) {
  std::atomic<int> called{0};
  std::vector<core::operation_ptr> operations;
  {
    disk_bench bench;
    for (int i = 0; i < 200; ++i)
      operations.push_back(bench.disk().examine_target(bench.target(), [&](proto::outcome) { ++called; }));
  }
  const int at_end = called;
  EXPECT_LE(at_end, 200);
  operations.clear();
  EXPECT_EQ(called, at_end);
}

} // namespace
} // namespace io
