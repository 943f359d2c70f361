#include "core/plan/map_services.hpp"
#include "tests/core/plan/plan_world.hpp"

#include "tests/support/fixtures.hpp"

#include <gmock/gmock.h>

namespace {

using option = proto::query_option;

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using code = proto::failure_code;

const std::string recorded_water =
  "https://services.example.com/ORGID0000000000/arcgis/rest/services/Water/FeatureServer";

plan_world world_of(const std::string& map) {
  plan_world world;
  auto item = fixtures::json("portal/item-web-map-synthetic.json");
  world.answer(sharing + naperville().item, item);
  world.answer(sharing + naperville().item + "/data", fixtures::text("webmap/" + map + ".json"));
  return world;
}

void serve(plan_world& world, const std::string& root, const std::string& recorded = "agol-sync-editable.service") {
  world.answer(root, fixtures::text("featureserver/" + recorded + ".json"));
  world.answer(root + "/layers", fixtures::text("featureserver/agol-sync-editable.layers.json"));
}

/// A recorded root of hosted tiles, as it would be in the area and exportable.
json exportable_tiles() {
  auto root = fixtures::json("tiles/json/mapserver_agol_hosted_tiles_10.81.json");
  root.update({{"exportTilesAllowed", true}, {"minLOD", 0}, {"maxLOD", 18}});
  root["fullExtent"].update({{"xmin", -20037508}, {"ymin", -20037508}, {"xmax", 20037508}, {"ymax", 20037508}});
  return root;
}

plan_world ready_world() {
  auto world = world_of("synthetic-offline-ready");
  serve(world, recorded_water);
  world.answer(
    "https://tiles.example.com/tiles/ORGID0000000000/arcgis/rest/services/Parcels/MapServer", exportable_tiles());
  world.answer("https://tiles.example.com/arcgis/rest/services/Labels/MapServer", exportable_tiles());
  world.answer("https://tiles.example.com/arcgis/rest/services/Hillshade/MapServer",
    fixtures::text("tiles/json/mapserver_enterprise_doc_example_export_allowed.json"));
  const std::pair<std::string, std::string> styles[] = {
    {"33334444555566667777888899990000", "Zones"}, {"44445555666677778888999900001111", "Base"}};
  for (const auto& [item, name] : styles)
    world.answer(sharing + item + "/resources/styles/root.json",
      json{{"version", 8},
        {"sources",
          {{"esri",
            {{"type", "vector"},
              {"url", "https://tiles.example.com/arcgis/rest/services/" + name + "/VectorTileServer"}}}}}});
  world.answer("https://tiles.example.com/arcgis/rest/services/Zones/VectorTileServer",
    fixtures::text("tiles/json/vectortileserver_enterprise_doc_example_10.4.json"));
  world.answer("https://tiles.example.com/arcgis/rest/services/Base/VectorTileServer",
    fixtures::text("tiles/json/vectortileserver_agol_world_basemap_v2_10.81.json"));
  return world;
}

const proto::feature_sync_task& features_of(const core::planned_export& planned) {
  return std::get<proto::feature_sync_task>(planned.task);
}

std::vector<std::string> ids(const std::vector<proto::layer_error>& errors) {
  std::vector<std::string> list;
  for (const auto& error : errors)
    list.push_back(error.id);
  return list;
}

TEST(FixtureMaps, ReadyMapIsPlannedWhole) {
  NEEDS_FIXTURES();
  auto world = ready_world();
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_THAT(ids(plan.layer_errors), IsEmpty());
  EXPECT_THAT(ids(plan.table_errors), IsEmpty());
  std::vector<std::string> services;
  for (const auto& planned : plan.exports)
    services.push_back(proto::service_of(planned.task).substr(proto::service_of(planned.task).find("/services/") + 10));
  EXPECT_THAT(services,
    ElementsAre("Hillshade/MapServer", "Base/VectorTileServer", "Labels/MapServer", "Water/FeatureServer",
      "Parcels/MapServer", "Zones/VectorTileServer"));
  EXPECT_EQ(plan.item_info.title, "Hydrant inspections");
  EXPECT_EQ(plan.item_info.terms_of_use, "<p>Internal use only.</p>");
}

TEST(FixtureMaps, ReadyMapsReplicaCarriesTheAuthorsSettings) {
  NEEDS_FIXTURES();
  auto world = ready_world();
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 6u);
  const auto& request = features_of(plan.exports[3]).request;
  EXPECT_THAT(request.layers,
    ElementsAre(proto::layer_query{0, option::use_filter, "STATUS = 'Active' AND ZONE IN (1,2)", true, false},
      proto::layer_query{1, option::use_filter, "", true, false},
      proto::layer_query{2, option::use_filter, "", true, false},
      proto::layer_query{5, option::none, "", true, true}, // related to layer 1
      proto::layer_query{6, option::use_filter, "ACTIVE = 1", false, false}));
  // featuresAndAttachments without read-only ones, attachments upload only
  EXPECT_TRUE(request.return_attachments);
  EXPECT_EQ(request.attachments_sync_direction, proto::attachment_sync_direction::upload);
  EXPECT_EQ(request.sync_model, proto::sync_model::per_layer);
  EXPECT_TRUE(request.async);
  EXPECT_EQ(request.replica_sr.epsg(), 3857);
  // the service's reference is conic: the area's edges are arcs there
  EXPECT_EQ(proto::reference_of(request.geometry).epsg(), 102008);
  EXPECT_TRUE(std::holds_alternative<proto::polygon>(request.geometry));
  EXPECT_EQ(request.sync_data_options, 0); // the author's 144 are not supported here
  EXPECT_THAT(core::lines_of(plan.findings),
    testing::AllOf(
      testing::Contains(HasSubstr("syncDataOptions 128")), testing::Contains(HasSubstr("syncDataOptions 16"))));
  std::vector<std::string> covered;
  for (const auto& layer : plan.exports[3].covers)
    covered.push_back(layer.id + " " + layer.pointer + (layer.is_table ? " table" : ""));
  EXPECT_THAT(covered,
    ElementsAre("water-0 /operationalLayers/0", "water-1 /operationalLayers/1", "water-2 /operationalLayers/2/layers/0",
      "inspections /tables/0 table", "codes /tables/1 table"));
}

