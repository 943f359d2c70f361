#include "sandbox/features/single_feature.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

nlohmann::json one_feature(
  std::int64_t object_id, const parameter_map& with = {}, std::size_t layer = 0, dialect speaks = dialect::online) {
  static const service_data service = small_service();
  http_request request;
  request.parameters = with;
  request.parameters.insert({"f", "json"});
  return nlohmann::json::parse(single_feature(request, service.tables[layer], object_id, speaks).body);
}

TEST(SingleFeature, ShowsAllFieldsAndTheShapeInWebMercatorUnlessAskedOtherwise) {
  const auto shown = one_feature(3).at("feature");
  EXPECT_EQ(shown.at("attributes").size(), 6u);
  EXPECT_EQ(shown.at("attributes").at("NAME"), "Trail 3");
  EXPECT_TRUE(shown.at("attributes").at("KM").is_null());
  EXPECT_NEAR(shown.at("geometry").at("paths")[0][0][0].get<double>(), -11131949.08, 0.01);
  const auto degrees = one_feature(3, {{"outSR", "4326"}}).at("feature").at("geometry").at("paths")[0][0];
  EXPECT_NEAR(degrees[0].get<double>(), -100, 1e-9);
  EXPECT_NEAR(degrees[1].get<double>(), 40, 1e-9);
}

TEST(SingleFeature, LeavesTheShapeOutWhereNobodyWantsItOrThereIsNone) {
  EXPECT_FALSE(one_feature(3, {{"returnGeometry", "false"}}).at("feature").contains("geometry"));
  EXPECT_FALSE(one_feature(3, {}, 1).at("feature").contains("geometry")) << "a table's row";
}

TEST(SingleFeature, WritesIdsAsTheDialectDoes) {
  const auto id = [](dialect speaks) {
    return one_feature(1, {}, 1, speaks).at("feature").at("attributes").at("GlobalID");
  };
  EXPECT_EQ(id(dialect::online), "10000000-0000-4000-8000-000000000001");
  EXPECT_EQ(id(dialect::enterprise), "{10000000-0000-4000-8000-000000000001}");
}

TEST(SingleFeature, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(one_feature(99).at("error").at("code"), 404);
  EXPECT_EQ(one_feature(1, {{"outSR", "x"}}).at("error").at("code"), 400);
  EXPECT_EQ(one_feature(1, {{"where", "1=1"}}).at("error").at("code"), 400);
}

} // namespace
} // namespace sandbox
