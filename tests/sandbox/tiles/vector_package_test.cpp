#include "sandbox/tiles/vector_package.hpp"

#include <memory>
#include <set>

#include <nlohmann/json.hpp>
#include <zip.h>

#include "tests/sandbox/sample_data.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

TEST(VectorPackage, HoldsTilesStyleGlyphsAndSprites) {
  const scratch_directory folder;
  const vector_map map{sample_data().base};
  const package_request request{{canyon_country(), false, {0, 1, 2, 3, 4, 5, 6, 7}}, "World", "Test", 1715932800000};
  const auto made = write_vtpk(folder.path() / "map.vtpk", map, request);
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(made->total_tiles, count_tiles(vector_scheme(), request.tiles)); // there is land in each of them
  const std::unique_ptr<zip_t, decltype(&zip_discard)> zip{
    zip_open((folder.path() / "map.vtpk").c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr), zip_discard};
  ASSERT_TRUE(zip);
  for (const char* name :
    {"p12/root.json", "p12/metadata.json", "p12/resources/styles/root.json", "p12/resources/info/root.json",
      "p12/resources/sprites/sprite@2x.png", "p12/resources/fonts/DejaVu Sans/0-255.pbf",
      "p12/tile/L00/R0000C0000.bundle", "p12/tile/L07/R0000C0000.bundle", "esriinfo/iteminfo.xml"}) {
    zip_stat_t stat;
    EXPECT_EQ(zip_stat(zip.get(), name, 0, &stat), 0) << name;
    EXPECT_EQ(stat.comp_method, ZIP_CM_STORE) << name;
  }
}

TEST(VectorResources, KnowEveryFileThatTheyList) {
  const auto info = nlohmann::json::parse(*vector_resource("info/root.json"));
  EXPECT_GE(info["resourceInfo"].size(), 6u);
  for (const std::string listed : info["resourceInfo"])
    EXPECT_TRUE(vector_resource(listed.substr(3))) << listed;
  EXPECT_FALSE(vector_resource("fonts/Nobody/0-255.pbf"));
  EXPECT_FALSE(vector_resource(""));
}

TEST(VectorResources, DrawEachLayerOfTheTiles) {
  const auto style = nlohmann::json::parse(*vector_resource("styles/root.json"));
  EXPECT_EQ(style["version"], 8);
  std::set<std::string> drawn;
  for (const auto& layer : style["layers"]) {
    if (layer.contains("source-layer"))
      drawn.insert(layer["source-layer"]);
    if (layer.contains("source")) {
      EXPECT_TRUE(style["sources"].contains(layer["source"].get<std::string>()));
    }
  }
  EXPECT_EQ(drawn, (std::set<std::string>{"countries", "states", "counties", "labels"}));
}

TEST(VectorResources, HaveLettersInTheirGlyphs) {
  const std::string glyphs = *vector_resource("fonts/DejaVu Sans/0-255.pbf");
  EXPECT_GT(glyphs.size(), 50000u) << "is the package fonts-dejavu-core installed?";
  EXPECT_NE(glyphs.find("DejaVu Sans"), std::string::npos);
}

TEST(VectorResources, StateTheSchemeInTheRoot) {
  const auto root = vector_root_json("World", 9);
  EXPECT_EQ(root["maxLOD"], 9);
  EXPECT_EQ(root["tileInfo"]["rows"], 512);
  EXPECT_EQ(root["resourceInfo"]["tileCompression"], "gzip");
}

} // namespace
} // namespace sandbox
