#include "core/plan/map_services.hpp"
#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using namespace simple;
using testing::ElementsAre;
using testing::HasSubstr;
using code = proto::failure_code;

TEST(Planner, TurnsAMapOfThreeKindsIntoThreeExports) {
  auto map = simple_map();
  map["operationalLayers"].push_back(
    layer_entry("zones", "VectorTileLayer", "https://tiles.example/rest/services/Zones/VectorTileServer"));
  auto world = simple_world(map);
  world.answer("https://tiles.example/rest/services/Zones/VectorTileServer", vector_root());
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 3u);
  EXPECT_EQ(proto::kind_of(plan.exports[0].task), proto::export_kind::raster_tiles);
  EXPECT_EQ(proto::kind_of(plan.exports[1].task), proto::export_kind::feature_sync);
  EXPECT_EQ(proto::kind_of(plan.exports[2].task), proto::export_kind::vector_tiles);
  EXPECT_EQ(std::get<proto::vector_tiles_task>(plan.exports[2].task).request.max_level, 11);
  EXPECT_TRUE(plan.layer_errors.empty());
  EXPECT_EQ(plan.item_info.title, "Hydrants");
  EXPECT_EQ(plan.portal_url, "https://portal.example.com");
  EXPECT_NEAR(plan.extent[0], -88.164, 0.001);
}

TEST(Planner, AsksEverythingInThePortalsNameAndUnderTheAllowRule) {
  auto world = simple_world();
  world.plan(naperville());
  for (const auto& request : world.asked) {
    EXPECT_EQ(request.portal, "field");
    EXPECT_TRUE(request.named_by_document) << request.address;
    EXPECT_FALSE(request.has_effect);
    EXPECT_EQ(request.method, core::http_method::get);
  }
}

TEST(Planner, FindsThePortalUnderEveryAddressThatPeopleGive) {
  for (const auto* address :
    {"https://portal.example.com/", "https://portal.example.com/sharing", "https://portal.example.com/sharing/rest/"}) {
    auto world = simple_world();
    EXPECT_EQ(plan_of(world.plan(naperville(), address)).portal_url, "https://portal.example.com");
  }
}

TEST(Planner, TakesAMapThatCameAsAFileWithoutAskingForAnItem) {
  auto world = simple_world();
  auto request = naperville();
  request.item.clear();
  request.web_map = proto::web_map_file{"hydrants", std::make_shared<const json>(simple_map())};
  const auto plan = plan_of(world.plan(request));
  EXPECT_EQ(plan.exports.size(), 2u);
  EXPECT_EQ(plan.item_id, "");
  EXPECT_EQ(plan.item_info.title, "");
  EXPECT_FALSE(std::ranges::any_of(world.asked, [](const auto& one) { return one.address.starts_with(sharing); }));
  auto of_item = simple_world();
  const auto same = plan_of(of_item.plan(naperville()));
  ASSERT_EQ(same.exports.size(), plan.exports.size());
  for (std::size_t i = 0; i < plan.exports.size(); ++i)
    EXPECT_EQ(same.exports[i].task, plan.exports[i].task);
  EXPECT_EQ(same.web_map, plan.web_map);
}

TEST(Planner, RefusesWhatIsNoOfflineMap) {
  auto world = simple_world();
  auto wrong = item();
  wrong["type"] = "Feature Service";
  world.answer(sharing + naperville().item, wrong);
  EXPECT_EQ(failure_of(world.plan(naperville())).code, code::web_map_not_supported);
  wrong = item();
  wrong["typeKeywords"].push_back("OfflineDisabled");
  world.answer(sharing + naperville().item, wrong);
  EXPECT_EQ(failure_of(world.plan(naperville())).code, code::offline_disabled);
  world.answer(sharing + naperville().item,
    std::string{
      R"({"error":{"code":400,"messageCode":"CONT_0001","message":"Item does not exist or is inaccessible."}})"});
  EXPECT_EQ(failure_of(world.plan(naperville())).code, code::not_found);
}

