#include "core/plan/item_info.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using words = std::vector<std::string>;

proto::portal_item central() {
  proto::portal_item item;
  item.title = "Central";
  item.snippet = "What the crew sees";
  item.description = "<b>Central</b>";
  item.tags = {"water"};
  item.access_information = "The city";
  item.license_info = "Public";
  item.type_keywords = {"Map", "Offline"};
  return item;
}

TEST(ItemInfo, IsTheItemsWhereTheJobGivesNothing) {
  const auto info = core::item_info_of(central(), "data:image/png;base64,AA==", {});
  EXPECT_EQ(info.title, "Central");
  EXPECT_EQ(info.snippet, "What the crew sees");
  EXPECT_EQ(info.description, "<b>Central</b>");
  EXPECT_EQ(info.tags, words{"water"});
  EXPECT_EQ(info.access_information, "The city");
  EXPECT_EQ(info.terms_of_use, "Public");
  EXPECT_EQ(info.thumbnail, "data:image/png;base64,AA==");
}

TEST(ItemInfo, EveryMemberOfTheJobStandsInForTheItemsAndNoOther) {
  proto::item_info_changes changes;
  changes.title = "Central (Central)";
  changes.terms_of_use = "";
  const auto info = core::item_info_of(central(), "data:image/png;base64,AA==", changes);
  EXPECT_EQ(info.title, "Central (Central)");
  EXPECT_EQ(info.terms_of_use, "");
  EXPECT_EQ(info.snippet, "What the crew sees");
  EXPECT_EQ(info.tags, words{"water"});
  EXPECT_EQ(info.thumbnail, "data:image/png;base64,AA==");
}

TEST(ItemInfo, NothingButTheKeywordsComesFromAnItemThatIsReplaced) {
  proto::item_info_changes changes;
  changes.replace = true;
  changes.tags = words{"mine"};
  const auto info = core::item_info_of(central(), "data:image/png;base64,AA==", changes);
  EXPECT_EQ(info.title + info.snippet + info.description + info.access_information + info.terms_of_use, "");
  EXPECT_EQ(info.thumbnail, "");
  EXPECT_EQ(info.tags, words{"mine"});
  EXPECT_EQ(info.type_keywords, (words{"Map", "Offline"}));
}

} // namespace
