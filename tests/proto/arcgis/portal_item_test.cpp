#include "proto/arcgis/portal_item.hpp"

#include "tests/support/fixtures.hpp"

namespace {

using nlohmann::json;

proto::portal_item item_in(const std::string& name) {
  const auto item = proto::read_portal_item(fixtures::json("portal/" + name + ".json"));
  EXPECT_TRUE(item) << name;
  return item ? *item : proto::portal_item{};
}

TEST(PortalItem, RecordedItemsAreRead) {
  NEEDS_FIXTURES();
  const auto map = item_in("item-web-map-enterprise");
  EXPECT_EQ(map.id, "7af4318fc298486f9ff8032376f8cbe0");
  EXPECT_EQ(map.type, "Web Map");
  EXPECT_EQ(map.title, "Offline Collector");
  EXPECT_EQ(map.thumbnail, "thumbnail/ago_downloaded.png");
  EXPECT_EQ(map.modified, 1440523923000);
  EXPECT_EQ(map.license_info, "") << "null";
  ASSERT_TRUE(map.extent);
  EXPECT_EQ(map.extent->at(1), 35.469);
  EXPECT_FALSE(map.offline_disabled());
  EXPECT_EQ(item_in("item-web-map-synthetic").license_info, "<p>Internal use only.</p>");
  EXPECT_TRUE(item_in("item-feature-service").url.ends_with("/FeatureServer"));
  EXPECT_TRUE(item_in("item-web-map-offline-disabled-synthetic").offline_disabled());
}

TEST(PortalItem, EveryItemOfASearchIsRead) {
  NEEDS_FIXTURES();
  const auto found = fixtures::json("portal/search-response.json")["results"];
  ASSERT_FALSE(found.empty());
  for (const auto& item : found)
    EXPECT_TRUE(proto::read_portal_item(item));
}

TEST(PortalItem, EmptyAndOddExtentsAreNone) {
  const auto extent = [](const char* value) {
    return proto::read_portal_item(json::parse(std::string{R"({"id":"a","type":"Web Map","extent":)"} + value + "}"))
      ->extent;
  };
  for (const char* value : {"[]", "null", "[[1,2]]", "[[1],[2]]", R"([["NaN",0],[1,1]])", "[[2,0],[1,1]]", "{}"})
    EXPECT_FALSE(extent(value)) << value;
  EXPECT_TRUE(extent(R"([["1","2"],[3,4]])"));
}

TEST(PortalItem, WithoutATypeLacksAProperty) {
  const auto item = proto::read_portal_item(json::parse(R"({"id":"a1","title":"Central"})"));
  ASSERT_FALSE(item);
  EXPECT_EQ(item.error().code, proto::failure_code::missing_item_property);
  EXPECT_EQ(item.error().subject, "Central has no type");
}

TEST(PortalItem, AnErrorIsNoItem) {
  const auto item = proto::read_portal_item(json::parse(
    R"({"error":{"code":400,"messageCode":"CONT_0001","message":"Item does not exist or is inaccessible."}})"));
  ASSERT_FALSE(item);
  EXPECT_EQ(item.error().server_said, "Item does not exist or is inaccessible.");
  EXPECT_FALSE(proto::read_portal_item(json::parse(R"({"id":"a"})")));
}

TEST(PortalSelf, OnlineAndEnterpriseAreTold) {
  NEEDS_FIXTURES();
  const auto online = proto::read_portal_self(fixtures::json("portal/portals-self.json"));
  ASSERT_TRUE(online);
  EXPECT_FALSE(online->is_portal);
  EXPECT_EQ(online->name, "Washington, DC");
  const auto own =
    proto::read_portal_self(json::parse(R"({"isPortal":true,"name":null,"allSSL":true,"user":{"username":"crew"}})"));
  ASSERT_TRUE(own);
  EXPECT_TRUE(own->is_portal && own->all_ssl);
  EXPECT_EQ(own->username, "crew");
  EXPECT_FALSE(proto::read_portal_self(json::object()));
}

} // namespace
