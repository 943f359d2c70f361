#include "sandbox/features/related_query.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

const service_data& related_service() {
  static const service_data made = small_service();
  return made;
}

json related(parameter_map with, std::size_t layer = 0) {
  http_request request;
  request.parameters = std::move(with);
  request.parameters.insert({"f", "json"});
  request.parameters.insert({"relationshipId", "7"});
  return json::parse(
    query_related(request, related_service(), related_service().tables[layer], dialect::online, 0).body);
}

TEST(RelatedQuery, GroupsTheRowsThatBelongToEachObject) {
  const json made = related({{"objectIds", "3,1,4"}, {"outFields", "COST"}, {"resultRecordCount", "3"}});
  ASSERT_EQ(made.at("relatedRecordGroups").size(), 1u) << made; // three of one object are a page
  EXPECT_EQ(made.at("exceededTransferLimit"), true);
  EXPECT_FALSE(made.contains("geometryType"));
  const json rest = related({{"objectIds", "3,1,4"}, {"outFields", "COST"}, {"resultOffset", "3"}});
  EXPECT_EQ(
    rest.at("relatedRecordGroups"), json::parse(R"([{"objectId":3,"relatedRecords":[{"attributes":{"COST":400}}]}])"));
  EXPECT_FALSE(rest.contains("exceededTransferLimit"));
}

TEST(RelatedQuery, GoesTheOtherWayWithGeometry) {
  const json made = related({{"objectIds", "2,5"}, {"outFields", "NAME"}, {"outSR", "4326"}, {"returnZ", "true"}}, 1);
  ASSERT_EQ(made.at("relatedRecordGroups").size(), 2u);
  EXPECT_EQ(made.at("relatedRecordGroups")[1].at("objectId"), 5);
  EXPECT_EQ(made.at("relatedRecordGroups")[1].at("relatedRecords")[0].at("attributes").at("NAME"), "Trail 1");
  EXPECT_EQ(
    made.at("relatedRecordGroups")[1].at("relatedRecords")[0].at("geometry").at("paths")[0][0], (json{-110, 38, 100}));
  EXPECT_EQ(made.at("geometryType"), "esriGeometryPolyline");
}

TEST(RelatedQuery, CountsFiltersAndOrders) {
  EXPECT_EQ(related({{"objectIds", "1,2,1"}, {"returnCountOnly", "true"}}).at("relatedRecordGroups"),
    json::parse(R"([{"objectId":1,"count":3},{"objectId":2,"count":1}])"));
  const json made = related({{"objectIds", "1"}, {"outFields", "COST"}, {"definitionExpression", "COST <> 200"},
    {"orderByFields", "COST DESC"}});
  EXPECT_EQ(made.at("relatedRecordGroups")[0].at("relatedRecords"),
    json::parse(R"([{"attributes":{"COST":500}},{"attributes":{"COST":100}}])"));
}

TEST(RelatedQuery, RefusesWhatDoesNotExist) {
  const std::vector<parameter_map> wrong{{}, {{"objectIds", "x"}}, {{"objectIds", "1"}, {"relationshipId", "8"}},
    {{"objectIds", "1"}, {"outFields", "NOSUCH"}}, {{"objectIds", "1"}, {"definitionExpression", "NOSUCH=1"}},
    {{"objectIds", "1"}, {"orderByFields", "NOSUCH"}}, {{"objectIds", "1"}, {"where", "1=1"}},
    {{"objectIds", "1"}, {"resultRecordCount", "0"}}};
  for (const parameter_map& with : wrong)
    EXPECT_TRUE(related(with).contains("error")) << json(std::map<std::string, std::string>(with.begin(), with.end()));
}

} // namespace
} // namespace sandbox
