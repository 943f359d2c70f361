#include "proto/arcgis/members.hpp"

#include <gtest/gtest.h>

namespace {

using nlohmann::json;

TEST(Members, NamesThatDifferInCaseAreFoundAfterExactOnes) {
  const auto object = json::parse(R"({"statusURL":"a","name":"lower","Name":"upper","gone":null})");
  EXPECT_EQ(proto::text_in(object, "statusUrl"), "a");
  EXPECT_EQ(proto::text_in(object, "name"), "lower");
  EXPECT_EQ(proto::text_in(object, "Name"), "upper");
  EXPECT_EQ(proto::member(object, "gone"), nullptr);
  EXPECT_EQ(proto::member(json::array(), "x"), nullptr);
}

TEST(Members, NumbersMayBeText) {
  EXPECT_EQ(proto::integer_of("1526605677436"), 1526605677436);
  EXPECT_EQ(proto::integer_of(" 7 "), 7);
  EXPECT_EQ(proto::integer_of(19.0), 19);
  EXPECT_EQ(proto::number_of("78271.5"), 78271.5);
  EXPECT_FALSE(proto::integer_of(1.5));
  EXPECT_FALSE(proto::integer_of("7x"));
  EXPECT_FALSE(proto::integer_of(1e300));
  EXPECT_FALSE(proto::integer_of(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_FALSE(proto::number_of("NaN"));
  EXPECT_FALSE(proto::number_of("inf"));
  EXPECT_FALSE(proto::number_of(nullptr));
  EXPECT_EQ(proto::integer_in<int>(json{{"a", 5'000'000'000}}, "a"), std::nullopt);
}

TEST(Members, BooleansMayBeText) {
  EXPECT_EQ(proto::boolean_of("True"), true);
  EXPECT_EQ(proto::boolean_of(false), false);
  EXPECT_EQ(proto::boolean_of(1), std::nullopt);
}

TEST(Members, ListsOfTextSkipWhatIsNone) {
  EXPECT_EQ(proto::texts_in(json::parse(R"({"a":["x",null,{},2,""]})"), "a"), (std::vector<std::string>{"x", "2"}));
  EXPECT_EQ(proto::texts_in(json::parse(R"({"a":"x"})"), "a"), std::vector<std::string>{"x"});
}

} // namespace