TEST(Planner, RefusesAnAreaThatNoServiceCanAnswerFor) {
  auto request = naperville();
  request.parameters.area_of_interest = proto::envelope{170, -20, 190, -10, {4326, 0, {}}};
  auto world = simple_world();
  EXPECT_EQ(failure_of(world.plan(request)).code, code::crosses_dateline);
  EXPECT_TRUE(world.asked.empty());
  request.parameters.area_of_interest = proto::envelope{1, 2, 3, 4, {}};
  EXPECT_EQ(failure_of(world.plan(request)).code, code::missing_spatial_reference);
  request.parameters.area_of_interest = proto::envelope{1, 2, 3, 4, {999999, 0, {}}};
  EXPECT_EQ(failure_of(world.plan(request)).code, code::spatial_reference_invalid);
}

TEST(Planner, WaitsForTheNetworkAtEveryDocumentThatDecides) {
  auto map = simple_map();
  map["operationalLayers"][0]["itemId"] = "11112222333344445555666677778888";
  for (const auto& address : {sharing + naperville().item, sharing + naperville().item + "/data", water,
         water + "/layers", tiles, sharing + "11112222333344445555666677778888/data"}) {
    auto world = simple_world(map);
    world.fail(address, core::transport_error::unreachable);
    auto step = world.plan(naperville());
    const auto* wait = std::get_if<core::plan_wait>(&step);
    ASSERT_NE(wait, nullptr) << address;
    EXPECT_EQ(wait->failure.code, code::network_unreachable);
    world.answer(address, std::string{"try later"}, 503);
    step = world.plan(naperville());
    ASSERT_TRUE(std::holds_alternative<core::plan_wait>(step)) << address;
  }
}

TEST(Planner, OneWaitNamesEveryDocumentThatTheNetworkTook) {
  auto world = simple_world();
  for (const auto& address : {water, water + "/layers", tiles})
    world.fail(address, core::transport_error::unreachable);
  const auto step = world.plan(naperville());
  const auto* wait = std::get_if<core::plan_wait>(&step);
  ASSERT_NE(wait, nullptr);
  EXPECT_EQ(wait->others.size(), 2u);
  EXPECT_THAT(wait->others, testing::Not(testing::Contains(wait->key)));
}

TEST(Planner, WaitsForASignInOfThePortalButNotOfAService) {
  const std::string token = R"({"error":{"code":499,"message":"Token Required","details":[]}})";
  for (const auto& address : {sharing + naperville().item, sharing + naperville().item + "/data"}) {
    auto world = simple_world();
    world.answer(address, token);
    const auto step = world.plan(naperville());
    ASSERT_TRUE(std::holds_alternative<core::plan_wait>(step)) << address;
    EXPECT_EQ(std::get<core::plan_wait>(step).failure.code, code::sign_in_required);
  }
  auto world = simple_world();
  world.answer(water, token);
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, code::sign_in_required);
  EXPECT_EQ(plan.exports.size(), 1u);
}

TEST(Planner, ServiceThatCannotBeReadIsItsLayersErrorInTheServersWords) {
  auto world = simple_world();
  world.answer(water, std::string{R"({"error":{"code":400,"message":"Service stopped","details":[]}})"});
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].id, "hydrants");
  EXPECT_EQ(plan.layer_errors[0].service, water + "/0");
  EXPECT_EQ(plan.layer_errors[0].failure.code, code::not_loaded);
  EXPECT_EQ(plan.layer_errors[0].failure.server_said, "Service stopped");
  EXPECT_EQ(plan.layer_errors[0].failure.esri_code, 400);
}

TEST(Planner, AsksLayerByLayerWhereAServiceKnowsNoList) {
  auto world = simple_world();
  world.answer(water + "/layers", std::string{R"({"error":{"code":400,"message":"Invalid URL"}})"});
  world.answer(water + "/0", feature_layer(0));
  EXPECT_EQ(plan_of(world.plan(naperville())).exports.size(), 2u);
  EXPECT_TRUE(world.was_asked(water + "/0"));
  auto whole = simple_world();
  whole.plan(naperville());
  EXPECT_FALSE(whole.was_asked(water + "/0"));
}

TEST(Planner, LayerThatTheServiceDoesNotHaveIsItsError) {
  auto map = simple_map();
  map["operationalLayers"][0]["url"] = water + "/7";
  const auto plan = plan_of(simple_world(map).plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, code::not_found);
}

