#include "proto/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

TEST(ParseJson, NestingBeyondTheLimitIsRefusedWithoutATree) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(proto::parse_json(nested(64)));
  EXPECT_FALSE(proto::parse_json(nested(65)));
  EXPECT_FALSE(proto::parse_json(nested(200'000)));
  std::string objects;
  for (int i = 0; i < 200'000; ++i)
    objects += R"({"a":)";
  EXPECT_FALSE(proto::parse_json(objects));
}

TEST(ParseJson, MoreThanAMillionValuesAreRefused) {
  const auto list = [](std::size_t values) {
    std::string text = "[0";
    for (std::size_t i = 1; i < values; ++i)
      text += ",0";
    return text + "]";
  };
  EXPECT_TRUE(proto::parse_json(list(999'999))); // and the list itself
  EXPECT_FALSE(proto::parse_json(list(1'000'000)));
  EXPECT_TRUE(proto::parse_json(list(9), 10));
  EXPECT_FALSE(proto::parse_json(list(10), 10));
}

TEST(ParseJson, WhatIsNoJsonGivesNothing) {
  for (const char* text :
    {"", " ", "{", "<html>", "{\"a\":1}}", "[1,]", "NaN", "{'a':1}", "\"\xff\"", "{\"caf\xe9\":1}", "1e999"})
    EXPECT_FALSE(proto::parse_json(text)) << text;
  EXPECT_TRUE(proto::parse_json("\xef\xbb\xbf{\"a\":1}")) << "a byte order mark does no harm";
}

TEST(ParseJson, CutTextGivesNothingAtAnyLength) {
  const std::string whole = R"({"a":[1,2.5,null,true,"x\u00e9y"],"b":{"c":{}}})";
  ASSERT_TRUE(proto::parse_json(whole));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(proto::parse_json(std::string_view{whole}.substr(0, length))) << length;
}

} // namespace
