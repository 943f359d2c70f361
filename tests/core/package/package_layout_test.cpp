#include "core/package/package_layout.hpp"

#include "tests/core/package/package_validator.hpp"
#include "tests/support/fixtures.hpp"

#include <gmock/gmock.h>

namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string water = "https://svc.example/rest/services/Water/FeatureServer";
const std::string imagery = "https://tiles.example/rest/services/Imagery/MapServer";

proto::job_record job() {
  proto::job_record job;
  job.id = "01JABCDEFGHJKMNPQRSTVWXYZ0";
  job.request.item = "aaaabbbbccccdddd0000111122223333";
  job.request.parameters.area_of_interest = proto::envelope{-9814400, 5126100, -9812700, 5127200, {102100, 3857, {}}};
  job.created_at = 1699999999000;
  job.planned_at = 1700000000000;
  return job;
}

json layer(const std::string& id, const std::string& type, const std::string& url) {
  return {{"id", id}, {"layerType", type}, {"title", id}, {"url", url}, {"futureMember", {{"kept", true}}}};
}

core::offline_plan plan() {
  core::offline_plan plan;
  plan.web_map = {{"version", "2.31"}, {"spatialReference", {{"wkid", 102100}, {"latestWkid", 3857}}},
    {"unknownMember", 7}, {"applicationProperties", {{"offline", {{"syncDataOptions", 144}}}}},
    {"initialState", {{"viewpoint", {{"scale", 5}, {"targetGeometry", {{"xmin", 0}}}}}}},
    {"baseMap", {{"title", "Imagery"}, {"baseMapLayers", {layer("imagery", "ArcGISTiledMapServiceLayer", imagery)}}}},
    {"operationalLayers",
      {layer("hydrants", "ArcGISFeatureLayer", water + "/0?token=secret"),
        {{"id", "group"}, {"layerType", "GroupLayer"},
          {"layers", {layer("wms", "WMS", "https://wms.example"), layer("mains", "ArcGISFeatureLayer", water + "/1")}}},
        {{"id", "lost"}, {"layerType", "GroupLayer"}, {"layers", {layer("csv", "CSV", "https://x.example/a.csv")}}},
        {{"id", "was-empty"}, {"layerType", "GroupLayer"}, {"layers", json::array()}},
        {{"id", "notes"}, {"layerType", "ArcGISFeatureLayer"}, {"featureCollection", {{"layers", json::array()}}}}}},
    {"tables", {layer("visits", "", water + "/5")}}};
  plan.item_info = {"Hydrants", "snippet", "<p>long</p>", {"water", "city"}, "City", "<p>terms</p>",
    "data:image/png;base64,AA==", {"Map", "Offline"}};
  plan.item_id = job().request.item;
  plan.portal_url = "https://portal.example/p";
  plan.area_of_interest = job().request.parameters.area_of_interest;
  plan.extent = {-88.164, 41.765, -88.149, 41.772};
  plan.findings = {{.code = proto::finding_code::thumbnail_unreadable, .why = "a note of planning"}};
  plan.layer_errors = {{"csv", "csv", "https://x.example/a.csv", {}}, {"wms", "wms", "https://wms.example", {}}};
  return plan;
}

proto::layer_record done(
  int index, proto::export_task task, std::vector<proto::covered_layer> covers, const std::string& extension) {
  proto::layer_record layer;
  layer.job = job().id;
  layer.index = index;
  layer.task = std::move(task);
  layer.covers = std::move(covers);
  layer.phase = proto::layer_phase::done;
  proto::artifact_record file;
  file.final_name = core::part_stem(job().id, index, 1, 0) + "." + extension;
  file.bytes = 4096;
  file.sha256 = std::string(64, 'a');
  for (const auto& covered : layer.covers)
    if (covered.service_layer >= 0)
      file.item_ids[covered.service_layer] = covered.service_layer;
  layer.artifacts = {file};
  return layer;
}

