#include "tests/io/disk/sample_file.hpp"
#include "tests/support/fixtures.hpp"

#include "io/disk/geodatabase_check.hpp"
#include "io/disk/tile_package.hpp"

namespace io {
namespace {

using json = nlohmann::json;
using code = proto::failure_code;

/// What a verdict's `fit` or `notFit` asks of a file. Levels are inclusive.
core::check_request request_of(const std::string& kind, const json& wanted, const json& known) {
  core::check_request request;
  request.kind = kind == "geodatabase" ? proto::export_kind::feature_sync
    : kind == "vtpk"                   ? proto::export_kind::vector_tiles
                                       : proto::export_kind::raster_tiles;
  request.service_layers = wanted.value("serviceLayers", std::vector<int>{});
  request.replica = wanted.value("replica", false);
  request.wkid = wanted.value("wkid", known.value("wkid", 0));
  if (wanted.contains("levels"))
    for (int level = wanted["levels"][0]; level <= wanted["levels"][1].get<int>(); ++level)
      request.levels.push_back(level);
  return request;
}

/// Every file of verdicts.json but the unpacked package, which is no download.
std::vector<std::pair<std::string, json>> verdicts() {
  std::vector<std::pair<std::string, json>> all;
  const auto document = fixtures::json("verdicts.json");
  for (const auto& [name, verdict] : document.items())
    if (verdict.is_object() && verdict["kind"] != "mobileMapPackage")
      all.emplace_back(name, verdict);
  return all;
}

TEST(Verdicts, EveryRealFileIsJudgedAsItIs) {
  NEEDS_FIXTURES();
  ASSERT_EQ(verdicts().size(), 9u);
  for (const auto& [name, verdict] : verdicts()) {
    SCOPED_TRACE(name);
    const auto file = sample_file(fixtures::text(name));
    const std::string kind = verdict["kind"];
    const auto none = json::object();
    const auto& fit = verdict["fit"].is_object() ? verdict["fit"] : none;
    if (verdict["fit"].is_object()) {
      const auto report = file.check(request_of(kind, fit, none));
      ASSERT_TRUE(report) << words_of(report);
      EXPECT_EQ(report->extension, kind);
      EXPECT_EQ(report->bytes, file.content().size());
      EXPECT_EQ(report->sha256.size(), 64u);
      if (verdict.contains("tilesPerLevel")) {
        json counted = json::object();
        for (const auto& [level, tiles] : report->tiles)
          counted[std::to_string(level)] = tiles;
        EXPECT_EQ(counted, verdict["tilesPerLevel"]);
      }
      for (int layer : request_of(kind, fit, none).service_layers)
        EXPECT_EQ(report->item_ids.at(layer), layer);
    }
    const auto refused = file.check(request_of(kind, verdict["notFit"], fit));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code::not_fit) << words_of(refused);
  }
}

TEST(Verdicts, UnknownPicturesAreCountedAndReported) {
  NEEDS_FIXTURES();
  for (const auto& [name, verdict] : verdicts()) {
    if (!verdict.contains("unknownPictures"))
      continue;
    SCOPED_TRACE(name);
    const auto file = sample_file(fixtures::text(name));
    auto archive = zip_archive::open(file.descriptor(), name, {});
    ASSERT_TRUE(archive);
    const auto package = read_tile_package(*archive);
    ASSERT_TRUE(package);
    json found = json::array();
    for (const auto& tile : package->first_unknown) {
      int level = 0, row = 0, column = 0;
      ASSERT_EQ(std::sscanf(tile.c_str(), "%d/%d/%d", &level, &row, &column), 3);
      found.push_back({level, row, column});
    }
    EXPECT_EQ(found, verdict["unknownPictures"]);
    EXPECT_EQ(package->unknown, verdict["unknownPictures"].size());
  }
}

TEST(Verdicts, HashesAndReplicasAreAsMeasured) {
  NEEDS_FIXTURES();
  const auto document = fixtures::json("packages/expected.json");
  for (const auto& [name, expected] : document.items()) {
    SCOPED_TRACE(name);
    const auto file = sample_file(fixtures::text("packages/" + name));
    core::check_request request;
    const auto report = file.check(request);
    ASSERT_TRUE(report) << words_of(report);
    EXPECT_EQ(report->sha256, expected["sha256"]);
    const auto found = read_geodatabase(file.descriptor(), name, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->has_replica, !expected["replica_items"].empty());
    std::size_t layers = 0;
    for (const auto& item : expected["service_items"])
      layers += item["ItemId"] >= 0;
    EXPECT_EQ(found->items.size(), layers);
  }
}

TEST(Verdicts, AWrongLengthIsDamageBeforeAnythingElse) {
  NEEDS_FIXTURES();
  const auto file = sample_file(fixtures::text("tiles/tpk/canyonlands.tpk"));
  core::check_request request;
  request.kind = proto::export_kind::raster_tiles;
  const auto size = file.content().size();
  EXPECT_TRUE(check_file(file.descriptor(), "sample", request, size, {}));
  for (auto promised : {size - 1, size + 1, std::size_t{0}}) {
    const auto refused = check_file(file.descriptor(), "sample", request, promised, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, code::damaged);
  }
}

TEST(Verdicts, AGoodFileOfAnotherKindIsNotFit) {
  NEEDS_FIXTURES();
  const std::vector<std::pair<std::string, proto::export_kind>> wrong{
    {"tiles/tpk/canyonlands.tpk", proto::export_kind::vector_tiles},
    {"tiles/tpkx/Usa.tpkx", proto::export_kind::feature_sync},
    {"tiles/vtpk/testvtpk.vtpk", proto::export_kind::raster_tiles},
    {"packages/usa-10.2.1.geodatabase", proto::export_kind::raster_tiles}};
  for (const auto& [name, kind] : wrong) {
    core::check_request request;
    request.kind = kind;
    const auto refused = sample_file(fixtures::text(name)).check(request);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, code::not_fit) << name;
  }
}

