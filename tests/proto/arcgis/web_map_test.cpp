#include "proto/arcgis/web_map.hpp"

#include "tests/support/fixtures.hpp"

namespace {

using nlohmann::json;
using proto::layer_kind;
using proto::layer_place;

proto::web_map map_in(const std::string& name) {
  const auto map = proto::read_web_map(fixtures::json("webmap/" + name + ".json"));
  EXPECT_TRUE(map) << name;
  return map ? *map : proto::web_map{};
}

/// "place id kind", a line a layer.
std::vector<std::string> outline(const proto::web_map& map) {
  static constexpr const char* places[]{"base", "layer", "table"};
  static constexpr const char* kinds[]{
    "feature", "collection", "query", "tiles", "images", "vector", "group", "table", "subtype", "annotation", "other"};
  std::vector<std::string> lines;
  for (const auto& layer : map.layers) {
    lines.push_back(
      std::string{places[static_cast<int>(layer.place)]} + " " + layer.id + " " + kinds[static_cast<int>(layer.kind)]);
    EXPECT_EQ(map.document.at(json::json_pointer{layer.pointer}).value("title", ""), layer.title) << layer.pointer;
  }
  return lines;
}

using lines = std::vector<std::string>;

TEST(WebMap, RecordedMapsHaveTheirLayers) {
  NEEDS_FIXTURES();
  EXPECT_EQ(outline(map_in("online-3-layers-4-tables")),
    (lines{"base defaultBasemap tiles", "layer inspections_4146 feature", "layer inspections_5275 feature",
      "layer inspections_5589 feature", "table inspections_1639 table", "table inspections_8761 table",
      "table inspections_1060 table", "table inspections_5055 table"}));
  EXPECT_EQ(outline(map_in("online-collector-v2.2")),
    (lines{"base defaultBasemap tiles", "layer fieldwork_5119 feature", "layer fieldwork_2040 feature",
      "layer fieldwork_4365 feature"}));
  EXPECT_EQ(outline(map_in("online-vectortile-basemap")),
    (lines{"base VectorTile_4047 vector", "layer Alternative_Fueling_Stations_3694 feature"}));
  EXPECT_EQ(outline(map_in("online-mixed-basemap-with-table")),
    (lines{"base World_Hillshade_3689 tiles", "base VectorTile_6451 vector", "layer ROWPermitApplication_4605 feature",
      "table ROWPermitApplication_4404 table"}));
  EXPECT_EQ(outline(map_in("synthetic-offline-ready")),
    (lines{"base base-hillshade tiles", "base base-vt vector", "base base-labels tiles", "layer water-0 feature",
      "layer water-1 feature", "layer grp-1 group", "layer water-2 feature", "layer parcels-tiles tiles",
      "layer zones-vt vector", "table inspections table", "table codes table"}));
  EXPECT_EQ(outline(map_in("synthetic-offline-problems")),
    (lines{"base osm other", "base bing other", "base noexport tiles", "layer img other", "layer wms other",
      "layer wmts other", "layer dup-a feature", "layer dup-b feature", "layer nosync feature", "layer map-fl query",
      "layer notes collection", "layer fc-item collection", "layer csv other", "layer future other"}));
}

TEST(WebMap, MembersThatDecideAreRead) {
  NEEDS_FIXTURES();
  const auto map = map_in("synthetic-offline-ready");
  EXPECT_EQ(map.version, "2.31");
  EXPECT_EQ(map.spatial_reference.epsg(), 3857);
  EXPECT_TRUE(map.layers[1].style_url.ends_with("/root.json"));
  EXPECT_EQ(map.layers[3].definition_expression, "STATUS = 'Active' AND ZONE IN (1,2)");
  EXPECT_EQ(map.layers[3].min_scale, 100000) << "feature layers: in the definition";
  EXPECT_EQ(map.layers[4].capabilities, "Query,Sync");
  EXPECT_EQ(map.layers[7].min_scale, 1000000) << "tiles: beside it";
  EXPECT_EQ(map.layers[7].max_scale, 10000);
  EXPECT_EQ(map.layers[7].pointer, "/operationalLayers/2/layers/1");
  EXPECT_EQ(map.document, fixtures::json("webmap/synthetic-offline-ready.json")) << "kept whole";
  EXPECT_EQ(map_in("online-mixed-basemap-with-table").version, "");
  EXPECT_EQ(map_in("online-3-layers-4-tables").layers[1].capabilities, "Query,Sync");
}

TEST(WebMap, TheAuthorsOfflineSettingsAreRead) {
  NEEDS_FIXTURES();
  const auto ready = map_in("synthetic-offline-ready").offline;
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->editable_download, "featuresAndAttachments");
  EXPECT_EQ(ready->editable_sync, "syncFeaturesUploadAttachments");
  EXPECT_EQ(ready->readonly_download_attachments, false);
  EXPECT_EQ(ready->reference_basemap_name, "city_imagery.tpkx");
  EXPECT_EQ(ready->tables_include_rows, true);
  EXPECT_EQ(ready->sync_data_options, 144);
  const auto problems = map_in("synthetic-offline-problems").offline;
  ASSERT_TRUE(problems);
  EXPECT_EQ(problems->connected_online_layers, std::vector<std::string>{"img"});
  EXPECT_EQ(problems->editable_download, "none");
  EXPECT_FALSE(problems->tables_include_rows);
  EXPECT_FALSE(map_in("online-collector-v2.2").offline);
}

