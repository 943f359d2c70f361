#include "proto/arcgis/size_estimate.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

TEST(SizeEstimate, IsReadAsAnObjectAndAsText) {
  for (const auto& value :
    {json{{"totalSize", 900}, {"totalTilesToExport", 3}}, json(R"({"totalSize": 900, "totalTilesToExport": 3})")}) {
    const auto told = proto::read_size_estimate(json{{"paramName", "out_service_url"}, {"value", value}});
    ASSERT_TRUE(told) << value;
    EXPECT_EQ(told->bytes, 900u);
    EXPECT_EQ(told->tiles, 3u);
  }
}

TEST(SizeEstimate, WithoutASizeIsRefused) {
  for (const auto& wrong : {json(), json::array(), json{{"value", "<html>"}}, json{{"value", {{"totalSize", -3}}}}})
    EXPECT_FALSE(proto::read_size_estimate(wrong)) << wrong;
}

TEST(SizeEstimate, OfTheJobItselfCountsOnlyWhereItSaysOne) {
  EXPECT_EQ(proto::size_estimate_in_job(json{{"estimatedTilesSize", 77}})->bytes, 77u);
  EXPECT_FALSE(proto::size_estimate_in_job(json{{"estimatedTilesSize", 0}}));
  EXPECT_FALSE(proto::size_estimate_in_job(json::object()));
}

} // namespace