TEST(FixtureMaps, ReadyMapsTilesHaveTheLevelsOfTheScalesAndTheServicesReference) {
  NEEDS_FIXTURES();
  auto world = ready_world();
  auto request = naperville();
  request.parameters.max_scale = 5000;
  const auto plan = plan_of(world.plan(request));
  ASSERT_EQ(plan.exports.size(), 6u);
  // Parcels: 1:1,000,000 to 1:10,000 in the map
  EXPECT_THAT(std::get<proto::raster_tiles_task>(plan.exports[4].task).request.levels,
    ElementsAre(9, 10, 11, 12, 13, 14, 15, 16));
  // Base: to the finest level that is coarser than 1:5,000 or just finer
  EXPECT_EQ(std::get<proto::vector_tiles_task>(plan.exports[1].task).request.max_level, 16);
  // Hillshade is cut in degrees
  const auto& hillshade = std::get<proto::raster_tiles_task>(plan.exports[0].task);
  EXPECT_EQ(hillshade.wkid, 4326);
  EXPECT_NEAR(std::get<proto::envelope>(hillshade.request.area_of_interest).xmin, -88.1640, 0.001);
}

TEST(FixtureMaps, ClassDefaultsIgnoreTheAuthor) {
  NEEDS_FIXTURES();
  auto world = ready_world();
  auto request = naperville();
  request.defaults = proto::parameter_defaults::none;
  const auto plan = plan_of(world.plan(request));
  ASSERT_EQ(plan.exports.size(), 6u);
  EXPECT_TRUE(features_of(plan.exports[3]).request.return_attachments);
  EXPECT_EQ(
    features_of(plan.exports[3]).request.attachments_sync_direction, proto::attachment_sync_direction::bidirectional);
}

