#include "sandbox/model/placeholders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

std::string spelled(std::string_view word, std::string_view name) {
  return "<" + std::string{word} + "|" + std::string{name} + ">";
}

TEST(Placeholders, AreReplacedWhereverTheyStandInAText) {
  EXPECT_EQ(filled_text("${service:Trails}/0 and ${portal}", spelled), "<service|Trails>/0 and <portal|>");
  EXPECT_EQ(filled_text("{NAME} $5 ${", spelled), "{NAME} $5 ${");
  EXPECT_EQ(filled_text("", spelled), "");
}

TEST(Placeholders, AreReplacedInAllStringsOfADocument) {
  const auto document = nlohmann::json::parse(R"({"a": ["${portal}", 1, null], "${b}": {"c": "${item:x y}"}})");
  EXPECT_EQ(filled_document(document, spelled).dump(), R"({"${b}":{"c":"<item|x y>"},"a":["<portal|>",1,null]})");
}

TEST(Placeholders, MustNameSomethingThatIsThere) {
  const auto complaint = [](const std::string& text) {
    const nlohmann::json document{{"layers", {{{"url", text}}}}};
    try {
      check_placeholders({document, "maps/x.json", "/map"}, sample_data());
    } catch (const bad_data& wrong) {
      return std::string{wrong.what()};
    }
    return std::string{"good"};
  };
  for (const char* text : {"${service:Trails}/0", "${service:Basemap/MapServer}", "${item:Field work}", "${portal}/wms",
         "${resources:Borders and names}/styles/root.json", "plain"})
    EXPECT_EQ(complaint(text), "good");
  EXPECT_EQ(complaint("${service:Trials}/0"), "maps/x.json: /map/layers/0/url: there is no service \"Trials\"");
  for (const char* text : {"${service:Basemap}", "${item:Trials}", "${resources:Trials}", "${portals}", "${}"})
    EXPECT_THAT(complaint(text), testing::StartsWith("maps/x.json: /map/layers/0/url: ")) << text;
}

} // namespace
} // namespace sandbox