TEST(Verdicts, ATileSizeThatDiffersIsNotFit) {
  NEEDS_FIXTURES();
  core::check_request request;
  request.kind = proto::export_kind::raster_tiles;
  request.tile_size = 256;
  const auto file = sample_file(fixtures::text("tiles/tpkx/Usa.tpkx"));
  EXPECT_TRUE(file.check(request));
  request.tile_size = 512;
  EXPECT_EQ(file.check(request).error().code, code::not_fit);
}

TEST(Verdicts, EmptyLevelsAreReportedAndOneTileIsEnough) {
  NEEDS_FIXTURES();
  core::check_request request;
  request.kind = proto::export_kind::raster_tiles;
  request.wkid = 3857;
  request.levels = {8, 9, 10};
  const auto report = sample_file(fixtures::text("tiles/tpk/canyonlands.tpk")).check(request);
  ASSERT_TRUE(report) << words_of(report);
  ASSERT_EQ(report->notes.size(), 1u);
  EXPECT_NE(report->notes[0].find("8, 9"), std::string::npos);
}

TEST(Verdicts, PagesOfTextInsteadOfAFileAreDamageWithTheirWords) {
  for (const std::string text : {"<!DOCTYPE html><html>Sign in</html>", "\xef\xbb\xbf  <html>",
         "{\"error\":{\"code\":498}}", "[1,2]", "", "PK", "SQLite format 3", "PK\x03\x04",
         "\x7f"
         "ELF"}) {
    for (auto kind : {proto::export_kind::feature_sync, proto::export_kind::raster_tiles}) {
      core::check_request request;
      request.kind = kind;
      const auto refused = sample_file(text).check(request);
      ASSERT_FALSE(refused) << text;
      EXPECT_EQ(refused.error().code, code::damaged) << text;
      EXPECT_TRUE(refused.error().worth_retrying);
    }
  }
  const auto page = sample_file("<html>Sign in</html>").check({});
  EXPECT_NE(page.error().server_said.find("Sign in"), std::string::npos);
}

TEST(Verdicts, ACheckThatIsStoppedEndsAtOnce) {
  NEEDS_FIXTURES();
  std::stop_source stop;
  stop.request_stop();
  for (const auto& [name, verdict] : verdicts()) {
    const auto file = sample_file(fixtures::text(name));
    const auto ended = check_file(file.descriptor(), name, {}, std::nullopt, stop.get_token());
    ASSERT_FALSE(ended) << name;
    EXPECT_EQ(ended.error().code, code::cancelled) << name << ": " << words_of(ended);
  }
}

} // namespace
} // namespace io
