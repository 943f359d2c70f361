#include "sandbox/tiles/raster_package.hpp"

#include <memory>

#include <nlohmann/json.hpp>
#include <zip.h>

#include "sandbox/model/projection.hpp"
#include "sandbox/tiles/raster_map.hpp"
#include "tests/sandbox/sample_data.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

using archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

archive open(const std::filesystem::path& file) {
  return {zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr), zip_discard};
}

std::string entry(const archive& zip, const std::string& name) {
  zip_stat_t stat;
  if (zip_stat(zip.get(), name.c_str(), 0, &stat) != 0)
    return {};
  std::string bytes(stat.size, '\0');
  zip_file_t* file = zip_fopen(zip.get(), name.c_str(), 0);
  zip_fread(file, bytes.data(), bytes.size());
  zip_fclose(file);
  return bytes;
}

class RasterPackage : public testing::Test {
protected:
  static const raster_tiles& map() {
    static const raster_map drawn{sample_data().base};
    static const raster_tiles made{&scheme_of(tile_scheme::mercator256), "PNG24", [](const tile_address& tile) {
                                     return drawn.render_tile(
                                       scheme_of(tile_scheme::mercator256), tile_look::map, tile);
                                   }};
    return made;
  }
  static package_request request(std::vector<int> levels) {
    return {{canyon_country(), false, std::move(levels)}, "World", "Test", "Nobody", "PNG", 1715932800000};
  }

  scratch_directory folder_;
  std::filesystem::path file_ = folder_.path() / "map.tpkx";
};

TEST_F(RasterPackage, HoldsAsManyTilesAsTheArithmeticSays) {
  const auto asked = request({0, 4, 8, 9, 10});
  const auto made = write_tpkx(file_, map(), asked);
  ASSERT_TRUE(made) << made.error();
  const envelope extent = project(asked.tiles.within, web_mercator)->extent();
  std::int64_t total = 0;
  for (int level : asked.tiles.levels) {
    EXPECT_EQ(made->tiles.at(level), tiles_of_extent(*map().scheme, level, extent).count()) << level;
    total += made->tiles.at(level);
  }
  EXPECT_EQ(made->total_tiles, total);
  EXPECT_EQ(made->bytes, std::filesystem::file_size(file_));
}

TEST_F(RasterPackage, StoresEveryEntryAndDescribesItself) {
  ASSERT_TRUE(write_tpkx(file_, map(), request({2, 9})));
  const archive zip = open(file_);
  ASSERT_TRUE(zip);
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip.get(), 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &stat);
    EXPECT_EQ(stat.comp_method, ZIP_CM_STORE) << stat.name;
  }
  const auto root = nlohmann::json::parse(entry(zip, "root.json"));
  EXPECT_EQ(root["minLOD"], 2);
  EXPECT_EQ(root["maxLOD"], 9);
  EXPECT_EQ(root["tileBundlesPath"], "./tile");
  EXPECT_EQ(root["storageInfo"]["storageFormat"], "esriMapCacheStorageModeCompactV2");
  EXPECT_LT(entry(zip, "root.json").find("tileImageInfo"), 512u);
  EXPECT_NEAR(nlohmann::json::parse(entry(zip, "iteminfo.json"))["extent"]["xmin"].get<double>(), -110.2, 1e-9);
  EXPECT_FALSE(entry(zip, "thumbnail.png").empty());
  EXPECT_FALSE(entry(zip, "tile/L02/R0000C0000.bundle").empty());
  EXPECT_FALSE(entry(zip, "tile/L09/R0080C0000.bundle").empty());
}

TEST_F(RasterPackage, DescribesAGridOfDegrees) {
  const raster_tiles degrees{
    &scheme_of(tile_scheme::geographic256), "PNG24", [](const tile_address&) { return "tile"; }};
  ASSERT_TRUE(write_tpkx(file_, degrees, request({5, 6})));
  const auto root = nlohmann::json::parse(entry(open(file_), "root.json"));
  EXPECT_EQ(root["spatialReference"]["wkid"], 4326);
  EXPECT_EQ(root["units"], "esriDecimalDegrees");
  EXPECT_EQ(root["tileInfo"]["origin"]["y"], 90);
  EXPECT_NEAR(root["fullExtent"]["xmin"].get<double>(), -110.2, 1e-9);
  ASSERT_TRUE(write_tpk(folder_.path() / "map.tpk", degrees, request({5, 6})));
  const std::string conf = entry(open(folder_.path() / "map.tpk"), "v101/Layers/conf.xml");
  EXPECT_NE(conf.find("typens:GeographicCoordinateSystem"), std::string::npos);
  EXPECT_NE(conf.find("<WKID>4326</WKID>"), std::string::npos);
}

TEST_F(RasterPackage, IsTheSameBytesForTheSameRequest) {
  ASSERT_TRUE(write_tpkx(file_, map(), request({3, 7})));
  ASSERT_TRUE(write_tpkx(folder_.path() / "again.tpkx", map(), request({3, 7})));
  EXPECT_TRUE(read_file(file_) == read_file(folder_.path() / "again.tpkx"));
}

TEST_F(RasterPackage, LeavesNothingBehindWhenItIsCancelled) {
  auto asked = request({9, 10, 11, 12});
  asked.tiles.within = make_area({-114, 37, -109, 42}, wgs84);
  std::int64_t told = 0;
  const auto made = write_tpkx(file_, map(), asked, [&](std::int64_t done) { return (told = done) < 128; });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error(), "cancelled");
  EXPECT_EQ(told, 128);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(RasterPackage, LeavesNothingButThePackage) {
  ASSERT_TRUE(write_tpk(folder_.path() / "map.tpk", map(), request({5})));
  std::filesystem::remove(folder_.path() / "map.tpk");
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(RasterPackage, RefusesWhatItCannotWrite) {
  EXPECT_FALSE(write_tpkx("/proc/map.tpkx", map(), request({3})));
  std::ofstream{file_} << "something";
  EXPECT_FALSE(write_tpkx(file_, map(), request({3})));
  EXPECT_EQ(std::filesystem::file_size(file_), 9u);
  auto nowhere = request({3});
  nowhere.tiles.within.wkid = 99999999;
  EXPECT_FALSE(write_tpk(folder_.path() / "map.tpk", map(), nowhere));
}

TEST_F(RasterPackage, HoldsVersion1WithWhatItsReadersLookFor) {
  const auto made = write_tpk(folder_.path() / "map.tpk", map(), request({0, 9}));
  ASSERT_TRUE(made) << made.error();
  const archive zip = open(folder_.path() / "map.tpk");
  ASSERT_TRUE(zip);
  EXPECT_NE(entry(zip, "v101/Layers/conf.xml").find("<StorageFormat>esriMapCacheStorageModeCompact</StorageFormat>"),
    std::string::npos);
  EXPECT_NE(entry(zip, "v101/Layers/conf.cdi").find("<XMin>-12267407.88"), std::string::npos);
  EXPECT_EQ(entry(zip, "v101/Layers/_alllayers/L09/R0080C0000.bundlx").size(), 81952u);
  EXPECT_FALSE(entry(zip, "esriinfo/iteminfo.xml").empty());
  EXPECT_TRUE(
    nlohmann::json::parse(entry(zip, "servicedescriptions/mapserver/mapserver.json"))["contents"]["singleFusedMapCache"]
      .get<bool>());
}

} // namespace
} // namespace sandbox
