#include "tests/io/disk/sample_file.hpp"
#include "tests/io/disk/zip_builder.hpp"

#include "io/disk/tile_package.hpp"
#include "io/disk/zip_archive.hpp"

namespace io {
namespace {

using code = proto::failure_code;

std::string tpkx(const std::vector<zip_part>& more) {
  const scratch_directory scratch;
  std::vector<zip_part> parts{{"iteminfo.json", "{}"}, {"root.json", make_root_json()}};
  parts.insert(parts.end(), more.begin(), more.end());
  return read_file(make_zip(scratch.at("made.tpkx"), parts));
}

proto::result<core::check_report> check(const std::string& content, std::vector<int> levels = {}) {
  core::check_request request;
  request.kind = proto::export_kind::raster_tiles;
  request.wkid = 102100;
  request.levels = std::move(levels);
  return sample_file(content).check(request);
}

void expect_damaged(const std::string& content, const std::string& words) {
  const auto refused = check(content);
  ASSERT_FALSE(refused) << words;
  EXPECT_EQ(refused.error().code, code::damaged) << words_of(refused);
  EXPECT_NE(refused.error().server_said.find(words), std::string::npos) << words_of(refused);
}

TEST(TilePackage, CountsTilesStoredOrDeflated) {
  const auto bundle = make_bundle({{0, png_tile}, {1, png_tile}, {128, png_tile}});
  for (bool deflated : {false, true}) {
    const auto report = check(tpkx({{"tile/", ""}, {"tile/L03/", ""}, {"tile/L03/R0000C0000.bundle", bundle, deflated},
      {"tile/L05/R0080C0100.bundle", bundle, deflated}}));
    ASSERT_TRUE(report) << words_of(report);
    EXPECT_EQ(report->tiles, (std::map<int, std::uint64_t>{{3, 3}, {5, 3}}));
    EXPECT_EQ(report->notes.size(), deflated ? 1u : 0u);
  }
}

TEST(TilePackage, TilesThatShareDataAndTilesShorterThanAPictureAreCounted) {
  auto bundle = make_bundle({{0, png_tile}, {5, "x"}, {6, ""}});
  bundle.replace(64 + 8 * 7, 8, bundle, 64, 8); // tile 7 is tile 0
  const auto report = check(tpkx({{"tile/L00/R0000C0000.bundle", bundle}}));
  ASSERT_TRUE(report) << words_of(report);
  EXPECT_EQ(report->tiles.at(0), 3u); // the empty one is none
  ASSERT_EQ(report->notes.size(), 1u);
  EXPECT_NE(report->notes[0].find("0/0/5"), std::string::npos);
}

TEST(TilePackage, ATileOutsideItsBundleIsDamage) {
  const auto good = make_bundle({{300, png_tile}});
  for (std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{64}, std::uint64_t{131'139}, std::uint64_t{good.size()},
         std::uint64_t{good.size() + 1}, std::uint64_t{0xff'ffff'ffff}}) {
    auto bundle = good;
    for (std::size_t i = 0; i < 5; ++i)
      bundle[64 + 8 * 300 + i] = static_cast<char>(offset >> 8 * i & 0xff);
    expect_damaged(tpkx({{"tile/L00/R0000C0000.bundle", bundle}}), "tile 2/44");
  }
}

TEST(TilePackage, ASizePrefixThatDiffersFromTheIndexIsDamage) {
  for (std::size_t byte = 0; byte < 4; ++byte) {
    auto bundle = make_bundle({{0, png_tile}, {1, png_tile}});
    bundle[64 + 131'072 + byte] = static_cast<char>(bundle[64 + 131'072 + byte] ^ 0x40);
    expect_damaged(tpkx({{"tile/L00/R0000C0000.bundle", bundle}}), "another size");
  }
}

TEST(TilePackage, ABundleCutAnywhereIsDamage) {
  const auto bundle = make_bundle({{0, png_tile}, {16'383, png_tile}});
  for (std::size_t length : {std::size_t{0}, std::size_t{63}, std::size_t{64}, std::size_t{131'135},
         std::size_t{131'136}, std::size_t{131'140}, bundle.size() - 1})
    expect_damaged(tpkx({{"tile/L00/R0000C0000.bundle", bundle.substr(0, length)}}), "bundle");
}

TEST(TilePackage, BundlesWithAnotherHeaderNameOrLevelAreDamage) {
  auto other = make_bundle({{0, png_tile}});
  other[12] = 4;
  expect_damaged(tpkx({{"tile/L00/R0000C0000.bundle", other}}), "header");
  const auto bundle = make_bundle({{0, png_tile}});
  for (const auto* name :
    {"tile/L00/R0001C0000.bundle", "tile/L00/0000.bundle", "tile/R0000C0000.bundle", "tile/L0x/R0000C0000.bundle",
      "tile/L00/R-080C0000.bundle", "tile/L00/R0000C0000x.bundle", "tile/L00/RffffffffffC0000.bundle"})
    expect_damaged(tpkx({{name, bundle}}), "not named like a bundle");
  expect_damaged(tpkx({{"tile/L06/R0000C0000.bundle", bundle}}), "no such level");
}

TEST(TilePackage, ADescriptionThatCannotBeReadIsDamage) {
  const scratch_directory scratch;
  for (const std::string root :
    {"", "{", "[]", "null", "{\"tileInfo\":7}", "{\"tileInfo\":{\"rows\":256,\"cols\":256,\"lods\":[{}]}}",
      R"({"tileInfo":{"rows":256,"cols":512,"lods":[{"level":0}]}})",
      R"({"tileInfo":{"rows":-1,"cols":-1,"lods":[{"level":0}]}})",
      R"({"tileInfo":{"rows":1e99,"cols":1e99,"lods":[{"level":1e99}]}})"}) {
    const auto refused = check(read_file(make_zip(scratch.at("made.tpkx"), {{"root.json", root}})));
    ASSERT_FALSE(refused) << root;
    EXPECT_EQ(refused.error().code, code::damaged) << root;
  }
  const auto deep = std::string(200'000, '[') + std::string(200'000, ']');
  expect_damaged(
    read_file(make_zip(scratch.at("made.tpkx"), {{"root.json", "{\"tileInfo\":" + deep + "}"}})), "root.json");
  expect_damaged(read_file(make_zip(scratch.at("made.zip"), {{"readme.txt", "no package"}})), "no tile package");
}

TEST(TilePackage, NoTileInTheLevelsAskedForIsNotFit) {
  const auto content = tpkx(
    {{"tile/L02/R0000C0000.bundle", make_bundle({{0, png_tile}})}, {"tile/L03/R0000C0000.bundle", make_bundle({})}});
  EXPECT_TRUE(check(content, {1, 2, 3}));
  EXPECT_EQ(check(content, {3}).error().code, code::not_fit);
  EXPECT_EQ(check(tpkx({})).error().code, code::not_fit);
}

TEST(TilePackage, HostileNamesAreDamage) {
  for (const auto* name : {"../x", "a/../x", "/etc/passwd", "a\\b", "..", "a//b", "./x", "C:/x", "tile/.."})
    expect_damaged(tpkx({{name, "x"}}), "forbidden name");
}

/// Changes `from`, which has the same length, wherever it stands: names in both headers.
std::string renamed(std::string zip, const std::string& from, const std::string& to) {
  for (auto at = zip.find(from); at != std::string::npos; at = zip.find(from, at + 1))
    zip.replace(at, from.size(), to);
  return zip;
}

TEST(TilePackage, TheSameNameTwiceIsDamage) {
  expect_damaged(renamed(tpkx({{"one.txt", "a"}, {"two.txt", "b"}}), "two.txt", "one.txt"), "twice");
}

TEST(TilePackage, EntriesThatUnpackToMoreThanTheyMayAreDamageBeforeTheyAreUnpacked) {
  // 40 MiB of zeros in about 40 KB: more than 20 times the file and more than the floor.
  const auto bomb = tpkx({{"zeros", std::string(40u << 20, '\0'), true}});
  ASSERT_LT(bomb.size(), 100'000u);
  expect_damaged(bomb, "unpack to more");
  // Under the floor it is only a package of few tiles.
  EXPECT_TRUE(check(tpkx({{"zeros", std::string(8u << 20, '\0'), true},
    {"tile/L00/R0000C0000.bundle", make_bundle({{0, png_tile}}), true}})));
}

TEST(TilePackage, OverlappingEntriesAreDamage) {
  // The directory's second entry is pointed at the first one's header: names made equal there.
  auto zip = tpkx({{"aaa.txt", "same"}, {"bbb.txt", "same"}});
  const auto first = zip.find("PK\x03\x04", zip.find("root.json") + 9);
  const auto central = zip.rfind("bbb.txt") - 46;
  for (std::size_t i = 0; i < 4; ++i)
    zip[central + 42 + i] = static_cast<char>(first >> 8 * i & 0xff);
  EXPECT_FALSE(check(zip));
  EXPECT_FALSE(check(renamed(zip, "bbb.txt", "aaa.txt")));
}

TEST(TilePackage, MillionsOfEntriesAreRefusedByTheEndRecordAlone) {
  std::string zip(22, '\0');
  zip.replace(0, 4, "PK\x05\x06");
  const auto head = "PK\x03\x04" + std::string(60, '\0');
  auto number = [](std::string& text, std::size_t at, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
      text[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> 8 * i & 0xff);
  };
  // Zip64: record, locator, end record. The directory is a hole of a sparse file.
  constexpr std::uint64_t entries = 2'000'000;
  constexpr std::uint64_t directory = entries * 46;
  std::string record(56, '\0');
  record.replace(0, 4, "PK\x06\x06");
  number(record, 4, 44, 8);
  number(record, 24, entries, 8);
  number(record, 32, entries, 8);
  number(record, 40, directory, 8);
  number(record, 48, head.size(), 8);
  std::string locator(20, '\0');
  locator.replace(0, 4, "PK\x06\x07");
  number(locator, 8, head.size() + directory, 8);
  number(locator, 16, 1, 4);
  sample_file file(head);
  file.cut(head.size() + directory);
  file.put(head.size() + directory, record + locator + zip);
  core::check_request request;
  request.kind = proto::export_kind::raster_tiles;
  const auto refused = file.check(request);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().server_said.find("2000000 entries"), std::string::npos) << words_of(refused);
}

TEST(TilePackage, ATilemapThatIsNoneIsDamage) {
  const scratch_directory scratch;
  const std::string root =
    R"({"tileMap":"tilemap","tileInfo":{"rows":512,"cols":512,"spatialReference":{"wkid":102100},"lods":[{"level":0}]}})";
  auto vtpk = [&](const std::string& map) {
    std::vector<zip_part> parts{{"p12/root.json", root}};
    if (map != "missing")
      parts.push_back({"p12/tilemap/root.json", map});
    auto file = sample_file(read_file(make_zip(scratch.at("made.vtpk"), parts)));
    auto archive = zip_archive::open(file.descriptor(), "sample", {});
    return archive && read_tile_package(*archive);
  };
  EXPECT_TRUE(vtpk(R"({"index":[1,0,[1,1,1,1],0]})"));
  EXPECT_TRUE(vtpk(R"({"index":0})"));
  EXPECT_TRUE(vtpk(R"({"name":"x","index":[0,0,0,1]})"));
  for (const std::string bad : {"missing", "", "{}", "[]", R"({"index":2})", R"({"index":[1,1,1]})",
         R"({"index":[1,1,1,1,1]})", R"({"index":[1,1,1,"1"]})", R"({"index":{}})", R"({"index":[1,1,1,null]})",
         R"({"index":[1,1,1,-1]})", R"({"index":[)"})
    EXPECT_FALSE(vtpk(bad)) << bad;
  EXPECT_FALSE(vtpk("{\"index\":" + std::string(100'000, '[')));
}

} // namespace
} // namespace io
