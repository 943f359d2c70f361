#include "proto/arcgis/esri_error.hpp"

#include "proto/json.hpp"
#include "tests/support/fixtures.hpp"

namespace {

std::optional<proto::esri_error> error_of(const std::string& text) {
  EXPECT_TRUE(proto::parse_json(text)) << text;
  return proto::error_in(text);
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
  const auto error = error_of(R"({"status":"failed","statusMessage":"{\"code\":400,\"message\":\"out of bounds\"}"})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, 400);
  EXPECT_EQ(error->message, "out of bounds");
}

TEST(EsriError, DetailsMayBeAListTextOrNull) {
  EXPECT_EQ(error_of(R"({"error":{"code":400,"message":"a","details":["b","",null,"a"]}})")->words(), "a b");
  EXPECT_EQ(error_of(R"({"error":{"code":400,"message":"a","details":"b"}})")->words(), "a b");
  EXPECT_EQ(error_of(R"({"error":{"code":"498","message":"a","details":null}})")->code, 498);
  EXPECT_EQ(error_of(R"({"error":"invalid_request","error_description":"bad id"})")->words(), "bad id");
}

TEST(EsriError, ResultsAreNoErrors) {
  for (const char* text :
    {R"({"error":null,"status":"Completed"})", R"({"error":{}})", R"({"status":"success","message":"success"})",
      R"({"success":true})", R"({"code":0})", "[]", "3", R"("error")"})
    EXPECT_FALSE(error_of(text)) << text;
}

TEST(EsriError, IsInNothingThatIsNoJson) {
  for (const char* text : {"", "<html>", R"({"error":{"code":400,"message":"cut"})"})
    EXPECT_FALSE(proto::error_in(text)) << text;
}

TEST(EsriError, TheStateOfAReplicaJobIsLeftToItsReader) {
  EXPECT_FALSE(error_of(R"({"replicaName":"x","status":"Failed"})"));
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