TEST(FixtureMaps, ReadOnlyServiceGetsNoAttachmentsFromEditableLayers) {
  NEEDS_FIXTURES();
  auto world = ready_world();
  serve(world, recorded_water, "synthetic/sync-readonly.service");
  auto layers = fixtures::json("featureserver/agol-sync-editable.layers.json");
  for (const auto* list : {"layers", "tables"})
    for (auto& layer : layers[list])
      layer["capabilities"] = "Query,Sync";
  world.answer(recorded_water + "/layers", layers);
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 6u);
  EXPECT_FALSE(features_of(plan.exports[3]).request.return_attachments);
  EXPECT_EQ(features_of(plan.exports[3]).request.attachments_sync_direction, proto::attachment_sync_direction::upload);
}

plan_world problem_world() {
  auto world = world_of("synthetic-offline-problems");
  serve(world, recorded_water);
  world.answer("https://services.example.com/ORGID0000000000/arcgis/rest/services/NoSync/FeatureServer",
    fixtures::text("featureserver/doc-birds.service.json"));
  world.answer("https://services.example.com/ORGID0000000000/arcgis/rest/services/NoSync/FeatureServer/layers",
    fixtures::text("featureserver/agol-sync-editable.layers.json"));
  world.answer("https://tiles.example.com/arcgis/rest/services/NoExport/MapServer",
    fixtures::text("tiles/json/mapserver_agol_hosted_tiles_10.81.json"));
  const auto notes =
    fixtures::json("webmap/synthetic-offline-problems.json").at("operationalLayers").at(7).at("featureCollection");
  world.answer(sharing + "55556666777788889999000011112222/data", notes);
  return world;
}

TEST(FixtureMaps, ProblemMapNamesEveryLayerThatCannotGoOffline) {
  NEEDS_FIXTURES();
  auto world = problem_world();
  const auto plan = plan_of(world.plan(naperville()));
  std::vector<std::string> found;
  for (const auto& error : plan.layer_errors)
    found.push_back(error.id + " " + std::string{proto::word(error.failure.code)});
  EXPECT_THAT(found,
    ElementsAre("osm unsupportedLayerType", "bing unsupportedLayerType", "noexport tileExportNotEnabled",
      "img unsupportedLayerType", "wms unsupportedLayerType", "wmts unsupportedLayerType", "dup-b duplicateEndpoint",
      "nosync syncNotEnabled", "map-fl syncNotEnabled", "csv unsupportedLayerType", "future unsupportedLayerType"));
  EXPECT_THAT(ids(plan.table_errors), IsEmpty());
  for (const auto& error : plan.layer_errors)
    if (error.id == "dup-b") {
      EXPECT_THAT(error.failure.subject, HasSubstr("Hydrants, active"));
    }
}

TEST(FixtureMaps, ProblemMapTakesSchemaOnlyAndKeepsCollections) {
  NEEDS_FIXTURES();
  auto world = problem_world();
  const auto plan = plan_of(world.plan(naperville()));
  ASSERT_EQ(plan.exports.size(), 1u);
  const auto& request = features_of(plan.exports[0]).request;
  EXPECT_THAT(request.layers, ElementsAre(proto::layer_query{0, proto::query_option::none, "", true, false}));
  // download none with read-only attachments, upload only: none for this editable layer
  EXPECT_FALSE(request.return_attachments);
  EXPECT_EQ(request.attachments_sync_direction, proto::attachment_sync_direction::upload);
  const auto& layers = plan.web_map.at("operationalLayers");
  EXPECT_EQ(layers.at(7), fixtures::json("webmap/synthetic-offline-problems.json").at("operationalLayers").at(7));
  EXPECT_TRUE(layers.at(8).at("featureCollection").contains("layers"));
}

