#include "proto/arcgis/esri_error.hpp"

#include "tests/support/fixtures.hpp"

namespace {

std::optional<proto::esri_error> error_in(const std::string& text) {
  const auto read = proto::parse_json(text);
  EXPECT_TRUE(read) << text;
  return read ? proto::find_esri_error(*read) : std::nullopt;
}

TEST(EsriError, EveryRecordedErrorBodyIsFound) {
  NEEDS_FIXTURES();
  const auto cases = fixtures::json("portal/error-bodies.json")["cases"];
  ASSERT_GT(cases.size(), 10u);
  for (const auto& one : cases) {
    const auto error = proto::find_esri_error(one["body"]);
    ASSERT_TRUE(error) << one["name"];
    EXPECT_FALSE(error->words().empty()) << one["name"];
    EXPECT_EQ(error->is_authentication(), error->code == 498 || error->code == 499) << one["name"];
  }
}

TEST(EsriError, StatusMessagesThatHoldJsonAreRead) {
  const auto error = error_in(R"({"status":"failed","statusMessage":"{\"code\":400,\"message\":\"out of bounds\"}"})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, 400);
  EXPECT_EQ(error->message, "out of bounds");
}

TEST(EsriError, DetailsMayBeAListTextOrNull) {
  EXPECT_EQ(error_in(R"({"error":{"code":400,"message":"a","details":["b","",null,"a"]}})")->words(), "a b");
  EXPECT_EQ(error_in(R"({"error":{"code":400,"message":"a","details":"b"}})")->words(), "a b");
  EXPECT_EQ(error_in(R"({"error":{"code":"498","message":"a","details":null}})")->code, 498);
  EXPECT_EQ(error_in(R"({"error":"invalid_request","error_description":"bad id"})")->words(), "bad id");
}

TEST(EsriError, ResultsAreNoErrors) {
  for (const char* text :
    {R"({"error":null,"status":"Completed"})", R"({"error":{}})", R"({"status":"success","message":"success"})",
      R"({"success":true})", R"({"code":0})", "[]", "3", R"("error")"})
    EXPECT_FALSE(error_in(text)) << text;
}

TEST(EsriError, TheStateOfAReplicaJobIsLeftToItsReader) {
  EXPECT_FALSE(error_in(R"({"replicaName":"x","status":"Failed"})"));
}

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

TEST(Html, PagesAreToldFromData) {
  EXPECT_TRUE(proto::looks_like_html("\n <!DOCTYPE HTML><html>"));
  EXPECT_TRUE(proto::looks_like_html("\xef\xbb\xbf<html lang=en>"));
  EXPECT_TRUE(proto::looks_like_html("<!-- portal --><HEAD>"));
  EXPECT_FALSE(proto::looks_like_html(R"({"html":"<html>"})"));
  EXPECT_FALSE(proto::looks_like_html("<?xml version='1.0'?><ESRI_ItemInformation/>"));
  EXPECT_FALSE(proto::looks_like_html(""));
}

} // namespace
