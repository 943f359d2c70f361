#include "proto/arcgis/service_address.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Url, PartsAreSplit) {
  const auto parts = proto::split_url("HTTPS://User:Secret@GIS.Example:8443/Portal/x?f=json&a=b#frag");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->scheme, "https");
  EXPECT_EQ(parts->host, "gis.example");
  EXPECT_EQ(parts->port, 8443);
  EXPECT_EQ(parts->path, "/Portal/x");
  EXPECT_EQ(parts->query, "f=json&a=b");
  EXPECT_EQ(parts->origin(), "https://gis.example:8443");
  EXPECT_EQ(proto::split_url("http://[::1]:80/")->origin(), "http://[::1]");
  EXPECT_EQ(proto::split_url("http://h?x=1")->path, "/");
}

TEST(Url, BlanksAtTheEndAreOfNoPart) {
  for (const char* text : {"http://h/a \t", "http://h/a #b", "http://h/a ?", "http://h/a ? #", " http://h/a?"}) {
    const auto parts = proto::split_url(text);
    ASSERT_TRUE(parts) << text;
    EXPECT_EQ(parts->path, "/a") << text;
    EXPECT_EQ(parts->query, "") << text;
  }
}

TEST(Url, WhatIsNoHttpAddressIsRefused) {
  for (const char* text :
    {"", "gis.example/x", "ftp://h/x", "file:///etc/passwd", "http://", "http:///x", "https://h:0/", "https://h:99999/",
      "https://h:8a/", "http://[::1/x", "http://a b/", "http://a\nb/", "https://h:-1/"})
    EXPECT_FALSE(proto::split_url(text)) << text;
}

// The examples of RFC 3986, 5.4, as far as they are about http.
TEST(Url, ReferencesAreResolvedAsTheStandardSays) {
  const std::string base = "http://a/b/c/d;p?q";
  const std::pair<const char*, const char*> examples[]{{"g", "http://a/b/c/g"}, {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"}, {"/g", "http://a/g"}, {"//g", "http://g"}, {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"}, {"", "http://a/b/c/d;p?q"}, {".", "http://a/b/c/"}, {"..", "http://a/b/"},
    {"../g", "http://a/b/g"}, {"../..", "http://a/"}, {"../../g", "http://a/g"}, {"../../../g", "http://a/g"},
    {"/./g", "http://a/g"}, {"/../g", "http://a/g"}, {"./../g", "http://a/b/g"}, {"g/./h", "http://a/b/c/g/h"},
    {"https://x/y", "https://x/y"}, {"#s", "http://a/b/c/d;p?q"}, {"g;x=1/../y", "http://a/b/c/y"}};
  for (const auto& [reference, expected] : examples)
    EXPECT_EQ(proto::resolve_url(base, reference), expected) << reference;
}

TEST(Url, ResultAddressesOfServersAreResolved) {
  EXPECT_EQ(proto::resolve_url("https://h/arcgis/rest/services/S/MapServer/jobs/j1/", "results/out_service_url"),
    "https://h/arcgis/rest/services/S/MapServer/jobs/j1/results/out_service_url");
  EXPECT_EQ(proto::resolve_url("https://h/r/VectorTileServer/resources/styles/root.json", "../../"),
    "https://h/r/VectorTileServer/");
  EXPECT_EQ(proto::resolve_url("https://h/a", "tile/{z}/{y}/{x}.pbf?t=a:b"), "https://h/tile/{z}/{y}/{x}.pbf?t=a:b");
}

TEST(ServiceAddress, RootKindAndLayerAreFound) {
  const auto layer =
    proto::parse_service_address("https://H.example/ctx/rest/services/Folder/Water/FEATURESERVER/3/?f=json");
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->root, "https://h.example/ctx/rest/services/Folder/Water/FEATURESERVER");
  EXPECT_EQ(layer->kind, "FeatureServer");
  EXPECT_EQ(layer->layer, 3);
  const auto tiles = proto::parse_service_address("http://t.example/arcgis/rest/services/I/ImageServer");
  ASSERT_TRUE(tiles);
  EXPECT_FALSE(tiles->layer);
  EXPECT_EQ(proto::parse_service_address("https://p/portal/sharing/servers/0a/rest/services/X/VectorTileServer/")->root,
    "https://p/portal/sharing/servers/0a/rest/services/X/VectorTileServer");
}

TEST(ServiceAddress, OtherAddressesAreNone) {
  for (const char* text :
    {"", "https://h/rest/services/X", "https://h/FeatureServers/0", "x/FeatureServer/0", "https://h/?u=/MapServer/1"})
    EXPECT_FALSE(proto::parse_service_address(text)) << text;
  EXPECT_FALSE(proto::parse_service_address("https://h/X/FeatureServer/99999999999999")->layer);
  EXPECT_FALSE(proto::parse_service_address("https://h/X/FeatureServer/jobs/7")->layer);
}

TEST(ServiceAddress, SpellingsOfOneResourceAreEqual) {
  const auto one = proto::comparable_address("https://services.example/ORG/rest/services/Water/FeatureServer/0");
  for (const char* other : {"http://services.example/ORG/rest/services/water/featureserver/0/",
         "https://SERVICES.example:443/ORG//rest/services/Water/FeatureServer/0?token=x",
         "http://services.example:80/org/rest/services/%57ater/FeatureServer/0#a"})
    EXPECT_EQ(proto::comparable_address(other), one) << other;
  EXPECT_NE(proto::comparable_address("https://services.example/ORG/rest/services/Water/FeatureServer/1"), one);
  EXPECT_NE(proto::comparable_address("https://services.example:8443/ORG/rest/services/Water/FeatureServer/0"), one);
}

TEST(Form, NamesAndValuesAreEncoded) {
  EXPECT_EQ(
    proto::encode_form({{"where", "A = 'ü' & B"}, {"f", "json"}}), "where=A%20%3D%20%27%C3%BC%27%20%26%20B&f=json");
  EXPECT_EQ(proto::encode_form({}), "");
}

} // namespace