/// What comes of it is the job's to decide, which keeps the errors to show.
TEST(Planner, ListsRefusalsWhetherTheJobMayGoOnOrNot) {
  for (bool continues : {false, true}) {
    auto world = simple_world();
    world.answer(water, feature_root("Query"));
    auto request = naperville();
    request.parameters.continue_on_errors = continues;
    request.parameters.include_basemap = continues;
    const auto plan = plan_of(world.plan(request));
    ASSERT_EQ(plan.layer_errors.size(), 1u);
    EXPECT_EQ(plan.layer_errors[0].failure.code, code::sync_not_enabled);
    EXPECT_THAT(plan.layer_errors[0].failure.subject, HasSubstr("Title of hydrants"));
    EXPECT_EQ(plan.exports.empty(), !continues);
  }
}

TEST(Planner, DecidesWithoutADocumentThatIsGivenUp) {
  for (auto [transport, status] :
    {std::pair{core::transport_error::unreachable, 0}, {core::transport_error::none, 500}}) {
    core::plan_documents documents;
    auto world = simple_world();
    core::plan_step step;
    for (int round = 0; round < 20; ++round) {
      step = core::make_plan({naperville(), "https://portal.example.com", "field", core::plan_purpose::job}, documents);
      const auto* need = std::get_if<core::plan_need>(&step);
      if (need == nullptr)
        break;
      for (const auto& document : need->documents) {
        documents[document.key].reply = world.reply_to(document.request);
        if (document.request.address == water) {
          core::reply failed;
          failed.transport = transport;
          failed.status = status;
          documents[document.key] = {failed, true};
        }
      }
    }
    const auto plan = plan_of(step);
    ASSERT_EQ(plan.layer_errors.size(), 1u);
    EXPECT_EQ(plan.layer_errors[0].failure.code, code::not_loaded);
    EXPECT_EQ(plan.exports.size(), 1u);
  }
}

TEST(Planner, LeavesTheBaseMapAloneWithoutIncludeBasemap) {
  auto request = naperville();
  request.parameters.include_basemap = false;
  auto world = simple_world();
  const auto plan = plan_of(world.plan(request));
  EXPECT_EQ(plan.exports.size(), 1u);
  EXPECT_TRUE(plan.layer_errors.empty());
  EXPECT_FALSE(world.was_asked(tiles));
  EXPECT_EQ(plan.web_map.at("baseMap").at("baseMapLayers").size(), 0u);
}

TEST(Planner, ThumbnailIsTakenWhenItIsAPictureAndNeverFailsTheJob) {
  auto with = item();
  with["thumbnail"] = "thumbnail/a picture.png";
  auto world = simple_world();
  world.answer(sharing + naperville().item, with);
  const auto address = sharing + naperville().item + "/info/thumbnail/a%20picture.png";
  for (const std::string body : {"<html>sign in</html>", ""}) {
    world.answer(address, body);
    EXPECT_EQ(plan_of(world.plan(naperville())).item_info.thumbnail, "");
  }
  world.fail(address, core::transport_error::unreachable);
  EXPECT_EQ(plan_of(world.plan(naperville())).item_info.thumbnail, "");
  world.answer(address, std::string{"\x89PNG\r\n\x1a\n"});
  EXPECT_EQ(plan_of(world.plan(naperville())).item_info.thumbnail, "data:image/png;base64,iVBORw0KGgo=");
  auto request = naperville();
  request.parameters.item_info.emplace().thumbnail = "";
  EXPECT_EQ(plan_of(world.plan(request)).item_info.thumbnail, "") << "the job's item info comes first";
}

TEST(Planner, MergesWhatALayersItemStoresAndAStaleItemFailsNothing) {
  auto map = simple_map();
  auto& layer = map["operationalLayers"][0];
  layer["itemId"] = "11112222333344445555666677778888";
  layer["layerDefinition"] = {{"minScale", 5000}};
  const auto data = sharing + "11112222333344445555666677778888/data";
  auto world = simple_world(map);
  for (const std::string body : {"", "{\"error\":{\"code\":500,\"message\":\"Item does not have a file.\"}}",
         "{\"error\":{\"code\":400,\"messageCode\":\"CONT_0001\",\"message\":\"gone\"}}"}) {
    world.answer(data, body);
    EXPECT_EQ(plan_of(world.plan(naperville())).exports.size(), 2u) << body;
  }
  world.answer(data,
    json{{"layers",
      {{{"id", 0}, {"popupInfo", {{"title", "{ID}"}}},
        {"layerDefinition", {{"minScale", 1}, {"definitionExpression", "OPEN = 1"}}}}}}});
  const auto plan = plan_of(world.plan(naperville()));
  const auto& merged = plan.web_map.at("operationalLayers").at(0);
  EXPECT_EQ(merged.at("popupInfo").at("title"), "{ID}");
  EXPECT_EQ(merged.at("layerDefinition").at("minScale"), 5000);
  EXPECT_EQ(std::get<proto::feature_sync_task>(plan.exports[1].task).request.layers[0].where, "OPEN = 1");
}

