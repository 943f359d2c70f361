#include "sandbox/portal/item_search.hpp"

#include <gtest/gtest.h>

namespace {

using nlohmann::json;
using sandbox::http_request;

std::vector<json> catalogue() {
  std::vector<json> items;
  for (int i = 0; i < 25; ++i) {
    items.push_back({{"title", (i % 2 == 0 ? "map " : "Map ") + std::string(1, static_cast<char>('z' - i))},
      {"created", i}, {"extent", {{i, 0}, {i + 1, 1}}}});
  }
  items.push_back({{"title", "no extent"}, {"extent", json::array()}});
  return items;
}

json search(sandbox::parameter_map asked) {
  http_request request;
  request.parameters = std::move(asked);
  request.parameters["f"] = "json";
  return json::parse(sandbox::search_items(request, catalogue()).body);
}

json titles(const json& answer) {
  json all = json::array();
  for (const json& item : answer.at("results"))
    all.push_back(item.at("title"));
  return all;
}

TEST(ItemSearch, GivesPagesUntilTheEnd) {
  const json first = search({{"q", "map"}});
  EXPECT_EQ(first.at("query"), "map");
  EXPECT_EQ(first.at("total"), 25);
  EXPECT_EQ(first.at("start"), 1);
  EXPECT_EQ(first.at("num"), 10);
  EXPECT_EQ(first.at("nextStart"), 11);
  const json last = search({{"q", "map"}, {"start", "21"}, {"num", "10"}});
  EXPECT_EQ(last.at("num"), 5);
  EXPECT_EQ(last.at("nextStart"), -1);
  EXPECT_EQ(titles(last), json({"map f", "Map e", "map d", "Map c", "map b"}));
  EXPECT_TRUE(search({{"q", "map"}, {"start", "99"}}).at("results").empty());
  const json count = search({{"q", "map"}, {"num", "0"}});
  EXPECT_EQ(count.at("total"), 25);
  EXPECT_TRUE(count.at("results").empty());
}

TEST(ItemSearch, Sorts) {
  EXPECT_EQ(titles(search({{"q", "map"}, {"num", "3"}, {"sortField", "title"}})), json({"map b", "Map c", "map d"}));
  EXPECT_EQ(titles(search({{"q", "map"}, {"num", "2"}, {"sortField", "created"}, {"sortOrder", "desc"}})),
    json({"map b", "Map c"}));
}

TEST(ItemSearch, KeepsToAreaAndFilter) {
  EXPECT_EQ(titles(search({{"q", "*"}, {"bbox", "3.5,0.5,4.5,0.6"}})), json({"Map w", "map v"}));
  EXPECT_EQ(titles(search({{"filter", "title:\"no extent\""}})), json({"no extent"}));
  EXPECT_EQ(search({{"q", "map"}, {"filter", "extent"}}).at("total"), 0);
}

TEST(ItemSearch, RefusesWhatItDoesNotUnderstand) {
  for (const sandbox::parameter_map& asked : std::vector<sandbox::parameter_map>{{}, {{"q", "(map"}},
         {{"q", "map"}, {"filter", "\""}}, {{"q", "map"}, {"bbox", "1,2,3"}}, {{"q", "map"}, {"sortField", "colour"}},
         {{"q", "map"}, {"sortField", "title"}, {"sortOrder", "up"}}, {{"q", "map"}, {"countFields", "type"}},
         {{"q", "map"}, {"num", "many"}}, {{"q", "map"}, {"start", "0"}}})
    EXPECT_EQ(search(asked).at("error").at("code"), 400);
}

} // namespace