proto::layer_record replica() {
  auto layer = done(0, proto::feature_sync_task{water, {}},
    {{"hydrants", "hydrants", "/operationalLayers/0", 0, false},
      {"mains", "mains", "/operationalLayers/1/layers/1", 1, false}, {"visits", "visits", "/tables/0", 5, true}},
    "geodatabase");
  layer.artifacts[0].item_ids[5] = 12; // ids of a geodatabase need not be those of the service
  layer.name = "box-J-0-1";
  layer.replica_id = "58808194";
  layer.notes = {"a note of checking"};
  return layer;
}

proto::layer_record tiles() {
  return done(1, proto::raster_tiles_task{imagery, {}, 3857, 256},
    {{"imagery", "imagery", "/baseMap/baseMapLayers/0", -1, false}}, "tpkx");
}

std::vector<proto::layer_record> both() { return {replica(), tiles()}; }

json map_of(const core::package_files& package) { return json::parse(package.files.at(0).second).at("map"); }

std::vector<std::string> ids(const json& layers) {
  std::vector<std::string> list;
  for (const auto& one : layers)
    list.push_back(one.at("id"));
  return list;
}

TEST(PackageLayout, IsValidForAnIndependentReader) {
  const auto package = core::make_package(job(), plan(), both());
  EXPECT_THAT(package_problems(package, {{replica().artifacts[0].final_name, {0, 1, 12}}}), IsEmpty());
}

TEST(PackageLayout, ValidatorIsNotBlind) {
  auto package = core::make_package(job(), plan(), both());
  package.keep.push_back("orphan.tpkx");
  package.files[0].second =
    std::string{package.files[0].second}.replace(package.files[0].second.find("itemId=12"), 9, "itemId=99");
  EXPECT_EQ(package_problems(package, {{replica().artifacts[0].final_name, {0, 1, 12}}}).size(), 2u);
  std::swap(package.files[0], package.files[1]);
  EXPECT_GE(package_problems(package, {{replica().artifacts[0].final_name, {0, 1, 12}}}).size(), 3u);
}

TEST(PackageLayout, PackageInfoComesLastAndSameInputGivesSameBytes) {
  const auto package = core::make_package(job(), plan(), both());
  ASSERT_EQ(package.files.size(), 2u);
  EXPECT_EQ(package.files[0].first, "p13/mobile_map.mmap");
  EXPECT_EQ(package.files[1].first, "package.info");
  const auto again = core::make_package(job(), plan(), both());
  EXPECT_EQ(package.files, again.files);
  EXPECT_EQ(package.report, again.report);
  auto other = job();
  other.id.back() = '1';
  EXPECT_NE(core::make_package(other, plan(), both()).guid, package.guid);
  EXPECT_THAT(package.keep, UnorderedElementsAre(replica().artifacts[0].final_name, tiles().artifacts[0].final_name));
}

TEST(PackageLayout, LayersGainAPathBesideTheirAddress) {
  const auto map = map_of(core::make_package(job(), plan(), both()));
  const auto& hydrants = map.at("operationalLayers").at(0);
  EXPECT_EQ(hydrants.at("path"), "file:./" + replica().artifacts[0].final_name + "?itemId=0");
  EXPECT_EQ(hydrants.at("url"), water + "/0");
  EXPECT_EQ(hydrants.at("futureMember").at("kept"), true);
  EXPECT_EQ(map.at("tables").at(0).at("path"), "file:./" + replica().artifacts[0].final_name + "?itemId=12");
  EXPECT_EQ(map.at("baseMap").at("baseMapLayers").at(0).at("path"), "file:./" + tiles().artifacts[0].final_name);
  EXPECT_EQ(map.at("unknownMember"), 7);
  EXPECT_EQ(map.at("applicationProperties").at("offline").at("syncDataOptions"), 144);
  EXPECT_EQ(map.at("version"), "1.3");
  EXPECT_EQ(map.at("authoringApp"), "mapferry");
  EXPECT_EQ(
    map.at("initialState").at("viewpoint"), (json{{"targetGeometry", proto::to_json(plan().area_of_interest)}}));
}

