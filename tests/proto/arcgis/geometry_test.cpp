#include "proto/arcgis/geometry.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

constexpr const char* envelope_text =
  R"({"xmin":-110.2,"ymin":37.9,"xmax":-109.6,"ymax":38.6,"spatialReference":{"wkid":4326}})";
// Clockwise outer ring, left open.
constexpr const char* triangle =
  R"({"rings":[[[0,0],[0,4],[4,0]]],"spatialReference":{"wkid":102100,"latestWkid":3857}})";

std::string element_of_refusal(const std::string& text) {
  const auto read = proto::read_area(json::parse(text));
  if (read)
    return "taken";
  EXPECT_FALSE(read.error().hint.empty());
  return read.error().subject;
}

TEST(Geometry, AnEnvelopeComesBackAsItWasWritten) {
  const auto read = proto::read_area(json::parse(envelope_text));
  ASSERT_TRUE(read);
  EXPECT_EQ(proto::to_json(*read), json::parse(envelope_text));
  EXPECT_EQ(proto::reference_of(*read).wkid, 4326);
}

TEST(Geometry, RingsAreClosed) {
  const auto read = proto::read_area(json::parse(triangle));
  ASSERT_TRUE(read);
  const auto& rings = std::get<proto::polygon>(*read).rings;
  ASSERT_EQ(rings.at(0).size(), 4u);
  EXPECT_EQ(rings[0].front(), rings[0].back());
  const auto around = proto::box_of(*read);
  EXPECT_EQ(around.xmin, 0);
  EXPECT_EQ(around.ymax, 4);
  EXPECT_EQ(around.spatial_reference.epsg(), 3857);
  EXPECT_EQ(*proto::read_area(proto::to_json(*read)), *read);
}

TEST(Geometry, APolygonDrawnTheOtherWayRoundIsTurned) {
  const auto clockwise =
    proto::read_area(json::parse(R"({"rings":[[[0,0],[0,4],[4,4],[0,0]]],"spatialReference":{"wkid":3857}})"));
  const auto other =
    proto::read_area(json::parse(R"({"rings":[[[0,0],[4,4],[0,4],[0,0]]],"spatialReference":{"wkid":3857}})"));
  ASSERT_TRUE(clockwise && other);
  EXPECT_EQ(*clockwise, *other);
}

TEST(Geometry, ASliverThatWasTurnedIsReadAgain) {
  // Summed one way round its area is -1.4e-17, the other way round 0.
  const auto sliver = proto::read_area(json::parse(
    R"({"rings":[[[0.2,0.5],[0.6,0.1],[0.6,0.7],[0.6,0.5],[0.4,0.1],[0.2,0.5]]],"spatialReference":{"wkid":4326}})"));
  const auto again = sliver ? proto::read_area(proto::to_json(*sliver)) : sliver;
  EXPECT_EQ(static_cast<bool>(sliver), static_cast<bool>(again));
  EXPECT_TRUE(!again || *again == *sliver);
}

TEST(Geometry, RefusalsNameTheElement) {
  EXPECT_EQ(
    element_of_refusal(R"({"xmin":"NaN","ymin":0,"xmax":1,"ymax":1,"spatialReference":{"wkid":4326}})"), "xmin");
  EXPECT_EQ(element_of_refusal(R"({"xmin":0,"ymin":0,"xmax":null,"ymax":1,"spatialReference":{"wkid":4326}})"), "xmax");
  EXPECT_EQ(element_of_refusal(R"({"xmin":2,"ymin":0,"xmax":1,"ymax":1,"spatialReference":{"wkid":4326}})"), "xmax");
  EXPECT_EQ(element_of_refusal(R"({"xmin":0,"ymin":1,"xmax":1,"ymax":1,"spatialReference":{"wkid":4326}})"), "ymax");
  EXPECT_EQ(element_of_refusal(R"({"xmin":0,"ymin":0,"xmax":1,"ymax":1})"), "spatialReference");
  EXPECT_EQ(element_of_refusal(R"({"xmin":0,"ymin":0,"xmax":1,"ymax":1,"spatialReference":{}})"), "spatialReference");
  EXPECT_EQ(element_of_refusal(R"({"rings":[],"spatialReference":{"wkid":4326}})"), "rings");
  EXPECT_EQ(element_of_refusal(R"({"rings":[[[0,0],[1,1],[0,0]]],"spatialReference":{"wkid":4326}})"), "rings[0]");
  EXPECT_EQ(element_of_refusal(R"({"rings":[[[0,0],[1,"x"],[1,0]]],"spatialReference":{"wkid":4326}})"), "rings[0][1]");
  EXPECT_EQ(element_of_refusal(R"({"rings":[[[0,0],[1,1],[2,2],[0,0]]],"spatialReference":{"wkid":4326}})"), "rings");
  EXPECT_EQ(element_of_refusal(R"({"curveRings":[[]],"spatialReference":{"wkid":4326}})"), "curveRings");
  EXPECT_EQ(element_of_refusal("[]"), "");
}

TEST(Geometry, AMissingReferenceHasItsDocumentedCode) {
  const auto read = proto::read_area(json::parse(R"({"xmin":0,"ymin":0,"xmax":1,"ymax":1})"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, proto::failure_code::missing_spatial_reference);
}

TEST(SpatialReference, WebMercatorHasManyNumbersAndIsOneReference) {
  const proto::spatial_reference esri{.wkid = 102100, .latest_wkid = 3857, .wkt = {}}, old{.wkid = 102100},
    epsg{.wkid = 3857}, wgs{.wkid = 4326};
  EXPECT_TRUE(proto::same(esri, epsg));
  EXPECT_TRUE(proto::same(old, epsg));
  EXPECT_FALSE(proto::same(wgs, epsg));
  EXPECT_EQ(old.epsg(), 3857);
  EXPECT_FALSE(proto::same({}, epsg));
}

TEST(SpatialReference, NumbersAsTextAndCustomSystemsAreRead) {
  EXPECT_EQ(proto::read_spatial_reference(json::parse(R"({"wkid":"4326"})"))->wkid, 4326);
  EXPECT_EQ(proto::read_spatial_reference(json(25832))->wkid, 25832);
  const auto custom = proto::read_spatial_reference(json::parse(R"({"wkid":-1,"wkt":"PROJCS[…]"})"));
  ASSERT_TRUE(custom);
  EXPECT_EQ(custom->wkid, 0);
  EXPECT_EQ(custom->wkt, "PROJCS[…]");
  EXPECT_FALSE(proto::read_spatial_reference(json::parse(R"({"wkid":0})")));
  EXPECT_FALSE(proto::read_spatial_reference(json::parse("[4326]")));
}

} // namespace