TEST(FixtureMaps, CollectionWhoseItemIsGoneIsItsLayersError) {
  NEEDS_FIXTURES();
  auto world = problem_world();
  world.answer(sharing + "55556666777788889999000011112222/data",
    std::string{R"({"error":{"code":400,"messageCode":"CONT_0001","message":"gone"}})"});
  const auto plan = plan_of(world.plan(naperville()));
  const auto found =
    std::find_if(plan.layer_errors.begin(), plan.layer_errors.end(), [](const auto& e) { return e.id == "fc-item"; });
  ASSERT_NE(found, plan.layer_errors.end());
  EXPECT_EQ(found->failure.code, code::not_loaded);
}

TEST(FixtureMaps, OnlineMapsArePlannedWithTheirRecordedServices) {
  NEEDS_FIXTURES();
  struct expected {
    const char* map;
    const char* root;
    std::size_t layers, tables, errors;
  };
  for (const auto& [map, root, layers, tables, errors] :
    {expected{"online-3-layers-4-tables",
       "https://services.example.com/ORGID0000000000/arcgis/rest/services/inspections/FeatureServer", 3, 4, 1},
      expected{"online-collector-v2.2",
        "http://services.example.com/ORGID0000000000/arcgis/rest/services/fieldwork/FeatureServer", 3, 0, 1},
      expected{"online-vectortile-basemap",
        "http://services.arcgis.com/rOo16HdIMeOBI4Mb/arcgis/rest/services/Alternative_Fueling_Stations/FeatureServer",
        1, 0, 1},
      expected{"online-mixed-basemap-with-table",
        "https://services123.arcgis.com/org1234567890/arcgis/rest/services/ROWPermits_publiccomment/FeatureServer", 1,
        1, 2}}) {
    SCOPED_TRACE(map);
    auto world = world_of(map);
    serve(world, root);
    const auto plan = plan_of(world.plan(naperville()));
    ASSERT_EQ(plan.exports.size(), 1u);
    std::size_t found_tables = 0;
    for (const auto& layer : plan.exports[0].covers)
      found_tables += layer.is_table ? 1u : 0u;
    EXPECT_EQ(found_tables, tables);
    EXPECT_EQ(plan.exports[0].covers.size(), layers + tables);
    EXPECT_EQ(plan.layer_errors.size(), errors) << "the base map is not answered";
  }
}

TEST(FixtureMaps, RealViewWithoutSyncIsRefused) {
  NEEDS_FIXTURES();
  auto world = world_of("online-mixed-basemap-with-table");
  const std::string root =
    "https://services123.arcgis.com/org1234567890/arcgis/rest/services/ROWPermits_publiccomment/FeatureServer";
  world.answer(root, fixtures::text("featureserver/agol-view-create-only.service.json"));
  world.answer(root + "/layers",
    json{{"layers", {fixtures::json("featureserver/agol-view-create-only.layer0.json")}},
      {"tables", {{{"id", 1}, {"name", "t"}, {"type", "Table"}}}}});
  const auto plan = plan_of(world.plan(naperville()));
  EXPECT_TRUE(plan.exports.empty());
  EXPECT_FALSE(plan.layer_errors.empty());
}

/// The plan of a map taken with the overrides that its parameters come to, read from their
/// document.
core::offline_plan with_unchanged_overrides(plan_world& world, proto::job_request request) {
  const auto step = world.plan(request, "https://portal.example.com", core::plan_purpose::survey);
  EXPECT_TRUE(std::holds_alternative<core::prepared_map>(step));
  auto job = proto::to_json(request);
  job["overrides"] = proto::to_json(std::get<core::prepared_map>(step).overrides);
  const auto read = proto::read_job_request(json::parse(job.dump()));
  EXPECT_TRUE(read) << (read ? "" : proto::describe(read.error()));
  return read ? plan_of(world.plan(*read)) : core::offline_plan{};
}

