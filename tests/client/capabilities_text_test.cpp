#include "client/capabilities_text.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace {

using client::describe_capabilities;
using nlohmann::json;

json finding_about(const std::string& what, const std::string& who) {
  return {{"code", "c"}, {"level", "soft"}, {"what", what}, {"why", "because"}, {"who", who}, {"how", "mend it"}};
}

TEST(CapabilitiesText, SaysWhetherAndWhyNotAndWhoCanMendIt) {
  json map{{"hasErrors", true},
    {"layerCapabilities",
      {{{"id", "a"}, {"title", "Hydrants"}, {"service", "https://h/FeatureServer/0"}, {"supportsOffline", true},
         {"findings", json::array()}},
        {{"id", "b"}, {"title", "Weather\x1b[2J"}, {"service", nullptr}, {"supportsOffline", false},
          {"findings", {finding_about("is no layer for offline use", "mapAuthor")}}}}},
    {"tableCapabilities", {{{"id", "c"}, {"supportsOffline", false}, {"remainsOnline", true}}}},
    {"findings", {finding_about("nobody has prepared the map", "somebodyNew")}}};
  const auto lines = describe_capabilities(map);
  EXPECT_THAT(lines,
    testing::ElementsAre("all goes offline: no (1 of 3 layers and tables, 1 online)",
      "      soft: nobody has prepared the map (because)", "            somebodyNew: mend it",
      testing::MatchesRegex("  yes     layer  Hydrants +https://h/FeatureServer/0"),
      testing::MatchesRegex("  no      layer  Weather.x1b.2J +"), "      soft: is no layer for offline use (because)",
      "            the map's author: mend it", testing::MatchesRegex("  online  table  c +")));
}

TEST(CapabilitiesText, SaysYesForAMapThatGoesAsAWhole) {
  EXPECT_THAT(describe_capabilities({{"hasErrors", false}, {"layerCapabilities", {{{"supportsOffline", true}}}}}).at(0),
    "all goes offline: yes (1 of 1 layers and tables)");
}

TEST(CapabilitiesText, TakesAnyDocument) {
  for (const json& strange :
    {json(), json(7), json::array(), json{{"layerCapabilities", 3}, {"findings", {1, nullptr}}},
      json{{"tableCapabilities", {1, {{"findings", {{"what", 7}}}}}}}})
    EXPECT_GE(describe_capabilities(strange).size(), 1u);
}

} // namespace