TEST(PackageLayout, GroupsLoseFailedMembersAndOnlyVanishWithAllOfThem) {
  const auto map = map_of(core::make_package(job(), plan(), both()));
  EXPECT_THAT(ids(map.at("operationalLayers")), ElementsAre("hydrants", "group", "was-empty", "notes"));
  EXPECT_THAT(ids(map.at("operationalLayers").at(1).at("layers")), ElementsAre("mains"));
}

TEST(PackageLayout, LayersThatStayOnlineKeepTheirAddressAlone) {
  auto p = plan();
  p.online = {"/operationalLayers/1/layers/0", "/operationalLayers/2/layers/0"};
  p.web_map["operationalLayers"][1]["layers"][0]["url"] = "https://me:pw@wms.example/wms?token=secret&layers=a";
  p.web_map["operationalLayers"][1]["layers"][0]["path"] = "file:../../elsewhere.tpkx";
  const auto package = core::make_package(job(), p, both());
  const auto map = map_of(package);
  EXPECT_THAT(ids(map.at("operationalLayers")), ElementsAre("hydrants", "group", "lost", "was-empty", "notes"));
  const auto& wms = map.at("operationalLayers").at(1).at("layers").at(0);
  EXPECT_EQ(wms,
    (json{{"id", "wms"}, {"layerType", "WMS"}, {"title", "wms"}, {"url", "https://wms.example/wms?layers=a"},
      {"futureMember", {{"kept", true}}}}));
  EXPECT_EQ(json::parse(package.files[1].second).at("version"), "4.0");
  EXPECT_THAT(package_problems(package, {{replica().artifacts[0].final_name, {0, 1, 12}}}), IsEmpty());
}

TEST(PackageLayout, ReferenceBasemapIsNamedWhereItLies) {
  auto p = plan();
  p.web_map["baseMap"]["baseMapLayers"] = {
    {{"id", "reference-basemap"}, {"layerType", "ArcGISTiledMapServiceLayer"}, {"path", "file:/etc/not-ours.tpkx"}}};
  p.reference_basemap = "file:../../city.tpkx";
  const auto package = core::make_package(job(), p, {replica()});
  const auto map = map_of(package);
  const auto& layers = map.at("baseMap").at("baseMapLayers");
  ASSERT_EQ(layers.size(), 1u);
  EXPECT_EQ(layers.at(0).at("path"), "file:../../city.tpkx");
  EXPECT_THAT(package.keep, ElementsAre(replica().artifacts[0].final_name));
  EXPECT_THAT(package_problems(package, {{replica().artifacts[0].final_name, {0, 1, 12}}}), IsEmpty());
}

TEST(PackageLayout, PathsThatTheWebMapBringsAreNotTaken) {
  auto p = plan();
  p.web_map["operationalLayers"][1]["layers"][0]["path"] = "file:../../elsewhere.tpkx";
  const auto map = map_of(core::make_package(job(), p, both()));
  EXPECT_THAT(ids(map.at("operationalLayers").at(1).at("layers")), ElementsAre("mains"));
}

TEST(PackageLayout, FailedExportsAreNotInTheMapNorAmongItsFiles) {
  auto layers = both();
  layers[0].phase = proto::layer_phase::failed;
  const auto package = core::make_package(job(), plan(), layers);
  const auto map = map_of(package);
  EXPECT_THAT(ids(map.at("operationalLayers")), ElementsAre("was-empty", "notes"));
  EXPECT_THAT(map.at("tables"), IsEmpty());
  EXPECT_THAT(package.keep, ElementsAre(tiles().artifacts[0].final_name));
  EXPECT_THAT(package_problems(package, {}), IsEmpty());
}

