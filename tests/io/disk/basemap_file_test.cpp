#include "io/disk/basemap_file.hpp"

#include "tests/io/disk/zip_builder.hpp"
#include "tests/support/fixtures.hpp"
#include "tests/support/scratch_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace io {
namespace {

namespace fs = std::filesystem;
using code = proto::failure_code;

class BasemapFile : public ::testing::Test {
protected:
  BasemapFile() { fs::create_directories(folder_.at("basemaps/city")); }

  std::string at(const std::string& name) const { return folder_.at("basemaps/" + name); }
  proto::result<core::basemap_facts> examine(const std::string& path) const {
    return examine_basemap(output_roots({folder_.at("basemaps")}), path, {});
  }
  code refused(const std::string& path) const {
    const auto facts = examine(path);
    return facts ? code::internal : facts.error().code;
  }
  /// With a bundle that nobody may read: it is damaged.
  static void make_tpkx(const std::string& path, const std::string& more = "") {
    auto root = make_root_json();
    root.insert(root.size() - 1, more);
    make_zip(path, {{"root.json", root}, {"tile/L00/R0000C0000.bundle", "no bundle"}});
  }

  scratch_directory folder_;
};

TEST_F(BasemapFile, SaysItsReferenceAndExtentAndNoTileIsRead) {
  make_tpkx(at("city/a.tpkx"),
    R"(,"fullExtent":{"xmin":1,"ymin":2,"xmax":3,"ymax":4,"spatialReference":{"wkid":102100,"latestWkid":3857}})");
  const auto facts = examine(at("city/a.tpkx"));
  ASSERT_TRUE(facts) << proto::describe(facts.error());
  EXPECT_EQ(facts->extension, "tpkx");
  EXPECT_EQ(facts->spatial_reference, (proto::spatial_reference{102100, 3857, {}}));
  EXPECT_EQ(facts->extent, (proto::envelope{1, 2, 3, 4, {102100, 3857, {}}}));
}

TEST_F(BasemapFile, OfWhichTheExtentIsNotToldHasNone) {
  for (const auto* more : {"", R"(,"fullExtent":5)", R"(,"fullExtent":{"xmin":"NaN"})"}) {
    make_tpkx(at("a.tpkx"), more);
    const auto facts = examine(at("a.tpkx"));
    ASSERT_TRUE(facts) << more;
    EXPECT_FALSE(facts->extent) << more;
  }
}

TEST_F(BasemapFile, OfTheOldKindHasItsExtentInAFileOfItsOwn) {
  NEEDS_FIXTURES();
  for (const auto& entry : fs::recursive_directory_iterator(fixtures::path("packages/canyonlands-unpacked"))) {
    if (entry.path().extension() != ".tpk")
      continue;
    fs::copy_file(entry.path(), at("imagery.tpk"));
    const auto facts = examine(at("imagery.tpk"));
    ASSERT_TRUE(facts) << proto::describe(facts.error());
    EXPECT_EQ(facts->extension, "tpk");
    EXPECT_EQ(facts->spatial_reference.epsg(), 3857);
    ASSERT_TRUE(facts->extent);
    EXPECT_LT(facts->extent->xmin, -12204744) << "Canyonlands lie inside";
    EXPECT_GT(facts->extent->xmax, -12272009);
    EXPECT_EQ(facts->extent->spatial_reference.epsg(), 3857);
    return;
  }
  FAIL() << "the sample package has tiles";
}

TEST_F(BasemapFile, IsMissingWhereThereIsNoFile) {
  EXPECT_EQ(refused(at("a.tpkx")), code::reference_basemap_missing);
  EXPECT_EQ(refused(at("nowhere/a.tpkx")), code::reference_basemap_missing);
  fs::create_directory(at("folder.tpkx"));
  EXPECT_EQ(refused(at("folder.tpkx")), code::reference_basemap_missing);
  make_tpkx(at("a.tpkx"));
  EXPECT_EQ(refused(at("a.tpkx/b.tpkx")), code::reference_basemap_missing);
  const auto facts = examine(at("nowhere/a.tpkx"));
  EXPECT_EQ(facts.error().subject, at("nowhere/a.tpkx"));
}

TEST_F(BasemapFile, IsReadBelowTheRootsAloneAndBehindNoLink) {
  make_tpkx(folder_.at("outside.tpkx"));
  make_tpkx(at("city/a.tpkx"));
  EXPECT_EQ(refused(folder_.at("outside.tpkx")), code::directory_not_allowed);
  EXPECT_EQ(refused(at("../outside.tpkx")), code::directory_not_allowed);
  EXPECT_EQ(refused("city/a.tpkx"), code::directory_not_allowed);
  fs::create_symlink(folder_.at("outside.tpkx"), at("link.tpkx"));
  fs::create_directory_symlink(at("city"), at("linked"));
  EXPECT_EQ(refused(at("link.tpkx")), code::directory_not_allowed);
  EXPECT_EQ(refused(at("linked/a.tpkx")), code::directory_not_allowed);
  EXPECT_NE(examine(at("link.tpkx")).error().hint.find("basemapRoots"), std::string::npos);
  EXPECT_TRUE(examine(at("city/a.tpkx")));
}

TEST_F(BasemapFile, IsATilePackageOfItsNamesKind) {
  write_file(at("text.tpkx"), "no zip");
  EXPECT_EQ(refused(at("text.tpkx")), code::damaged);
  make_zip(at("zip.tpkx"), {{"readme.txt", "x"}});
  EXPECT_EQ(refused(at("zip.tpkx")), code::damaged);
  make_tpkx(at("a.vtpk"));
  EXPECT_EQ(refused(at("a.vtpk")), code::not_fit);
  make_tpkx(at("a.tpk"));
  EXPECT_EQ(refused(at("a.tpk")), code::not_fit);
}

} // namespace
} // namespace io
