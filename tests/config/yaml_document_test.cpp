#include "config/yaml_document.hpp"

#include "tests/support/seed.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using config::parse_yaml;

TEST(YamlDocument, RefusesAliasesThatUnfoldWithoutEnd) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char name = 'b'; name <= 'j'; ++name) {
    bomb += std::string(1, name) + ": &" + name + " [";
    for (int i = 0; i < 10; ++i)
      bomb += std::string(i ? "," : "") + "*" + static_cast<char>(name - 1);
    bomb += "]\n";
  }
  const auto document = parse_yaml(bomb);
  ASSERT_EQ(document.found.size(), 1u);
  EXPECT_NE(document.found[0].message.find("unfolds"), std::string::npos);
  EXPECT_GT(document.found[0].line, 0);
  EXPECT_TRUE(document.root.IsNull());
}

TEST(YamlDocument, RefusesAnAliasOfWhatItStandsIn) {
  const auto document = parse_yaml("a: &a [1, *a]\n");
  ASSERT_FALSE(document.found.empty());
  EXPECT_NE(document.found[0].message.find("nested deeper"), std::string::npos);
}

TEST(YamlDocument, TakesAnAliasThatIsHarmless) { EXPECT_TRUE(parse_yaml("a: &a [1, 2]\nb: *a\n").found.empty()); }

TEST(YamlDocument, RefusesNestingThatWouldExhaustTheStack) {
  EXPECT_FALSE(parse_yaml(std::string(100'000, '[')).found.empty());
  EXPECT_FALSE(parse_yaml(std::string(40, '[') + std::string(40, ']')).found.empty());
}

TEST(YamlDocument, PointsAtTheSecondOfTwoEqualKeys) {
  const auto document = parse_yaml("limits:\n  jobs: 1\n  jobs: 2\n");
  ASSERT_EQ(document.found.size(), 1u);
  EXPECT_EQ(document.found[0].line, 3);
  EXPECT_EQ(document.found[0].column, 3);
  EXPECT_EQ(document.found[0].key, "limits.jobs");
}

TEST(YamlDocument, RefusesBytesThatAreNoText) {
  EXPECT_EQ(parse_yaml("a: 1\nb: \xff\xfe\n").found.at(0).line, 2);
  EXPECT_EQ(parse_yaml(std::string("a: \0", 4)).found.at(0).line, 1);
  EXPECT_FALSE(parse_yaml(std::string(config::most_bytes + 1, 'a')).found.empty());
}

TEST(YamlDocument, RefusesASecondDocumentAndKeysThatAreNoTexts) {
  EXPECT_EQ(parse_yaml("a: 1\n---\nb: 2\n").found.size(), 1u);
  EXPECT_EQ(parse_yaml("? [a, b]\n: 1\n").found.size(), 1u);
}

TEST(YamlDocument, SurvivesAnyBytes) {
  std::mt19937_64 dice(test_seed());
  const std::string_view pieces[] = {"a", ":", " ", "\n", "- ", "[", "]", "{", "}", "&a ", "*a", "\"", "'", "|", ">",
    "#", "? ", "---\n", "...", "!!", "!", "%", "\t", "\xc3", "\xa4", "<<", ",", "0x", "~", "@"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto length = dice() % 40; length > 0; --length)
      text += pieces[dice() % std::size(pieces)];
    (void)parse_yaml(text);
  }
}

} // namespace