proto::web_map map_with(const std::string& layer, const char* list = "operationalLayers") {
  const auto map = proto::read_web_map(json::parse(std::string{R"({"baseMap":null,")"} + list + "\":[" + layer + "]}"));
  EXPECT_TRUE(map) << layer;
  return map ? *map : proto::web_map{};
}

TEST(WebMap, KindFollowsFromTheTypeThenTheOlderWordThenTheAddress) {
  const std::pair<const char*, layer_kind> cases[]{
    {R"({"layerType":"VectorTileLayer","type":"CSV","styleUrl":"s"})", layer_kind::vector_tile_layer},
    {R"({"layerType":null,"type":"Feature Collection"})", layer_kind::feature_collection},
    {R"({"type":"WMS","url":"https://h/rest/services/X/MapServer"})", layer_kind::other},
    {R"({"url":"https://h/rest/services/X/FeatureServer/2"})", layer_kind::feature_layer},
    {R"({"url":"https://h/rest/services/X/MapServer/2"})", layer_kind::query_layer},
    {R"({"url":"https://h/rest/services/X/MapServer/"})", layer_kind::tiled_map_service},
    {R"({"url":"https://h/rest/services/X/ImageServer"})", layer_kind::tiled_image_service},
    {R"({"url":"https://h/rest/services/X/VectorTileServer"})", layer_kind::vector_tile_layer},
    {R"({"styleUrl":"https://h/root.json"})", layer_kind::vector_tile_layer},
    {R"({"featureCollection":{"layers":[]}})", layer_kind::feature_collection},
    {R"({"url":"https://h/x.kml"})", layer_kind::other}, {"{}", layer_kind::other},
    {R"({"layerType":"SubtypeGroupLayer","url":"https://h/rest/services/X/FeatureServer/2","layers":[{"subtypeCode":1}]})",
      layer_kind::subtype_group},
    {R"({"layerType":"ArcGISDimensionLayer","url":"https://h/rest/services/X/FeatureServer/2"})",
      layer_kind::annotation_or_dimension},
    {R"({"layerType":"ArcGISMapServiceLayer","url":"https://h/rest/services/X/MapServer"})", layer_kind::other}};
  for (const auto& [text, kind] : cases) {
    const auto map = map_with(text);
    ASSERT_EQ(map.layers.size(), 1u) << text;
    EXPECT_EQ(map.layers[0].kind, kind) << text;
  }
}

TEST(WebMap, TablesAreTablesWhateverTheyCallThemselves) {
  EXPECT_EQ(map_with(R"({"url":"https://h/X/FeatureServer/5"})", "tables").layers[0].kind, layer_kind::table);
  EXPECT_EQ(
    map_with(R"({"layerType":"ArcGISFeatureLayer","url":"https://h/X/FeatureServer/5"})", "tables").layers[0].kind,
    layer_kind::table);
  EXPECT_EQ(map_with(R"({"url":"https://h/X/MapServer/5"})", "tables").layers[0].kind, layer_kind::query_layer);
  EXPECT_EQ(
    map_with(R"({"layerType":"SubtypeGroupTable","url":"https://h/X/FeatureServer/5"})", "tables").layers[0].kind,
    layer_kind::subtype_group);
}

TEST(WebMap, ListsOfLayersAreReadByTheirVeryNamesSoThatPointersLeadToThem) {
  const auto layer = R"([{"id":"a","layerType":"GroupLayer","Layers":[{"id":"b"}],"layers":[{"id":"c"}]}])";
  const auto map = proto::read_web_map(json::parse(
    std::string{R"({"OperationalLayers":[{"id":"d"}],"Tables":[],"basemap":{"baseMapLayers":[{"id":"e"}]},)"}
    + R"("operationalLayers":)" + layer + "}"));
  ASSERT_TRUE(map);
  ASSERT_EQ(map->layers.size(), 2u);
  for (const auto& one : map->layers)
    EXPECT_EQ(map->document.at(json::json_pointer(one.pointer)).at("id"), one.id);
  EXPECT_FALSE(proto::read_web_map(json::parse(R"({"OPERATIONALLAYERS":[{"id":"a"}]})")));
}

TEST(WebMap, NullIsAbsentAndOddEntriesAreLeftOutWithAWord) {
  const auto map =
    proto::read_web_map(json::parse(R"({"version":2.8,"spatialReference":{"wkid":"x"},"baseMap":{"baseMapLayers":null},
    "operationalLayers":[null,5,{"id":7,"title":null,"url":null,"layerDefinition":null,"customParameters":{"a":"b","n":5,"o":{"p":1},"gone":null},"capabilities":null}],
    "tables":{},"applicationProperties":{"offline":{"editableLayers":{"download":"featuersAndAttachments","sync":null},"tables":[{"includeRows":false}]}}})"));
  ASSERT_TRUE(map);
  EXPECT_EQ(map->version, "2.8");
  EXPECT_FALSE(map->spatial_reference.given());
  ASSERT_EQ(map->layers.size(), 1u);
  EXPECT_EQ(map->layers[0].id, "7");
  EXPECT_EQ(map->layers[0].pointer, "/operationalLayers/2");
  EXPECT_EQ(map->layers[0].custom_parameters,
    (std::map<std::string, std::string>{{"a", "b"}, {"n", "5"}, {"o", R"({"p":1})"}}));
  EXPECT_FALSE(map->layers[0].capabilities);
  ASSERT_TRUE(map->offline);
  EXPECT_EQ(map->offline->editable_download, "");
  EXPECT_EQ(map->offline->tables_include_rows, false);
  EXPECT_EQ(map->warnings.size(), 5u) << json(map->warnings);
}

std::string layers_text(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += i == 0 ? "{}" : ",{}";
  return R"({"operationalLayers":[)" + text + "]}";
}

TEST(WebMap, MoreThanTwoThousandLayersAreTooMany) {
  EXPECT_EQ(proto::read_web_map(json::parse(layers_text(2000)))->layers.size(), 2000u);
  const auto refused = proto::read_web_map(json::parse(layers_text(2001)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, proto::failure_code::limit_exceeded);
}

TEST(WebMap, GroupsHoldGroupsToABoundedDepth) {
  const auto nested = [](int depth) {
    std::string text = "{}";
    for (int i = 0; i < depth; ++i)
      text = R"({"layerType":"GroupLayer","layers":[)" + text + "]}";
    return proto::read_web_map(json::parse(R"({"operationalLayers":[)" + text + "]}"));
  };
  EXPECT_EQ(nested(16)->layers.size(), 17u);
  ASSERT_FALSE(nested(17));
  EXPECT_EQ(nested(1000).error().code, proto::failure_code::limit_exceeded);
}

TEST(WebMap, OtherDocumentsAreNone) {
  for (const char* text : {"{}", "[]", "null", R"({"layers":[]})"}) {
    const auto map = proto::read_web_map(json::parse(text));
    ASSERT_FALSE(map) << text;
    EXPECT_EQ(map.error().code, proto::failure_code::web_map_not_supported);
  }
  const auto refused = proto::read_web_map(json::parse(R"({"error":{"code":403,"message":"no"}})"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().esri_code, 403);
}

} // namespace
