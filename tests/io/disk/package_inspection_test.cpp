#include "io/disk/package_inspection.hpp"
#include "tests/io/disk/disk_samples.hpp"
#include "tests/support/fixtures.hpp"

#include <gmock/gmock.h>

namespace io {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A copy of the real package, to be changed.
class changed_package {
public:
  changed_package() {
    fs::copy(fixtures::path("packages/canyonlands-unpacked"), root(), fs::copy_options::recursive);
    for (const auto& entry : fs::recursive_directory_iterator(root()))
      fs::permissions(entry.path(), fs::perms::owner_all);
    fs::permissions(root(), fs::perms::owner_all);
  }

  fs::path root() const { return scratch_.path() / "package"; }
  std::string tiles() const { return (root() / "p13/07a691d9-dbdf-4fa2-bda1-021481fdbe8d.tpk").string(); }
  std::string data() const { return (root() / "p13/3b1fef0d-2cb0-4b6f-b526-9fe0a1ca3f69.geodatabase").string(); }

  void replace(const std::string& file, const std::string& from, const std::string& to) {
    auto text = read_file(root() / file);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write_file(root() / file, text.replace(at, from.size(), to));
  }
  package_facts inspect() const {
    const auto facts = inspect_package(root().string());
    EXPECT_TRUE(facts);
    return facts ? *facts : package_facts{};
  }

private:
  scratch_directory scratch_;
};

TEST(PackageInspection, ARealPackageIsReadAsItIs) {
  NEEDS_FIXTURES();
  const auto facts = inspect_package(fixtures::path("packages/canyonlands-unpacked").string());
  ASSERT_TRUE(facts);
  EXPECT_THAT(facts->problems, IsEmpty());
  EXPECT_EQ(facts->title, "canyonlands");
  EXPECT_TRUE(facts->snippet.empty() && facts->tags.empty());
  EXPECT_EQ(facts->version, "3.2");
  EXPECT_EQ(facts->created, 1563186117617);
  ASSERT_TRUE(facts->extent);
  EXPECT_DOUBLE_EQ((*facts->extent)[0], -110.24133730468584);
  EXPECT_DOUBLE_EQ((*facts->extent)[3], 38.573969987831696);
  ASSERT_EQ(facts->maps.size(), 1u);
  const auto& layers = facts->maps[0].layers;
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_TRUE(layers[0].is_basemap);
  EXPECT_EQ(layers[0].title, "World Imagery");
  const auto expected = fixtures::json(
    "packages/expected.json")["canyonlands-unpacked/p13/3b1fef0d-2cb0-4b6f-b526-9fe0a1ca3f69.geodatabase"]["tables"];
  for (std::size_t i : {1u, 2u}) {
    ASSERT_TRUE(layers[i].features);
    EXPECT_EQ(*layers[i].features, expected[layers[i].dataset]["current_rows"].get<std::uint64_t>())
      << layers[i].dataset;
  }
  ASSERT_EQ(facts->files.size(), 2u);
  EXPECT_EQ(facts->files[0].kind, "tpk");
  EXPECT_EQ(facts->files[0].bytes, 809'052u);
  EXPECT_EQ(facts->files[0].tiles, (std::map<int, std::uint64_t>{{10, 12}, {11, 30}}));
  EXPECT_EQ(facts->files[1].kind, "geodatabase");
  const auto json = to_json(*facts);
  EXPECT_EQ(json["files"][0]["tiles"]["10"], 12);
  EXPECT_EQ(json["maps"][0]["layers"][1]["itemId"], 1);
}

TEST(PackageInspection, ClosedRowsOfAnArchivedTableAreNotCounted) {
  NEEDS_FIXTURES();
  const auto facts = inspect_package(fixtures::path("packages/canyonlands-unpacked").string());
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->maps[0].layers[1].dataset, "CNP_Trails");
  EXPECT_EQ(*facts->maps[0].layers[1].features, 55u);
}

TEST(PackageInspection, EveryProblemIsNamed) {
  NEEDS_FIXTURES();
  struct change {
    std::string file, from, to, problem;
  };
  const std::string map = "p13/mobile_map.mmap", info = "package.info";
  for (const auto& [file, from, to, problem] :
    std::vector<change>{{info, "\"type\":\"Mobile Map Package\"", "\"type\":\"x\"", "type is not"},
      {info, "\"3.2\"", "\"6.0\"", "newer than any loader"}, {info, "\"3.2\"", "\"new\"", "version is not"},
      {info, "[\"mobile_map\"]", "[]", "names no map"},
      {info, "[\"mobile_map\"]", "[\"other\"]", "other.mmap cannot be read"},
      {info, "[\"mobile_map\"]", "[\"../mobile_map\"]", "is missing"},
      {info, "-110.24133730468584", "-210.2", "extent is not"},
      {info, "-110.24133730468584", "-100.2", "extent is not"}, {info, "{\"created\"", "{created", "is not JSON"},
      {map, "{\"item\"", "{\"iten\"", "lacks its members"}, {map, "file:./07a691d9", "file:./17a691d9", "is missing"},
      {map, "file:./07a691d9", "http:./07a691d9", "no file address"},
      {map, "file:./07a691d9", "file:/07a691d9", "reference basemap"},
      {map, "file:./3b1fef0d", "file:../3b1fef0d", "leaves the package"},
      {map, "file:./07a691d9", "file:../../07a691d9", "reference basemap"},
      {map, "?itemId=1", "?itemId=7", "no item 7"}, {map, "?itemId=1", "?itemId=x", "no file address"},
      {map, "?itemId=1", "", "no item for it"},
      {map, "ArcGISTiledMapServiceLayer", "VectorTileLayer", "has no file like"},
      {map, "https://services.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer",
        "https://services.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer?token=x", "token="}}) {
    changed_package package;
    package.replace(file, from, to);
    EXPECT_THAT(package.inspect().problems, Contains(HasSubstr(problem))) << from << " to " << to;
  }
}

TEST(PackageInspection, AReferenceBasemapLiesOutsideOfThePackage) {
  NEEDS_FIXTURES();
  changed_package package;
  const auto basemap = package.root().parent_path() / "city.tpk";
  fs::rename(package.tiles(), basemap);
  const auto name = "file:./" + fs::path(package.tiles()).filename().string();
  package.replace("p13/mobile_map.mmap", name, "file:" + basemap.string());
  EXPECT_THAT(package.inspect().problems, IsEmpty());
  package.replace("p13/mobile_map.mmap", "file:" + basemap.string(), "file:../../city.tpk");
  const auto facts = package.inspect();
  EXPECT_THAT(facts.problems, IsEmpty());
  EXPECT_EQ(facts.maps[0].layers[0].file, "../../city.tpk");
}

TEST(PackageInspection, FilesThatDoNotBelongOrAreDamagedAreNamed) {
  NEEDS_FIXTURES();
  changed_package package;
  write_file(package.root() / "notes.txt", "x");
  write_file(package.root() / "p13/orphan.tpkx", "x");
  fs::create_symlink("/etc/passwd", package.root() / "p13/link.tpkx");
  fs::resize_file(package.tiles(), 100'000);
  fs::resize_file(package.data(), 100'000);
  const auto problems = package.inspect().problems;
  EXPECT_THAT(problems, Contains(HasSubstr("notes.txt does not belong")));
  EXPECT_THAT(problems, Contains(HasSubstr("orphan.tpkx is used by no layer")));
  EXPECT_THAT(problems, Contains(HasSubstr("link.tpkx is not a file")));
  EXPECT_THAT(problems, Contains(HasSubstr(".tpk: ")));
  EXPECT_THAT(problems, Contains(HasSubstr(".geodatabase: it has 100000 bytes")));
}

TEST(PackageInspection, AnyOtherFolderIsNoPackageAndThatIsAllThatIsSaidOfIt) {
  scratch_directory scratch;
  write_file(scratch.path() / "notes.txt", "x");
  write_file(scratch.path() / "photo.jpg", "x");
  const auto facts = inspect_package(scratch.path().string());
  ASSERT_TRUE(facts);
  EXPECT_THAT(facts->problems, ElementsAre(HasSubstr("is no mobile map package")));
  EXPECT_EQ(facts->bytes, 0u);
  write_file(scratch.path() / "package.info", "{}");
  EXPECT_THAT(inspect_package(scratch.path().string())->problems, Contains(HasSubstr("no folder p13")));
}

TEST(PackageInspection, AFolderWithoutInfoIsNoPackageAndNoFolderIsAFailure) {
  NEEDS_FIXTURES();
  changed_package package;
  fs::remove(package.root() / "package.info");
  EXPECT_THAT(package.inspect().problems, Contains(HasSubstr("no .info file")));
  for (const auto* path : {"/no/such/folder", "/etc/passwd"}) {
    const auto failed = inspect_package(path);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, proto::failure_code::not_found);
  }
}

TEST(PackageInspection, AStyleBelongsToALayerAndIsThere) {
  NEEDS_FIXTURES();
  changed_package package;
  fs::create_directories(package.root() / "p13/a-style1/styles");
  EXPECT_THAT(package.inspect().problems, ElementsAre(HasSubstr("p13/a-style1 is the style of no layer")));
  const std::string tiles = "file:./07a691d9-dbdf-4fa2-bda1-021481fdbe8d.tpk\"";
  package.replace("p13/mobile_map.mmap", tiles, tiles + ",\"stylePath\":\"file:./a-style1/styles/root.json\"");
  EXPECT_THAT(package.inspect().problems, Contains(HasSubstr("its style file:./a-style1/styles/root.json is missing")));
  const auto before = package.inspect().bytes;
  write_file(package.root() / "p13/a-style1/styles/root.json", "{}");
  EXPECT_THAT(package.inspect().problems, IsEmpty());
  EXPECT_EQ(package.inspect().bytes, before + 2);
}

} // namespace
} // namespace io