TEST(PackageLayout, StrangeMapsMakeAPackageAndNoCrash) {
  for (const json& strange : {json::object(), json{{"baseMap", 5}},
         json{{"operationalLayers", {1, "x", nullptr, {{"layerType", 5}}}}, {"tables", "x"}},
         json{{"initialState", "x"}}}) {
    auto p = plan();
    p.web_map = strange;
    EXPECT_THAT(package_problems(core::make_package(job(), p, {}), {}), IsEmpty()) << strange;
  }
}

TEST(PackageLayout, TextThatIsNoUtf8IsReplaced) {
  auto p = plan();
  p.item_info.title = "caf\xe9";
  const auto info = json::parse(core::make_package(job(), p, both()).files[1].second);
  EXPECT_EQ(info.at("title"), "caf\xef\xbf\xbd");
}

TEST(PackageLayout, ReportNamesFilesReplicasErrorsAndNotes) {
  auto record = job();
  record.layer_errors = plan().layer_errors;
  record.layer_errors.push_back({"late", "late", water, {}});
  const auto report = json::parse(core::make_package(record, plan(), both()).report);
  EXPECT_EQ(report.at("version"), 1);
  EXPECT_EQ(report.at("job"), record.id);
  EXPECT_EQ(report.at("item"), record.request.item);
  EXPECT_TRUE(report.at("hasErrors").get<bool>());
  EXPECT_THAT(ids(report.at("layerErrors")), ElementsAre("csv", "wms", "late"));
  EXPECT_THAT(report.at("tableErrors"), IsEmpty());
  ASSERT_EQ(report.at("files").size(), 2u);
  EXPECT_EQ(report.at("files").at(0),
    (json{{"path", "p13/" + replica().artifacts[0].final_name}, {"bytes", 4096}, {"sha256", std::string(64, 'a')},
      {"service", water}, {"layers", {"hydrants", "mains", "visits"}}}));
  EXPECT_EQ(report.at("replicas"), (json{{{"name", "box-J-0-1"}, {"replicaID", "58808194"}, {"service", water}}}));
  EXPECT_EQ(report.at("times"), (json{{"created", record.created_at}, {"planned", record.planned_at}}));
  EXPECT_THAT(report.at("notes"), ElementsAre(HasSubstr("a note of planning"), HasSubstr("a note of checking")));
  EXPECT_EQ(report.at("parameters").at("areaOfInterest").at("xmin"), -9814400);
}

TEST(PackageLayout, OfAMapThatCameAsAFileTheReportNamesTheFileAndThePackageNoItem) {
  auto record = job();
  record.request.item.clear();
  record.request.web_map = proto::web_map_file{"hydrants", std::make_shared<const json>(json::object())};
  auto p = plan();
  p.item_id.clear();
  p.item_info = {};
  const auto package = core::make_package(record, p, both());
  const auto report = json::parse(package.report);
  EXPECT_EQ(report.at("webMap"), "hydrants");
  EXPECT_FALSE(report.contains("item"));
  EXPECT_EQ(package.report.find("document"), std::string::npos) << "the map itself is in the package";
  const auto item = json::parse(package.files[0].second).at("item");
  EXPECT_FALSE(item.contains("originalPortalItemId") || item.contains("portalUrl"));
  EXPECT_EQ(item.at("title"), "");
  EXPECT_THAT(package_problems(package, {{replica().artifacts[0].final_name, {0, 1, 12}}}), IsEmpty());
}

