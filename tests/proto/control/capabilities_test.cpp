#include "proto/control/capabilities.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace {

proto::failure no_sync() { return {.code = proto::failure_code::sync_not_enabled, .subject = "Hydrants"}; }

proto::offline_map_capabilities two_layers() {
  proto::offline_map_capabilities map;
  map.layers = {{"hydrants", "Hydrants", "https://h/rest/services/W/FeatureServer/0", false, false, {}, {}},
    {"visits", "Visits", "https://h/rest/services/W/FeatureServer/1", true, false, {}, {}}};
  return map;
}

TEST(Capabilities, OfAMapWithoutFaultHaveNoErrors) {
  const auto document = proto::to_json(two_layers());
  EXPECT_EQ(document["hasErrors"], false);
  ASSERT_EQ(document["layerCapabilities"].size(), 1u);
  ASSERT_EQ(document["tableCapabilities"].size(), 1u);
  const auto& layer = document["layerCapabilities"][0];
  EXPECT_EQ(layer["supportsOffline"], true);
  EXPECT_EQ(layer["remainsOnline"], false);
  EXPECT_TRUE(layer["error"].is_null());
  EXPECT_TRUE(layer["findings"].empty());
  EXPECT_EQ(document["tableCapabilities"][0]["id"], "visits");
}

TEST(Capabilities, ErrorOfALayerIsSaidAsFailureAndAsFinding) {
  auto map = two_layers();
  map.layers[0].error = no_sync();
  map.layers[0].findings = {{proto::finding_code::no_global_id, "hydrants", "Hydrants", "", ""}};
  const auto document = proto::to_json(map);
  EXPECT_EQ(document["hasErrors"], true);
  const auto& layer = document["layerCapabilities"][0];
  EXPECT_EQ(layer["supportsOffline"], false);
  EXPECT_EQ(layer["error"]["sdkCode"], 7006);
  ASSERT_EQ(layer["findings"].size(), 2u);
  EXPECT_EQ(layer["findings"][0]["code"], "syncNotEnabled");
  EXPECT_EQ(layer["findings"][0]["level"], "hard");
  EXPECT_EQ(layer["findings"][1]["code"], "noGlobalId");
}

TEST(Capabilities, LayersThatRemainOnlineAreNoErrors) {
  auto map = two_layers();
  map.layers[0].error = no_sync();
  map.layers[0].remains_online = true;
  EXPECT_FALSE(map.has_errors());
  const auto layer = proto::to_json(map)["layerCapabilities"][0];
  EXPECT_EQ(layer["remainsOnline"], true);
  EXPECT_EQ(layer["error"]["code"], "syncNotEnabled");
  EXPECT_TRUE(layer["findings"].empty());
}

TEST(Capabilities, MapThatIsNotTakenAsAWholeSaysSoAmongTheFindings) {
  auto map = two_layers();
  map.errors = {{.code = proto::failure_code::offline_disabled, .subject = "Hydrants map"}};
  const auto document = proto::to_json(map);
  EXPECT_EQ(document["hasErrors"], true);
  ASSERT_EQ(document["findings"].size(), 1u);
  EXPECT_EQ(document["findings"][0]["code"], "offlineDisabled");
  EXPECT_EQ(document["findings"][0]["level"], "hard");
  EXPECT_EQ(document["findings"][0]["who"], "mapAuthor");
}

} // namespace
