#include "config/job_file.hpp"

#include "tests/support/scratch_directory.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using config::load_job;

/// A good job file; every line is one element, so that tests can change one.
const char* const good =
  "portal: field\n"
  "item: 0123456789abcdef0123456789abcdef\n"
  "downloadDirectory: maps/central\n"
  "defaults: none\n"
  "parameters:\n"
  "  areaOfInterest: {xmin: -110.2, ymin: 37.9, xmax: -109.6, ymax: 38.6, spatialReference: {wkid: 4326}}\n"
  "  maxScale: 5000\n"
  "  continueOnErrors: false\n"
  "deadline: 48h\n";

std::string with(const std::string& line, const std::string& instead) {
  std::string text = good;
  const auto begin = text.find(line);
  EXPECT_NE(begin, std::string::npos) << line;
  return text.replace(begin, text.find('\n', begin) - begin, instead);
}

TEST(JobFile, IsTheRequestThatTheDaemonTakes) {
  const auto loaded = load_job(good, "/home/crew");
  ASSERT_TRUE(loaded.job) << config::describe("job.yaml", loaded.found.at(0));
  EXPECT_EQ(loaded.job->portal, "field");
  EXPECT_EQ(loaded.job->item, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(loaded.job->download_directory, "/home/crew/maps/central");
  EXPECT_EQ(loaded.job->defaults, proto::parameter_defaults::none);
  EXPECT_EQ(loaded.job->parameters.max_scale, 5000);
  EXPECT_FALSE(loaded.job->parameters.continue_on_errors);
  EXPECT_EQ(loaded.job->deadline, std::chrono::hours{48});
  const auto& area = std::get<proto::envelope>(loaded.job->parameters.area_of_interest);
  EXPECT_EQ(area.xmin, -110.2);
  EXPECT_EQ(area.spatial_reference.wkid, 4326);
}

TEST(JobFile, KeepsAnItemOfDigitsAndAnExponentAsText) {
  for (const auto* id : {"01234567890123456789012345678901", "1234567890123456789012345678e123"}) {
    const auto loaded = load_job(with("item:", std::string("item: ") + id), "/");
    ASSERT_TRUE(loaded.job) << config::describe("job.yaml", loaded.found.at(0));
    EXPECT_EQ(loaded.job->item, id);
  }
}

TEST(JobFile, LeavesAnAbsoluteTargetAndResolvesDots) {
  const auto target = [](const std::string& given) {
    return load_job(with("downloadDirectory:", "downloadDirectory: " + given), "/a/b").job->download_directory;
  };
  EXPECT_EQ(target("/maps/x/"), "/maps/x");
  EXPECT_EQ(target("../x"), "/a/x");
  EXPECT_EQ(target("./x//y"), "/a/b/x/y");
}

struct wrong_job {
  std::string name;
  std::string line; ///< of the good file
  std::string instead;
  int at_line;
  int at_column;
  std::string key;
};
void PrintTo(const wrong_job& job, std::ostream* out) { *out << job.instead; }

class WrongJobFile : public ::testing::TestWithParam<wrong_job> {};

TEST_P(WrongJobFile, IsRefusedWithThePlaceOfTheElement) {
  const auto& row = GetParam();
  const auto loaded = load_job(with(row.line, row.instead), "/");
  EXPECT_FALSE(loaded.job);
  ASSERT_EQ(loaded.found.size(), 1u);
  EXPECT_EQ(loaded.found[0].key, row.key);
  EXPECT_EQ(loaded.found[0].line, row.at_line) << loaded.found[0].message;
  EXPECT_EQ(loaded.found[0].column, row.at_column) << loaded.found[0].message;
  EXPECT_FALSE(loaded.found[0].message.empty());
}

const std::string area = "  areaOfInterest:";
const wrong_job wrong_jobs[] = {
  {"UnknownKey", "portal:", "portla: field", 1, 9, "portla"},
  {"MissingKey", "item:", "", 1, 1, "item"},
  {"PortalWithUser", "portal:", "portal: \"https://me@gis.example\"", 1, 9, "portal"},
  {"Item", "item:", "item: 0123", 2, 7, "item"},
  {"ListForText", "downloadDirectory:", "downloadDirectory: [a]", 3, 1, "downloadDirectory"},
  {"Defaults", "defaults:", "defaults: mine", 4, 11, "defaults"},
  {"ParametersAsText", "defaults:", "defaults: none\nparameters: x", 6, 1, "parameters"},
  {"Deadline", "deadline:", "deadline: soon", 9, 11, "deadline"},
  {"Overrides", "deadline:", "overrides: []", 9, 1, "overrides"},
  {"UnknownOverrides", "deadline:", "overrides: {onlineLayer: []}", 9, 13, "overrides.onlineLayer"},
  {"OverrideOfAService",
    "deadline:", "overrides:\n  exportTileCacheParameters:\n    https://h.example/a/MapServer:\n      levelIds: [3, x]",
    12, 21, "overrides.exportTileCacheParameters[\"https://h.example/a/MapServer\"].levelIds[1]"},
  {"OverridesFile", "deadline:", "overrides: o.json", 9, 12, "overrides"},
  {"Scale", "  maxScale:", "  maxScale: -1", 7, 13, "parameters.maxScale"},
  {"ScaleAsQuotedText", "  maxScale:", "  maxScale: \"5000\"", 7, 13, "parameters.maxScale"},
  {"Scales", "  maxScale:", "  maxScale: 5000\n  minScale: 4000", 8, 13, "parameters.minScale"},
  {"Flag", "  continueOnErrors:", "  continueOnErrors: \"yes\"", 8, 21, "parameters.continueOnErrors"},
  {"UnknownParameter", "  maxScale:", "  maxScael: 5000", 7, 13, "parameters.maxScael"},
  {"Word", "  maxScale:", "  onlineOnlyServicesOption: some", 7, 29, "parameters.onlineOnlyServicesOption"},
  {"AreaFromAFile", area, area + " {file: area.geojson}", 6, 26, "parameters.areaOfInterest.file"},
  {"AreaAsText", area, area + " here", 6, 19, "parameters.areaOfInterest"},
  {"AreaWithoutReference", area, area + " {xmin: 0, ymin: 0, xmax: 1, ymax: 1}", 6, 3,
    "parameters.areaOfInterest.spatialReference"},
  {"AreaWithAWord", area, area + " {xmin: west, ymin: 0, xmax: 1, ymax: 1, spatialReference: {wkid: 4326}}", 6, 26,
    "parameters.areaOfInterest.xmin"},
  {"SameKeyTwice", "defaults:", "item: x", 4, 1, "item"},
};
INSTANTIATE_TEST_SUITE_P(
  JobFile, WrongJobFile, ::testing::ValuesIn(wrong_jobs), [](const auto& row) { return row.param.name; });

TEST(JobFile, AThumbnailIsAFileBesideIt) {
  const scratch_directory folder;
  const auto job = with("  maxScale:", "  itemInfo: {title: Central, thumbnail: t.png}");
  const auto refusal = [&] {
    const auto loaded = load_job(job, folder.path().string());
    return loaded.found.empty() ? config::problem{} : loaded.found.front();
  };
  EXPECT_NE(refusal().message.find("cannot read"), std::string::npos);
  EXPECT_EQ(refusal().key, "parameters.itemInfo.thumbnail");
  EXPECT_EQ(refusal().line, 7);
  write_file(folder.path() / "t.png", "<html>");
  EXPECT_NE(refusal().message.find("no PNG, JPEG or GIF"), std::string::npos);
  write_file(folder.path() / "t.png", "\x89PNG\r\n\x1a\n");
  const auto loaded = load_job(job, folder.path().string());
  ASSERT_TRUE(loaded.job) << refusal().message;
  EXPECT_EQ(loaded.job->parameters.item_info->thumbnail, "data:image/png;base64,iVBORw0KGgo=");
  EXPECT_EQ(loaded.job->parameters.item_info->title, "Central");
}

TEST(JobFile, AThumbnailCanBeADataUri) {
  const std::string uri = "data:image/png;base64,iVBORw0KGgo=";
  const auto loaded = load_job(with("  maxScale:", "  itemInfo: {thumbnail: \"" + uri + "\"}"), "/nowhere");
  ASSERT_TRUE(loaded.job);
  EXPECT_EQ(loaded.job->parameters.item_info->thumbnail, uri);
}

TEST(JobFile, OverridesAreAFileBesideItOrStandInIt) {
  const scratch_directory folder;
  const std::string inline_ones =
    "{exportVectorTilesParameters: {\"https://h.example/VectorTileServer\": {maxLevel: 7}}}";
  const auto by_hand = load_job(with("deadline:", "overrides: " + inline_ones), "/nowhere");
  ASSERT_TRUE(by_hand.job) << config::describe("job.yaml", by_hand.found.at(0));
  EXPECT_EQ(
    by_hand.job->overrides->export_vector_tiles_parameters.at("https://h.example/VectorTileServer").max_level, 7);
  write_file(folder.path() / "o.json", proto::to_json(*by_hand.job->overrides).dump(2));
  const auto from_file = load_job(with("deadline:", "overrides: o.json"), folder.path().string());
  ASSERT_TRUE(from_file.job) << config::describe("job.yaml", from_file.found.at(0));
  EXPECT_EQ(from_file.job->overrides, by_hand.job->overrides);
}

TEST(JobFile, WhatIsWrongInAFileOfOverridesIsToldWithItsPlace) {
  const scratch_directory folder;
  const auto told = [&](const std::string& text) {
    write_file(folder.path() / "o.json", text);
    const auto loaded = load_job(with("deadline:", "overrides: o.json"), folder.path().string());
    EXPECT_FALSE(loaded.job);
    return config::describe("job.yaml", loaded.found.at(0));
  };
  const auto wrong =
    told("{\n\"exportVectorTilesParameters\": {\"https://h.example/VectorTileServer\":\n{\"maxLevel\": \"x\"}}}");
  EXPECT_NE(wrong.find("job.yaml:9:"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("[\"https://h.example/VectorTileServer\"].maxLevel"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("o.json:3"), std::string::npos) << wrong;
  const auto broken = told("{\n\"exportVectorTilesParameters\": {]");
  EXPECT_NE(broken.find("o.json:2: "), std::string::npos) << broken;
  EXPECT_NE(told("").find("cannot read"), std::string::npos);
}

TEST(JobFile, AnAreaIsAGeoJsonFileBesideIt) {
  const scratch_directory folder;
  const auto load = [&](const std::string& text) {
    write_file(folder.path() / "area.geojson", text);
    return load_job(with(area, area + " {file: area.geojson}"), folder.path().string());
  };
  const auto loaded =
    load(R"({"type": "Polygon", "coordinates": [[[-110, 38], [-109, 38], [-109, 39], [-110, 39], [-110, 38]]]})");
  ASSERT_TRUE(loaded.job) << config::describe("job.yaml", loaded.found.at(0));
  const auto& taken = std::get<proto::polygon>(loaded.job->parameters.area_of_interest);
  EXPECT_EQ(taken.spatial_reference.wkid, 4326);
  ASSERT_EQ(taken.rings.size(), 1U);
  EXPECT_EQ(taken.rings[0].size(), 5U);
  // What is wrong inside of it stands in the message, the place is that of the job file.
  const auto refused =
    load(R"({"type": "Polygon", "coordinates": [[[-110, 38], [-109, 98], [-109, 39], [-110, 38]]]})");
  ASSERT_FALSE(refused.job);
  EXPECT_EQ(refused.found.at(0).key, "parameters.areaOfInterest.file");
  EXPECT_EQ(refused.found.at(0).line, 6);
  EXPECT_NE(refused.found.at(0).message.find("area.geojson: coordinates[0][1] must be"), std::string::npos)
    << refused.found.at(0).message;
  for (const auto& [text, words] : {std::pair{"", "cannot read"}, {"{", "is no JSON"}, {"{}", "must be Polygon"}})
    EXPECT_NE(load(text).found.at(0).message.find(words), std::string::npos) << text;
  EXPECT_NE(load(std::string(4 << 20, ' ')).found.at(0).message.find("larger than"), std::string::npos);
}

TEST(JobFile, AnAreaFromAFileStandsAlone) {
  const auto refused = load_job(with(area, area + " {file: area.geojson, spatialReference: {wkid: 3857}}"), "/");
  EXPECT_NE(refused.found.at(0).message.find("nothing beside it"), std::string::npos);
}

TEST(JobFile, AWebMapIsAFileBesideIt) {
  const scratch_directory folder;
  std::filesystem::create_directory(folder.path() / "maps");
  write_file(
    folder.path() / "maps" / "Old town.json", "\xef\xbb\xbf{\"operationalLayers\": [], \"future\": {\"a\": 1}}");
  const auto loaded = load_job(with("item:", "webMap: maps/../maps/Old town.json"), folder.path().string());
  ASSERT_TRUE(loaded.job) << config::describe("job.yaml", loaded.found.at(0));
  EXPECT_EQ(loaded.job->web_map->name, "Old town");
  EXPECT_EQ(loaded.job->web_map->document->at("future").at("a"), 1);
  EXPECT_TRUE(loaded.job->item.empty());
}

TEST(JobFile, WhatIsWrongInAWebMapsFileIsToldWithTheFileAndItsElement) {
  const scratch_directory folder;
  const auto told = [&](const std::string& text) {
    write_file(folder.path() / "map.json", text);
    const auto loaded = load_job(with("item:", "webMap: map.json"), folder.path().string());
    EXPECT_FALSE(loaded.job);
    EXPECT_EQ(loaded.found.at(0).key, "webMap");
    EXPECT_EQ(loaded.found.at(0).line, 2);
    EXPECT_EQ(loaded.why, proto::failure_code::invalid_request);
    return loaded.found.at(0).message;
  };
  std::string deep = "[]";
  for (int i = 0; i < 20; ++i)
    deep = R"([{"layerType": "GroupLayer", "layers": )" + deep + "}]";
  const std::pair<std::string, std::string> cases[]{{"", "cannot read"}, {"{", "is no JSON"},
    {"[{}]", "no JSON object"}, {"\n<!DOCTYPE html><html>sign in</html>", "is a web page"},
    {"{\"version\": \"2.31\"}", "neither baseMap"},
    {R"({"error": {"code": 498, "message": "Invalid token."}})", "error of a server: Invalid token."},
    {"{\"operationalLayers\": " + deep + "}", "map.json: /operationalLayers/0/layers/0/layers"},
    {std::string((3 << 20) + 1, ' '), "larger than 3 MiB"}};
  for (const auto& [text, words] : cases) {
    const auto message = told(text);
    EXPECT_NE(message.find(words), std::string::npos) << message;
    EXPECT_NE(message.find((folder.path() / "map.json").string()), std::string::npos) << message;
  }
}

TEST(JobFile, AWebMapIsAPathAndNoItemStandsBesideIt) {
  const auto key_of = [](const std::string& line, const std::string& instead) {
    const auto loaded = load_job(with(line, instead), "/nowhere");
    return loaded.found.at(0).key;
  };
  EXPECT_EQ(key_of("item:", "webMap: {operationalLayers: []}"), "webMap");
  EXPECT_EQ(key_of("item:", "webMap: [a.json]"), "webMap");
  const scratch_directory folder;
  write_file(folder.path() / "map.json", "{\"tables\": []}");
  const auto both = load_job(with("deadline:", "webMap: map.json"), folder.path().string());
  ASSERT_EQ(both.found.size(), 1u);
  EXPECT_EQ(both.found[0].key, "webMap");
  EXPECT_NE(both.found[0].message.find("one of both"), std::string::npos);
}

TEST(JobFile, WithItsFilesItIsNoLargerThanADaemonTakes) {
  const scratch_directory folder;
  write_file(folder.path() / "map.json", "{\"tables\": [], \"a\": \"" + std::string(2 << 20, 'a') + "\"}");
  write_file(folder.path() / "o.json",
    R"({"generateGeodatabaseParameters": {"https://h.example/FeatureServer": {"layerOptions": [{"layerId": 0, "whereClause": ")"
      + std::string(2 << 20, 'a') + "\"}]}}}");
  const auto lone = load_job(with("item:", "webMap: map.json"), folder.path().string());
  EXPECT_TRUE(lone.job);
  const auto both = load_job(with("item:", "webMap: map.json\noverrides: o.json"), folder.path().string());
  ASSERT_FALSE(both.job);
  EXPECT_NE(both.found.at(0).message.find("larger than 4 MiB"), std::string::npos) << both.found.at(0).message;
}

TEST(JobFile, SaysWhichRefusalsAreOfThisVersion) {
  using code = proto::failure_code;
  const std::string topology = "overrides: {generateGeodatabaseParameters: {\"https://h.example/FeatureServer\": "
                               "{layerOptions: [{layerId: 0}], utilityNetworkSyncMode: syncSystemAndTopologyTables}}}";
  EXPECT_EQ(load_job(with("deadline:", topology), "/").why, code::unsupported_parameter);
  EXPECT_EQ(load_job(with("item:", "item: 1"), "/").why, code::invalid_request);
}

TEST(JobFile, IsToldFromAConfigurationAndAnEmptyTextIsOne) {
  for (const auto* text : {good, "", "# nothing\n", "---\n", "{}\n"})
    EXPECT_TRUE(config::is_job_file(text)) << text;
  for (const auto* text : {"outputRoots: [/maps]\n", "- a\n", "a\n", "{"})
    EXPECT_FALSE(config::is_job_file(text)) << text;
  EXPECT_EQ(load_job("# nothing\n", "/").found.at(0).message, "is empty");
}

TEST(JobFile, OfNothingOrOfAListIsRefused) {
  for (const auto* text : {"", "- a\n", "text", "~"})
    EXPECT_EQ(load_job(text, "/").found.size(), 1u) << text;
}

} // namespace
