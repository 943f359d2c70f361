#include "sandbox/tiles/vector_package.hpp"

#include <memory>
#include <set>

#include <nlohmann/json.hpp>
#include <zip.h>

#include "sandbox/tiles/vector_style.hpp"
#include "tests/sandbox/sample_data.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

const tile_service_data& service() {
  static const tile_service_data made = [] {
    tile_service_data data;
    data.kind = tile_kind::vector;
    data.scheme = tile_scheme::vector512;
    data.last_level = 11;
    data.credits = "Nobody";
    return data;
  }();
  return made;
}

const vector_resources& resources() {
  static const vector_resources made{sample_data().base, service()};
  return made;
}

using archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

archive open(const std::filesystem::path& file) {
  return {zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr), zip_discard};
}

nlohmann::json document(const archive& zip, const std::string& name) {
  zip_stat_t stat;
  if (zip_stat(zip.get(), name.c_str(), 0, &stat) != 0)
    return {};
  std::string bytes(stat.size, '\0');
  zip_file_t* file = zip_fopen(zip.get(), name.c_str(), 0);
  zip_fread(file, bytes.data(), bytes.size());
  zip_fclose(file);
  return nlohmann::json::parse(bytes, nullptr, false);
}

package_request request(std::vector<int> levels) {
  return {{canyon_country(), false, std::move(levels)}, "World", "Test", "Nobody", "PNG", 1715932800000};
}

TEST(VectorPackage, HoldsTilesStyleGlyphsAndSprites) {
  const scratch_directory folder;
  const vector_map map{sample_data().base, 11, false};
  const package_request asked = request({0, 1, 2, 3, 4, 5, 6, 7});
  const auto made = write_vtpk(folder.path() / "map.vtpk", map, resources(), asked);
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(made->total_tiles, count_tiles(scheme_of(tile_scheme::vector512), asked.tiles)); // land in each of them
  const archive zip = open(folder.path() / "map.vtpk");
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

TEST(VectorPackage, HasATilemapOfItsOwnTiles) {
  const scratch_directory folder;
  const vector_map map{sample_data().base, 11, true};
  const auto made = write_vtpk(folder.path() / "map.vtpk", map, resources(), request({0, 1, 2}));
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(made->total_tiles, 3);
  const archive zip = open(folder.path() / "map.vtpk");
  EXPECT_EQ(document(zip, "p12/root.json")["tileMap"], "tilemap");
  EXPECT_EQ(document(zip, "p12/root.json")["maxLOD"], 2);
  // Utah is in the north-west of the world, and in the south-west of that quarter's north-west.
  EXPECT_EQ(document(zip, "p12/tilemap/root.json"), nlohmann::json::parse(R"({"index":[[0,0,1,0],0,0,0]})"));
  EXPECT_EQ(zip_name_locate(open(folder.path() / "map.vtpk").get(), "p12/tilemap/root.json", 0) >= 0, true);
}

TEST(VectorResources, KnowEveryFileThatTheyList) {
  const auto info = nlohmann::json::parse(*resources().find("info/root.json"));
  EXPECT_GE(info["resourceInfo"].size(), 6u);
  for (const std::string listed : info["resourceInfo"])
    EXPECT_TRUE(resources().find(listed.substr(3))) << listed;
  EXPECT_FALSE(resources().find("fonts/Nobody/0-255.pbf"));
  EXPECT_FALSE(resources().find(""));
}

TEST(VectorResources, DrawEachLayerOfTheTiles) {
  const auto style = nlohmann::json::parse(*resources().find("styles/root.json"));
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
  const std::string glyphs = *resources().find("fonts/DejaVu Sans/0-255.pbf");
  EXPECT_GT(glyphs.size(), 50000u) << "is the package fonts-dejavu-core installed?";
  EXPECT_NE(glyphs.find("DejaVu Sans"), std::string::npos);
}

TEST(VectorResources, DrawTheSymbolsThatTheStyleNames) {
  const auto style = nlohmann::json::parse(*resources().find("styles/root.json"));
  for (const char* stem : {"sprites/sprite", "sprites/sprite@2x"}) {
    const auto index = nlohmann::json::parse(*resources().find(std::string{stem} + ".json"));
    EXPECT_EQ(index.size(), 8u);
    for (const auto& layer : style["layers"]) {
      if (const std::string icon = layer.value("/layout/icon-image"_json_pointer, ""); !icon.empty()) {
        EXPECT_TRUE(index.contains(icon)) << icon;
      }
    }
    for (const auto& [name, place] : index.items())
      EXPECT_EQ(place["width"], 16 * place["pixelRatio"].get<int>()) << name;
  }
}

TEST(VectorResources, ListTheGlyphsOfAllNames) {
  for (const std::string& name : resources().paths()) {
    if (name.starts_with("fonts/")) {
      EXPECT_TRUE(name.ends_with("/0-255.pbf")) << name; // the base map has names in Latin-1 alone
    }
  }
  base_map greek = sample_data().base;
  greek.countries[0].name = "\u0395\u03bb\u03bb\u03ac\u03b4\u03b1";
  EXPECT_TRUE((vector_resources{greek, service()}.find("fonts/DejaVu Sans/768-1023.pbf")));
}

TEST(VectorResources, AreWhatTheItemOfTheNightStyleHolds) {
  const auto committed =
    nlohmann::json::parse(read_file(std::filesystem::path{SANDBOX_DATA} / "styles/night/root.json"));
  const style_addresses addresses{committed["sprite"], committed["glyphs"], committed["sources"]["esri"]["url"]};
  EXPECT_EQ(committed, vector_style(tile_look::night, 11, "Natural Earth, US Census Bureau", addresses))
    << "copy it from what sandbox_sample_files makes";
}

TEST(VectorResources, HaveANightStyle) {
  tile_service_data night = service();
  night.look = tile_look::night;
  const vector_resources dark{sample_data().base, night};
  EXPECT_NE(*dark.find("styles/root.json"), *resources().find("styles/root.json"));
  EXPECT_NE(*dark.find("sprites/sprite.png"), *resources().find("sprites/sprite.png"));
}

TEST(VectorPackage, StatesTheSchemeInTheRoot) {
  const auto root = vector_root_json("World", "Nobody", {-1, -1, 1, 1}, true, 9);
  EXPECT_EQ(root["maxLOD"], 9);
  EXPECT_EQ(root["maxzoom"], 22);
  EXPECT_EQ(root["tileInfo"]["rows"], 512);
  EXPECT_EQ(root["tileMap"], "tilemap");
  EXPECT_EQ(root["resourceInfo"]["tileCompression"], "gzip");
}

} // namespace
} // namespace sandbox
