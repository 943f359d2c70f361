#include "sandbox/model/esri_json.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sandbox {
namespace {

using nlohmann::json;

TEST(EsriJson, ReadsAnEnvelopeInItsOwnReference) {
  const auto read = read_area(
    std::string{R"({"xmin":1,"ymin":2,"xmax":3,"ymax":4,"spatialReference":{"wkid":102100,"latestWkid":3857}})"},
    wgs84);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->wkid, web_mercator);
  EXPECT_EQ(read->extent(), (envelope{1, 2, 3, 4}));
}

TEST(EsriJson, ReadsFourNumbersInTheDefaultReference) {
  const auto read = read_area(std::string{"-110.2, 37.9,-109.6,38.6"}, wgs84);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->wkid, wgs84);
  EXPECT_EQ(read->extent(), (envelope{-110.2, 37.9, -109.6, 38.6}));
}

TEST(EsriJson, ClosesAnOpenRing) {
  const auto read = read_polygon(json{{"rings", {{{0, 0}, {0, 1}, {1, 1}}}}}.dump(), 26912);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->wkid, 26912);
  EXPECT_EQ(read->rings[0].size(), 4u);
  EXPECT_EQ(read->rings[0].front(), read->rings[0].back());
}

json feature(const json& ring, const json& reference = nullptr) {
  return {{"geometry", {{"rings", {ring}}, {"spatialReference", reference}}}};
}

TEST(EsriJson, JoinsThePolygonsOfAFeatureSet) {
  const json near{{0, 0}, {0, 1}, {1, 1}, {0, 0}}, far{{5, 5}, {5, 6}, {6, 6}, {5, 5}};
  const auto read = read_feature_set(json{{"features", {feature(near), feature(far)}}}.dump(), web_mercator);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->wkid, web_mercator);
  EXPECT_EQ(read->rings.size(), 2u);
  EXPECT_EQ(read->extent(), (envelope{0, 0, 6, 6}));
}

TEST(EsriJson, JoinsPolygonsThatOverlap) {
  const json ring{{0, 0}, {0, 1}, {1, 1}, {0, 0}};
  const auto read = read_feature_set(json{{"features", {feature(ring), feature(ring)}}}.dump(), web_mercator);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->rings.size(), 1u);
  EXPECT_EQ(read->extent(), (envelope{0, 0, 1, 1}));
}

TEST(EsriJson, TakesEachPolygonInItsOwnReference) {
  const json degrees{{10, 0}, {10, 1}, {11, 1}, {10, 0}}, metres{{0, 0}, {0, 100000}, {100000, 100000}, {0, 0}};
  const json set{{"features", {feature(degrees, {{"wkid", 4326}}), feature(metres, {{"wkid", 102100}})}}};
  const auto read = read_feature_set(set.dump(), web_mercator);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->wkid, wgs84);
  EXPECT_DOUBLE_EQ(read->extent().max_x, 11);
  EXPECT_DOUBLE_EQ(read->extent().min_x, 0);
}

TEST(EsriJson, RefusesAReferenceThatItCannotRead) {
  const json ring{{0, 0}, {0, 1}, {1, 1}, {0, 0}};
  for (const json& reference : {json{{"wkt", "GEOGCS"}}, json{{"wkid", "4326"}}, json{{"wkid", 4294971622}},
         json{{"wkid", 18446744073709551615ULL}}, json{{"wkid", -1}}, json::object(), json("4326")}) {
    json box{{"xmin", 1}, {"ymin", 2}, {"xmax", 3}, {"ymax", 4}}, polygon{{"rings", {ring}}};
    EXPECT_TRUE(read_area(box.dump(), wgs84));
    box["spatialReference"] = polygon["spatialReference"] = reference;
    EXPECT_FALSE(read_area(box.dump(), wgs84)) << reference;
    EXPECT_FALSE(read_area(polygon.dump(), wgs84)) << reference;
    EXPECT_FALSE(read_polygon(polygon.dump(), wgs84)) << reference;
    EXPECT_FALSE(read_feature_set(json{{"features", {feature(ring, reference)}}}.dump(), wgs84)) << reference;
    EXPECT_FALSE(read_feature_set(json{{"features", {feature(ring)}}, {"spatialReference", reference}}.dump(), wgs84));
  }
}

TEST(EsriJson, RefusesWhatIsNoArea) {
  for (const std::string text : {"", "null", "[]", "{}", "1,2,3", "3,2,1,0", "nan,nan,nan,nan", "1,2,3,4,5", "1,,2,3,4",
         "1,2,3,4,", R"({"rings":[]})", R"({"rings":7})", R"({"rings":[[[0,0],[1,1]]]})",
         R"({"rings":[[["a",0],[1,1],[2,2],[3,3]]]})", R"({"xmin":5,"ymin":0,"xmax":1,"ymax":1})", R"({"features":[]})",
         R"({"features":[7]})", R"({"features":[{"geometry":null}]})", R"({"xmin":"NaN"})"}) {
    EXPECT_FALSE(read_area(text, wgs84)) << text;
    EXPECT_FALSE(read_polygon(text, wgs84)) << text;
    EXPECT_FALSE(read_feature_set(text, wgs84)) << text;
  }
}

TEST(EsriJson, WritesWhatItReads) {
  const geometry polygon{
    geometry_type::polygon, {{{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}};
  const auto read = read_area(to_esri_json(polygon, web_mercator).dump(), wgs84);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rings, polygon.parts);
  EXPECT_EQ(read->wkid, web_mercator);
  EXPECT_EQ(to_esri_json(geometry{geometry_type::point, {{{1.5, 2}}}}), (json{{"x", 1.5}, {"y", 2.0}}));
  EXPECT_TRUE(to_esri_json(geometry{}).is_null());
}

TEST(EsriJson, ReadsAReferenceParameter) {
  EXPECT_EQ(read_reference("", 4326), 4326);
  EXPECT_EQ(read_reference("102100", 4326), web_mercator);
  EXPECT_EQ(read_reference(R"({"wkid":26912})", 4326), 26912);
  EXPECT_EQ(read_reference("x", 4326), std::nullopt);
  EXPECT_EQ(read_reference("4294971622", 4326), std::nullopt);
}

TEST(EsriJson, NamesWebMercatorByBothItsIds) {
  EXPECT_EQ(spatial_reference_json(3857), (json{{"wkid", 102100}, {"latestWkid", 3857}}));
  EXPECT_EQ(read_wkid(json{{"wkid", 102113}}), web_mercator);
  EXPECT_EQ(read_wkid(json(4326)), wgs84);
  EXPECT_EQ(read_wkid(json{{"wkt", "GEOGCS"}}), std::nullopt);
}

} // namespace
} // namespace sandbox
