#include "sandbox/features/feature_query.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/sandbox/features/pbf_reader.hpp"
#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using parameters = parameter_map;

struct served_service {
  service_data data = small_service();
  std::vector<row_index> indices{data.tables.begin(), data.tables.end()};
};
const served_service& small() {
  static const served_service made;
  return made;
}

http_response asked(const parameters& with, int layer = 0, dialect speaks = dialect::online) {
  http_request request;
  request.parameters = with;
  request.parameters.insert({"f", "json"});
  return query_layer(request, small().data, small().indices[static_cast<std::size_t>(layer)], speaks, 0);
}
json answer(const parameters& with, int layer = 0, dialect speaks = dialect::online) {
  return json::parse(asked(with, layer, speaks).body);
}
std::string refusal(const parameters& with) {
  const json made = answer(with);
  return made.contains("error") ? made.at("error").at("details").at(0).get<std::string>() : "";
}
std::string ids(parameters with) {
  with["returnIdsOnly"] = "true";
  const json made = answer(with);
  return made.contains("error") ? made.dump() : made.at("objectIds").dump();
}

TEST(FeatureQuery, CountsAndListsWithoutALimit) {
  EXPECT_EQ(answer({{"where", "1=1"}, {"returnCountOnly", "true"}}), (json{{"count", 4}}));
  EXPECT_EQ(ids({{"where", "1=1"}}), "[1,2,3,4]");
  EXPECT_EQ(ids({{"objectIds", "4, 2,99,2"}}), "[2,4]");
  EXPECT_EQ(ids({{"objectIds", "4,2"}, {"where", "KIND = 2"}}), "[2]");
  EXPECT_EQ(ids({{"geometry", "-110.5,37.5,-109.5,38.5"}, {"inSR", "4326"}}), "[1]");
  EXPECT_EQ(
    ids({{"geometry", R"({"x":-99.5,"y":40})"}, {"geometryType", "esriGeometryPoint"}, {"inSR", "4326"}}), "[3]");
}

TEST(FeatureQuery, GoesThroughPages) {
  const json first = answer({{"where", "1=1"}});
  EXPECT_EQ(first.at("features").size(), 3u);
  EXPECT_EQ(first.at("exceededTransferLimit"), true);
  const json second = answer({{"where", "1=1"}, {"resultOffset", "3"}});
  EXPECT_EQ(second.at("features").size(), 1u);
  EXPECT_FALSE(second.contains("exceededTransferLimit"));
  EXPECT_EQ(answer({{"where", "1=1"}, {"resultOffset", "99"}}).at("features").size(), 0u);
  EXPECT_EQ(answer({{"where", "1=1"}, {"maxRecordCountFactor", "2"}}).at("features").size(), 4u);
  EXPECT_EQ(answer({{"where", "1=1"}, {"resultType", "tile"}}).at("features").size(), 4u);
  EXPECT_EQ(answer({{"where", "1=1"}, {"resultRecordCount", "9"}}).at("features").size(), 3u);
  EXPECT_EQ(answer({{"where", "1=1"}, {"returnExceededLimitFeatures", "false"}}).at("features").size(), 0u);
}

TEST(FeatureQuery, OrdersByFields) {
  const auto names = [](const std::string& order) {
    std::string all;
    const json made = answer({{"where", "1=1"}, {"orderByFields", order}, {"maxRecordCountFactor", "2"}});
    for (const json& one : made.at("features"))
      all += std::to_string(one.at("attributes").at("OBJECTID").get<int>());
    return all;
  };
  EXPECT_EQ(names("OBJECTID DESC"), "4321");
  EXPECT_EQ(names("KM"), "3412"); // null first
  EXPECT_EQ(names("KIND desc, KM DESC"), "2134");
}

