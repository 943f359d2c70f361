#include "sandbox/portal/search_query.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/seed.hpp"

namespace {

using nlohmann::json;
using sandbox::search_query;

const json map{{"id", "abc123"}, {"owner", "field"}, {"orgId", "ORG"}, {"title", "Trails of the Canyon"},
  {"type", "Web Map"}, {"typeKeywords", {"Web Map", "Offline", "Data Editing"}}, {"tags", {"field work", "desert"}},
  {"snippet", nullptr}, {"description", "<p>Closed <b>trails</b></p>"}, {"access", "public"}, {"modified", 1000},
  {"url", nullptr}};

bool finds(const std::string& text) {
  const auto query = search_query::parse(text);
  EXPECT_TRUE(query) << text << ": " << query.error();
  return query && query->matches(map);
}

void expect_found(std::initializer_list<const char*> texts, bool found) {
  for (const char* text : texts)
    EXPECT_EQ(finds(text), found) << text;
}

TEST(SearchQuery, FindsWordsWithoutRegardToCase) {
  expect_found({"", "trails", "TRAILS canyon", "desert", "offline", "closed", "*", "*:*"}, true);
  expect_found({"trail", "canyons", "trails sea", "abc123"}, false);
}

TEST(SearchQuery, KnowsFieldsAndPhrases) {
  expect_found({"id:abc123", "id:\"ABC123\"", "owner:field", "title:trails", "title:\"of the canyon\"",
                 "type:\"Web Map\"", "type:web", "tags:\"field work\"", "typekeywords:Offline", "orgid:ORG",
                 "typeKeywords:\"data editing\"", "title: canyon", "access:public"},
    true);
  expect_found({"id:abc", "owner:fiel", "title:\"canyon of\"", "type:\"Web Mapping\"", "tags:\"work desert\"",
                 "snippet:trails", "url:x", "group:x", "nonsense:trails"},
    false);
}

TEST(SearchQuery, KnowsWildcards) {
  expect_found({"trail*", "title:can?on", "id:abc*", "title:*"}, true);
  expect_found({"title:\"trail*\"", "can?n", "id:*bcd"}, false);
}

TEST(SearchQuery, JoinsTerms) {
  expect_found({"trails AND canyon", "sea OR canyon", "trails NOT sea", "trails -sea", "+trails -type:\"Web Scene\"",
                 "(sea OR trails) AND (canyon OR river)", "type:(\"Web Scene\" OR \"Web Map\")", "NOT (sea OR river)",
                 "sea OR trails AND canyon", "trails^2 canyon"},
    true);
  expect_found({"trails AND sea", "sea OR river", "trails NOT canyon", "trails -canyon", "-trails",
                 "(sea OR trails) AND (sea OR river)", "type:(\"Web Scene\" OR Layer)", "NOT (sea OR trails)",
                 "(sea OR trails) AND sea"},
    false);
}

TEST(SearchQuery, KnowsRanges) {
  expect_found({"modified:[0000000000000999 TO 1000]", "modified:1000", "trails modified:[1 TO 2000]"}, true);
  expect_found({"modified:[1001 TO 2000]", "modified:5", "created:[0 TO 5000]", "title:[1 TO 5]"}, false);
}

TEST(SearchQuery, RefusesWhatIsNotClosedOrComplete) {
  for (const char* text : {"(trails", "trails)", "\"trails", "trails AND", "trails OR", "NOT", "-", "title:", "AND x", "OR x", "(OR x)",
         "modified:[1 TO", "modified:[a TO b]"})
    EXPECT_FALSE(search_query::parse(text)) << text;
  EXPECT_FALSE(search_query::parse(std::string(100'000, '(')));
  EXPECT_FALSE(search_query::parse(std::string(100'000, '-')));
}

TEST(SearchQuery, SurvivesAnyText) {
  std::mt19937_64 random{test_seed()};
  const std::string letters = "ab:\"()-+*?[]{}^ \t ANDORNOT TO 09";
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t length = random() % 40; length > 0; --length)
      text += letters[random() % letters.size()];
    const auto query = search_query::parse(text);
    if (!query)
      continue;
    const auto opposite = search_query::parse("NOT (" + text + ")");
    ASSERT_TRUE(opposite) << text;
    EXPECT_NE(opposite->matches(map), query->matches(map)) << text;
  }
}

} // namespace