std::vector<json> texts_of(const std::vector<core::planned_export>& exports) {
  std::vector<json> texts;
  for (const auto& planned : exports) {
    texts.push_back(proto::to_json(planned.task));
    for (const auto& covered : planned.covers)
      texts.push_back(proto::to_json(covered));
  }
  return texts;
}

std::vector<json> texts_of(const std::vector<proto::layer_error>& errors) {
  std::vector<json> texts;
  for (const auto& error : errors)
    texts.push_back({error.id, error.title, error.service, error.failure});
  return texts;
}

TEST(FixtureMaps, UnchangedOverridesAskForTheSameAsNone) {
  NEEDS_FIXTURES();
  std::map<std::string, plan_world> worlds{{"ready", ready_world()}, {"problems", problem_world()}};
  for (const auto& [map, root] :
    {std::pair{"online-3-layers-4-tables",
       "https://services.example.com/ORGID0000000000/arcgis/rest/services/inspections/FeatureServer"},
      std::pair{"online-collector-v2.2",
        "http://services.example.com/ORGID0000000000/arcgis/rest/services/fieldwork/FeatureServer"},
      std::pair{"online-vectortile-basemap",
        "http://services.arcgis.com/rOo16HdIMeOBI4Mb/arcgis/rest/services/Alternative_Fueling_Stations/"
        "FeatureServer"}}) {
    worlds[map] = world_of(map);
    serve(worlds[map], root);
  }
  std::map<std::string, proto::job_request> requests{{"plain", naperville()}};
  requests["by hand"] = requests["scales"] = requests["bare"] = requests["triangle"] = naperville();
  requests["by hand"].defaults = proto::parameter_defaults::none;
  requests["scales"].parameters.max_scale = 5000;
  requests["scales"].parameters.update_mode = proto::update_mode::no_updates;
  requests["bare"].parameters.include_basemap = false;
  requests["bare"].parameters.return_layer_attachment_option = proto::return_layer_attachment_option::read_only_layers;
  requests["online"] = requests["authored"] = naperville();
  requests["online"].parameters.online_only_services_option = proto::online_only_services_option::include;
  requests["authored"].parameters.online_only_services_option =
    proto::online_only_services_option::use_authored_settings;
  requests["triangle"].parameters.area_of_interest =
    proto::polygon{{{{-88.16, 41.7}, {-88.15, 41.71}, {-88.149999999999, 41.7}, {-88.16, 41.7}}}, {.wkid = 4326}};
  for (auto& [map, world] : worlds)
    for (const auto& [how, request] : requests) {
      if (map.starts_with("online-") && how != "plain" && how != "online")
        continue; // large documents, and the first two maps have all that they have
      SCOPED_TRACE(map + ", " + how);
      const auto plain = plan_of(world.plan(request));
      const auto overridden = with_unchanged_overrides(world, request);
      EXPECT_FALSE(plain.exports.empty());
      EXPECT_EQ(texts_of(overridden.exports), texts_of(plain.exports));
      EXPECT_EQ(texts_of(overridden.layer_errors), texts_of(plain.layer_errors));
      EXPECT_EQ(texts_of(overridden.table_errors), texts_of(plain.table_errors));
      EXPECT_EQ(overridden.online, plain.online);
      EXPECT_EQ(overridden.web_map, plain.web_map);
    }
}

TEST(FixtureMaps, DisabledMapIsRefused) {
  NEEDS_FIXTURES();
  auto world = ready_world();
  world.answer(sharing + naperville().item, fixtures::text("portal/item-web-map-offline-disabled-synthetic.json"));
  EXPECT_EQ(failure_of(world.plan(naperville())).code, code::offline_disabled);
}

} // namespace