TEST(FeatureQuery, ReturnsTheFieldsThatWereAskedFor) {
  const json some = answer({{"where", "OBJECTID=1"}, {"outFields", "km, Name"}}).at("features")[0].at("attributes");
  EXPECT_EQ(some, (json{{"KM", 2.5}, {"NAME", "Trail 1"}}));
  EXPECT_EQ(answer({{"where", "OBJECTID=1"}}).at("features")[0].at("attributes"), (json{{"OBJECTID", 1}}));
  EXPECT_EQ(answer({{"where", "OBJECTID=1"}, {"outFields", "*"}}).at("fields").size(), 6u);
  EXPECT_NE(refusal({{"where", "1=1"}, {"outFields", "NAME,NOSUCH"}}), "");
}

TEST(FeatureQuery, WritesIdsAsTheDialectDoes) {
  const parameters with{{"where", "OBJECTID=1"}, {"outFields", "GlobalID"}};
  const auto id = [&](dialect speaks) {
    return answer(with, 0, speaks).at("features")[0].at("attributes").at("GlobalID").get<std::string>();
  };
  EXPECT_EQ(id(dialect::online), "00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(id(dialect::enterprise), "{00000000-0000-4000-8000-000000000001}");
}

TEST(FeatureQuery, ReturnsShapesAsTheyAreWished) {
  const parameters in_degrees{{"where", "OBJECTID=1"}, {"outSR", "4326"}};
  const json plain = answer(in_degrees).at("features")[0].at("geometry");
  EXPECT_EQ(plain, json::parse(R"({"paths":[[[-110,38],[-109.9,38.1],[-109.8,38.1]]]})"));
  parameters with = in_degrees;
  with["returnZ"] = "true";
  EXPECT_EQ(answer(with).at("features")[0].at("geometry"),
    json::parse(R"({"hasZ":true,"paths":[[[-110,38,100],[-109.9,38.1,100],[-109.8,38.1,100]]]})"));
  EXPECT_EQ(answer(with).at("hasZ"), true);
  with = in_degrees;
  with["maxAllowableOffset"] = "1";
  EXPECT_EQ(answer(with).at("features")[0].at("geometry").at("paths")[0].size(), 2u);
  with = in_degrees;
  with["geometryPrecision"] = "0";
  EXPECT_EQ(answer(with).at("features")[0].at("geometry").at("paths")[0][1], (json{-110, 38}));
  with = in_degrees;
  with["returnGeometry"] = "False";
  EXPECT_FALSE(answer(with).at("features")[0].contains("geometry"));
  EXPECT_FALSE(answer(with).contains("geometryType"));
  EXPECT_TRUE(answer({{"where", "OBJECTID=4"}}).at("features")[0].at("geometry").is_null());
}

TEST(FeatureQuery, WritesDifferencesOnAGrid) {
  const json made = answer({{"where", "OBJECTID=1"}, {"outSR", "4326"},
    {"quantizationParameters",
      R"({"mode":"view","tolerance":0.1,"originPosition":"lowerLeft","extent":{"xmin":-110,"ymin":38,"xmax":-109,"ymax":39}})"}});
  EXPECT_EQ(made.at("features")[0].at("geometry"), json::parse(R"({"paths":[[[0,0],[1,1],[1,0]]]})"));
  EXPECT_EQ(made.at("transform").at("scale"), (json{0.1, 0.1}));
}

TEST(FeatureQuery, MeasuresTheExtentOfWhatItFinds) {
  const json made =
    answer({{"where", "KIND=1"}, {"returnExtentOnly", "true"}, {"returnCountOnly", "true"}, {"outSR", "4326"}});
  EXPECT_EQ(made.at("count"), 2);
  EXPECT_EQ(made.at("extent").at("xmin"), -110);
  EXPECT_EQ(made.at("extent").at("ymax"), 40);
  EXPECT_EQ(answer({{"where", "1=2"}, {"returnExtentOnly", "true"}}).at("extent").at("xmin"), "NaN");
}

TEST(FeatureQuery, ComputesStatisticsByGroups) {
  const json made = answer({{"where", "1=1"}, {"groupByFieldsForStatistics", "KIND"}, {"orderByFields", "N DESC"},
    {"outStatistics", R"([{"statisticType":"count","onStatisticField":"OBJECTID","outStatisticFieldName":"N"},
                          {"statisticType":"sum","onStatisticField":"KM","outStatisticFieldName":"SUM_KM"},
                          {"statisticType":"max","onStatisticField":"NAME"}])"}});
  ASSERT_EQ(made.at("features").size(), 3u);
  EXPECT_EQ(
    made.at("features")[0].at("attributes"), (json{{"KIND", 1}, {"N", 2}, {"SUM_KM", 2.5}, {"MAX_NAME", "Trail 3"}}));
  EXPECT_TRUE(made.at("features")[1].at("attributes").at("KIND").is_null());
  const json empty = answer({{"where", "1=2"},
    {"outStatistics", R"([{"statisticType":"avg","onStatisticField":"KM","outStatisticFieldName":"A"}])"}});
  EXPECT_TRUE(empty.at("features").at(0).at("attributes").at("A").is_null());
}

TEST(FeatureQuery, RefusesStatisticsOfWhatIsOnlyCounted) {
  for (const char* flag : {"returnCountOnly", "returnIdsOnly", "returnExtentOnly"}) {
    http_request request;
    request.parameters = {{"f", "json"}, {"where", "1=1"}, {flag, "true"},
      {"outStatistics", R"([{"statisticType":"sum","onStatisticField":"KM"}])"}};
    const auto answer = json::parse(query_layer(request, small().data, small().indices[0], dialect::online, 0).body);
    EXPECT_NE(answer.dump().find("'outStatistics' parameter is invalid"), std::string::npos) << answer;
  }
}

TEST(FeatureQuery, ReturnsEachCombinationOfValuesOnce) {
  const json made = answer({{"where", "1=1"}, {"returnDistinctValues", "true"}, {"outFields", "KIND"}});
  EXPECT_EQ(made.at("features").size(), 3u);
  EXPECT_EQ(
    answer({{"where", "1=1"}, {"returnDistinctValues", "true"}, {"outFields", "KIND"}, {"returnCountOnly", "true"}}),
    (json{{"count", 3}}));
}

TEST(FeatureQuery, SpeaksGeoJson) {
  const http_response made = asked({{"where", "OBJECTID IN (1,2)"}, {"f", "geojson"}, {"outFields", "KM"}});
  EXPECT_EQ(made.headers.at("Content-Type"), "application/geo+json");
  const json features = json::parse(made.body).at("features");
  EXPECT_EQ(features[0].at("id"), 1);
  EXPECT_EQ(features[0].at("properties"), (json{{"KM", 2.5}}));
  EXPECT_EQ(features[0].at("geometry").at("type"), "LineString");
  EXPECT_EQ(features[1].at("geometry").at("type"), "MultiLineString");
  EXPECT_EQ(features[1].at("geometry").at("coordinates")[1][1], (json{-109.4, 39.3}));
  const parameters all{{"where", "1=1"}, {"f", "geojson"}};
  EXPECT_EQ(answer(all, 0, dialect::online).at("properties").at("exceededTransferLimit"), true);
  EXPECT_EQ(answer(all, 0, dialect::enterprise).at("exceededTransferLimit"), true);
}

TEST(FeatureQuery, SpeaksPbf) {
  const http_response made = asked({{"where", "1=1"}, {"f", "pbf"}, {"outFields", "NAME"}, {"outSR", "4326"}});
  EXPECT_EQ(made.headers.at("Content-Type"), "application/x-protobuf");
  const pbf_answer read = pbf_answer::of(made.body);
  EXPECT_EQ(read.field_names, std::vector<std::string>{"NAME"});
  ASSERT_EQ(read.features.size(), 3u);
  EXPECT_EQ(read.members.at(9), "1"); // exceededTransferLimit
  EXPECT_EQ(read.features[1].lengths, (std::vector<std::uint32_t>{2, 2}));
  EXPECT_EQ(read.features[1].coordinates[0], 290'000'000'000); // (-110 + 400) / 1e-9
  EXPECT_EQ(read.features[1].coordinates[2], 100'000'000);
  EXPECT_EQ(read.features[1].coordinates[4], 290'500'000'000); // the second part begins anew
}

TEST(FeatureQuery, AnswersErrorsInJsonWhateverWasAskedFor) {
  const http_response made = asked({{"where", "NOSUCH=1"}, {"f", "pbf"}});
  EXPECT_EQ(made.headers.at("Content-Type"), "application/json;charset=UTF-8");
  EXPECT_EQ(json::parse(made.body).at("error").at("code"), 400);
}

TEST(FeatureQuery, RefusesWhatItDoesNotServe) {
  const std::vector<std::pair<std::string, std::string>> refused{{"having", "1"}, {"time", "1,2"},
    {"historicMoment", "1"}, {"gdbVersion", "x"}, {"returnEnvelope", "true"}, {"sqlFormat", "native"},
    {"datumTransformation", "1"}, {"resultType", "lots"}, {"spatialRel", "esriSpatialRelRelation"},
    {"resultRecordCount", "0"}, {"resultOffset", "-1"}, {"maxRecordCountFactor", "6"}, {"outSR", "1"},
    {"orderByFields", "NOSUCH"}, {"orderByFields", "KM UP"}, {"outStatistics", "[]"},
    {"outStatistics", R"([{"statisticType":"sum","onStatisticField":"NAME"}])"}, {"groupByFieldsForStatistics", "KIND"},
    {"f", "kml"}, {"returnGeometry", "maybe"}, {"nosuch", "1"}, {"objectIds", "one"}, {"quantizationParameters", "{}"},
    {"geometryPrecision", "-1"}, {"maxAllowableOffset", "x"}};
  for (const auto& [name, text] : refused) {
    parameters with{{"where", "1=1"}, {"geometry", "-111,37,-109,39"}, {"inSR", "4326"}};
    with.insert_or_assign(name, text);
    EXPECT_NE(refusal(with), "") << name << "=" << text;
  }
  EXPECT_NE(refusal({}), "");
  EXPECT_NE(refusal({{"where", "1=1"}, {"geometry", "1,2,3"}}), "");
  EXPECT_NE(refusal({{"where", "1=1"}, {"geometry", R"({"rings":[[[0,0],[0,1],[1,1],[0,0]]]})"}}), "") << "no envelope";
}

TEST(FeatureQuery, AsksSeveralLayersAtOnce) {
  http_request request;
  request.parameters = {{"f", "json"}, {"layerDefs", R"({"0":"KIND=1","1":""})"}, {"returnCountOnly", "true"}};
  const auto service_answer = [&] {
    return json::parse(query_service(request, small().data, small().indices, dialect::online, 0).body);
  };
  EXPECT_EQ(service_answer().at("layers"), json::parse(R"([{"id":0,"count":2},{"id":1,"count":5}])"));
  request.parameters = {{"f", "json"}, {"layerDefs", R"([{"layerId":1,"where":"COST>300","outFields":"COST"}])"}};
  EXPECT_EQ(service_answer().at("layers")[0].at("features")[1].at("attributes"), (json{{"COST", 500}}));
  request.parameters = {{"f", "json"}, {"outFields", "COST"}, {"layerDefs", R"([{"layerId":1}])"}};
  EXPECT_EQ(service_answer().at("layers")[0].at("features")[0].at("attributes"), (json{{"COST", 100}}));
  for (const char* definitions : {"", "7", "{}", R"({"9":"1=1"})", R"({"0":"NOSUCH=1"})", R"([{"where":"1=1"}])",
         R"([{"layerId":0,"were":"KIND=1"}])", R"([{"layerId":0,"where":7}])", R"([{"layerId":4294967296,"where":""}])",
         R"({"0":"KIND=1","00":""})", R"([{"layerId":0},{"layerId":0}])"}) {
    request.parameters = {{"f", "json"}, {"layerDefs", definitions}};
    EXPECT_TRUE(service_answer().contains("error")) << definitions;
  }
}

} // namespace
} // namespace sandbox