TEST(PackageLayout, HasTheShapeOfARealPackage) {
  NEEDS_FIXTURES();
  const auto package = core::make_package(job(), plan(), both());
  const auto real = fixtures::json("packages/canyonlands-unpacked/package.info");
  const auto info = json::parse(package.files[1].second);
  for (const auto& [name, value] : real.items()) {
    ASSERT_TRUE(info.contains(name)) << name;
    EXPECT_EQ(info.at(name).type(), value.type()) << name;
  }
  EXPECT_EQ(info.at("spatialReference"), real.at("spatialReference"));
  EXPECT_EQ(info.at("type"), real.at("type"));
  EXPECT_EQ(info.at("maps"), real.at("maps"));
  EXPECT_EQ(info.at("version"), real.at("version"));
  EXPECT_EQ(info.at("guid").get<std::string>().size(), real.at("guid").get<std::string>().size());
  auto keywords = real.at("typeKeywords").get<std::vector<std::string>>();
  std::erase(keywords, "Preplanned");
  EXPECT_EQ(info.at("typeKeywords"), json(keywords));
  // minified, members in the same order
  EXPECT_EQ(package.files[1].second, info.dump());
  const auto real_map = fixtures::json("packages/canyonlands-unpacked/p13/mobile_map.mmap");
  const auto map = json::parse(package.files[0].second);
  EXPECT_EQ(map.size(), 2u);
  for (const auto* part : {"item", "map"})
    for (const auto& [name, value] : real_map.at(part).items()) {
      if (name == "id" || name == "referenceScale") // of a preplanned area; of the author's map, if at all
        continue;
      ASSERT_TRUE(map.at(part).contains(name)) << part << "." << name;
      EXPECT_EQ(map.at(part).at(name).type(), value.type()) << part << "." << name;
    }
}

TEST(PackageLayout, PartNamesBelongToOneFileOfOneAttempt) {
  std::set<std::string> stems;
  for (int layer : {0, 1})
    for (std::uint32_t attempt : {1u, 2u})
      for (std::size_t artifact : {0u, 1u})
        stems.insert(core::part_stem("J", layer, attempt, artifact));
  EXPECT_EQ(stems.size(), 8u);
}

TEST(PackageLayout, AStyleOfItsOwnLiesBesideItsTiles) {
  const std::string base = "https://tiles.example/rest/services/Base/VectorTileServer";
  auto with_style = plan();
  with_style.web_map["baseMap"]["baseMapLayers"] = json::array({layer("imagery", "VectorTileLayer", base)});
  with_style.styles = {
    {"/baseMap/baseMapLayers/0", "https://portal.example/content/items/5/resources/styles/root.json",
      {{"version", 8}, {"sprite", "../sprites/sprite"}, {"glyphs", base + "/resources/fonts/{range}.pbf"}},
      {{"sprites/sprite.png", "picture"}}},
    {"/operationalLayers/3", "https://of.a/layer/that/failed", {{"version", 8}}, {}}};
  const std::vector<proto::layer_record> layers{done(1, proto::vector_tiles_task{base, {}, 3857},
    {{"imagery", "imagery", "/baseMap/baseMapLayers/0", -1, false}}, "vtpk")};
  const auto package = core::make_package(job(), with_style, layers);
  const auto& tiles_name = layers[0].artifacts[0].final_name;
  const auto folder = tiles_name.substr(0, tiles_name.size() - std::string{".vtpk"}.size()) + "-style1";
  ASSERT_EQ(package.files.size(), 4u);
  EXPECT_EQ(package.files[0].first, "p13/" + folder + "/styles/root.json");
  EXPECT_EQ(package.files[1], std::pair("p13/" + folder + "/sprites/sprite.png", std::string{"picture"}));
  EXPECT_EQ(package.files[3].first, "package.info");
  ASSERT_EQ(package.fonts.size(), 1u);
  EXPECT_EQ(package.fonts[0].package, tiles_name);
  EXPECT_EQ(package.fonts[0].folder, folder);
  const auto document = json::parse(package.files[2].second);
  const auto& entry = document["map"]["baseMap"]["baseMapLayers"][0];
  EXPECT_EQ(entry["stylePath"], "file:./" + folder + "/styles/root.json");
  EXPECT_EQ(entry["path"], "file:./" + tiles_name);
  EXPECT_EQ(json::parse(package.report)["styles"],
    json::array({{{"path", "p13/" + folder}, {"style", with_style.styles[0].address}}}));
}

} // namespace