TEST(Planner, LayersOfOneTileServiceShareAnExportWithTheLevelsOfBoth) {
  auto map = simple_map();
  auto near = layer_entry("near", "ArcGISTiledMapServiceLayer", tiles + "/");
  near["minScale"] = 1'000'000;
  map["baseMap"]["baseMapLayers"][0]["maxScale"] = 100'000'000;
  map["operationalLayers"].push_back(near);
  const auto plan = plan_of(simple_world(map).plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 2u);
  const auto& task = std::get<proto::raster_tiles_task>(plan.exports[0].task);
  EXPECT_THAT(task.request.levels, ElementsAre(0, 1, 2, 3, 9, 10, 11));
  ASSERT_EQ(plan.exports[0].covers.size(), 2u);
  EXPECT_EQ(plan.exports[0].covers[0].pointer, "/baseMap/baseMapLayers/0");
  EXPECT_EQ(plan.exports[0].covers[1].pointer, "/operationalLayers/1");
}

TEST(Planner, TileServicesAreRefusedForWhatTheyLack) {
  const std::vector<std::pair<json, code>> cases{{json{{"exportTilesAllowed", false}}, code::tile_export_not_enabled},
    {json{{"singleFusedMapCache", false}}, code::tile_export_not_enabled},
    {json{{"exportTileCacheCompactV2Allowed", false}}, code::compact_v2_not_enabled},
    {json{
       {"fullExtent", {{"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 102100}}}}}},
      code::outside_area},
    {json{{"minLOD", 20}}, code::scales_do_not_meet}};
  for (const auto& [change, expected] : cases) {
    auto root = tile_root();
    root.update(change);
    auto world = simple_world();
    world.answer(tiles, root);
    const auto plan = plan_of(world.plan(naperville()));
    ASSERT_EQ(plan.layer_errors.size(), 1u) << change;
    EXPECT_EQ(plan.layer_errors[0].failure.code, expected) << change;
  }
}

TEST(Planner, AServicesExtentCountsInWhateverReferenceItIs) {
  const auto in_degrees = [](double xmin, double ymin, double xmax, double ymax) {
    return json{{"xmin", xmin}, {"ymin", ymin}, {"xmax", xmax}, {"ymax", ymax}, {"spatialReference", {{"wkid", 4326}}}};
  };
  auto root = tile_root();
  auto world = simple_world();
  root["fullExtent"] = in_degrees(-120, 30, -90, 50);
  world.answer(tiles, root);
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, code::outside_area);
  // the western hundredth of the area: two columns of tiles instead of many
  root["fullExtent"] = in_degrees(-120, 30, -88.163, 50);
  root["maxExportTilesCount"] = 60;
  world.answer(tiles, root);
  auto request = naperville();
  request.parameters.area_of_interest = proto::envelope{-9814400, 5120000, -9614400, 5320000, {102100, 3857, {}}};
  const auto clipped = plan_of(world.plan(request));
  EXPECT_TRUE(clipped.layer_errors.empty());
  EXPECT_THAT(core::lines_of(clipped.findings), testing::Not(testing::Contains(HasSubstr("in one export"))));
  root["fullExtent"] = in_degrees(-120, 30, -80, 50);
  world.answer(tiles, root);
  EXPECT_THAT(core::lines_of(plan_of(world.plan(request)).findings), testing::Contains(HasSubstr("in one export")));
}

TEST(Planner, APolygonsBayIsOutsideOfTheArea) {
  // Around the service's tiles and the layer's features, but not over them.
  auto request = naperville();
  request.parameters.area_of_interest =
    proto::polygon{{{{0, 0}, {0, 1000}, {1000, 1000}, {1000, 900}, {100, 900}, {100, 0}, {0, 0}}}, {102100, 3857, {}}};
  const json bay{{"xmin", 500}, {"ymin", 100}, {"xmax", 600}, {"ymax", 200}, {"spatialReference", {{"wkid", 102100}}}};
  auto root = tile_root();
  root["fullExtent"] = bay;
  auto there = feature_layer(0);
  there["extent"] = bay;
  auto world = simple_world();
  world.answer(tiles, root);
  world.answer(water + "/layers", json{{"layers", {there}}});
  const auto plan = plan_of(world.plan(request));
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, code::outside_area);
  EXPECT_THAT(core::lines_of(plan.findings), testing::Contains(HasSubstr("does not meet the area")));
}

TEST(Planner, MoreTilesThanAllowedAreANoteAndNoRefusal) {
  auto root = tile_root();
  root["maxExportTilesCount"] = 5;
  auto world = simple_world();
  world.answer(tiles, root);
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_EQ(plan.exports.size(), 2u);
  EXPECT_THAT(core::lines_of(plan.findings), testing::Contains(HasSubstr("the service allows 5 in one export")));
}

TEST(Planner, FeatureLayerOutsideTheAreaIsANote) {
  auto there = feature_layer(0);
  there["extent"] = {{"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 102100}}}};
  auto world = simple_world();
  world.answer(water + "/layers", json{{"layers", {there}}});
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_TRUE(plan.layer_errors.empty());
  EXPECT_THAT(core::lines_of(plan.findings), testing::Contains(HasSubstr("does not meet the area")));
}

TEST(Planner, VectorServiceIsFoundBehindItsStyle) {
  const std::string style = "https://portal.example.com/sharing/rest/content/items/5ad3/resources/styles/root.json";
  const std::string root = "https://tiles.example/rest/services/Base/VectorTileServer";
  auto map = simple_map();
  map["baseMap"]["baseMapLayers"] = {{{"id", "base"}, {"layerType", "VectorTileLayer"}, {"styleUrl", style}}};
  auto world = simple_world(map);
  world.answer(style, json{{"version", 8}, {"sources", {{"esri", {{"type", "vector"}, {"url", root}}}}}});
  world.answer(root, vector_root());
  EXPECT_EQ(proto::service_of(plan_of(world.plan(naperville())).exports[0].task), root);
  // a service's own style names it relatively
  auto own = map;
  own["baseMap"]["baseMapLayers"][0]["styleUrl"] = root + "/resources/styles/root.json";
  auto direct = simple_world(own);
  direct.answer(root, vector_root());
  EXPECT_EQ(proto::service_of(plan_of(direct.plan(naperville())).exports[0].task), root);
  world.answer(style, json{{"version", 8}, {"sources", json::object()}});
  EXPECT_EQ(plan_of(world.plan(naperville())).layer_errors.at(0).failure.code, code::not_loaded);
}

TEST(Planner, RefusesAMapOfTooManyHosts) {
  auto map = simple_map();
  for (int i = 0; i < 64; ++i)
    map["operationalLayers"].push_back(layer_entry("l" + std::to_string(i), "ArcGISFeatureLayer",
      "https://h" + std::to_string(i) + ".example/rest/services/X/FeatureServer/0"));
  auto world = simple_world(map);
  EXPECT_EQ(failure_of(world.plan(naperville())).code, code::limit_exceeded);
}

TEST(Planner, KeepsNoSecretsOfTheMap) {
  auto map = simple_map();
  map["operationalLayers"][0]["url"] = water + "/0?token=secret-1&x=1";
  map["operationalLayers"][0]["customParameters"] = {{"key", "secret-2"}, {"lang", "de"}};
  map["operationalLayers"][0]["popupInfo"] = {
    {"description", "<a href='https://x.example/?a=1&amp;token=secret-3'>x</a>"}};
  auto world = simple_world(map);
  const auto text = core::to_json(plan_of(world.plan(naperville()))).dump();
  EXPECT_EQ(text.find("secret"), std::string::npos) << text;
}

/// The parameters of a question beside f.
std::vector<std::string> extras(const plan_world& world, const std::string& address) {
  std::vector<std::string> names;
  for (const auto& request : world.asked)
    if (request.address == address)
      for (const auto& [name, value] : request.form)
        if (name != "f")
          names.push_back(name + "=" + value);
  return names;
}

/// Where the secret parameters of a question are to be read.
proto::parameter_sources secrets_asked_for(const plan_world& world, const std::string& address) {
  for (const auto& request : world.asked)
    if (request.address == address)
      return request.secret_parameters;
  return {};
}

proto::parameter_sources hydrant_secrets() {
  return {{sharing + naperville().item + "/data", "//svc.example/rest/services/water/featureserver/0"}};
}

TEST(Planner, CustomParametersGoToTheLayersOwnServerAndIntoItsExport) {
  auto map = simple_map();
  map["operationalLayers"][0]["customParameters"] = {
    {"lang", "de"}, {"key", "secret"}, {"f", "html"}, {"token", "secret"}};
  auto world = simple_world(map);
  const auto plan = plan_of(world.plan(naperville()));
  for (const auto& address : {water, water + "/layers"}) {
    EXPECT_THAT(extras(world, address), ElementsAre("lang=de")) << address;
    EXPECT_EQ(secrets_asked_for(world, address), hydrant_secrets()) << address;
  }
  EXPECT_TRUE(extras(world, tiles).empty());
  EXPECT_TRUE(secrets_asked_for(world, tiles).empty());
  EXPECT_TRUE(proto::parameters_of(plan.exports[0].task).empty());
  EXPECT_TRUE(proto::secret_parameters_of(plan.exports[0].task).empty());
  EXPECT_EQ(proto::parameters_of(plan.exports[1].task), (proto::service_parameters{{"f", "html"}, {"lang", "de"}}));
  EXPECT_EQ(proto::secret_parameters_of(plan.exports[1].task), hydrant_secrets());
  EXPECT_EQ(core::to_json(plan).dump().find("secret\""), std::string::npos) << "no value";
}

TEST(Planner, SecretParametersOfAMapThatCameAsAFileAreLeftOutAndSaid) {
  auto map = simple_map();
  map["operationalLayers"][0]["customParameters"] = {{"lang", "de"}, {"key", nullptr}};
  auto request = naperville();
  request.item.clear();
  request.web_map = proto::web_map_file{"hydrants", std::make_shared<const json>(map)};
  auto world = simple_world();
  const auto plan = plan_of(world.plan(request));
  EXPECT_TRUE(secrets_asked_for(world, water).empty());
  EXPECT_TRUE(proto::secret_parameters_of(plan.exports[1].task).empty());
  EXPECT_THAT(core::lines_of(plan.findings), testing::Contains(HasSubstr("custom parameter key")));
}

TEST(Planner, CustomParametersNeverGoToAHostThatAStyleNames) {
  const std::string style = "https://maps.example/styles/root.json";
  const std::string root = "https://stranger.example/rest/services/Base/VectorTileServer";
  auto map = simple_map();
  map["baseMap"]["baseMapLayers"] = {{{"id", "base"}, {"layerType", "VectorTileLayer"}, {"styleUrl", style},
    {"customParameters", {{"key", "secret"}, {"lang", "de"}}}}};
  auto world = simple_world(map);
  world.answer(style, json{{"version", 8}, {"sources", {{"esri", {{"url", root}}}}}});
  world.answer(root, vector_root());
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_THAT(extras(world, style), ElementsAre("lang=de"));
  EXPECT_EQ(secrets_asked_for(world, style).size(), 1u);
  ASSERT_TRUE(world.was_asked(root));
  EXPECT_TRUE(extras(world, root).empty());
  EXPECT_TRUE(secrets_asked_for(world, root).empty());
  EXPECT_TRUE(proto::secret_parameters_of(plan.exports[0].task).empty());
  EXPECT_TRUE(proto::parameters_of(plan.exports[0].task).empty());
}

TEST(Planner, AServiceWithALevelThatNoSchemeHasIsPlannedWithoutIt) {
  auto root = vector_root();
  root["tileInfo"]["lods"].push_back({{"level", 2147483647}, {"resolution", 1e-9}, {"scale", 1e-6}});
  auto map = simple_map();
  const std::string zones = "https://tiles.example/rest/services/Zones/VectorTileServer";
  map["operationalLayers"].push_back(layer_entry("zones", "VectorTileLayer", zones));
  auto world = simple_world(map);
  world.answer(zones, root);
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 3u);
  EXPECT_EQ(std::get<proto::vector_tiles_task>(plan.exports[2].task).request.max_level, 11);
}

TEST(Planner, TheThumbnailIsThatOfTheItemThatWasAskedFor) {
  auto with = item();
  with["id"] = "../../users/somebody";
  with["thumbnail"] = "thumbnail/a.png";
  auto world = simple_world();
  world.answer(sharing + naperville().item, with);
  world.plan(naperville());
  EXPECT_TRUE(world.was_asked(sharing + naperville().item + "/info/thumbnail/a.png"));
}

} // namespace
