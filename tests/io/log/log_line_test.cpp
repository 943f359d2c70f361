#include "io/log/log_line.hpp"

#include <gtest/gtest.h>

namespace io {
namespace {

TEST(LogLine, OneNoteIsOneLineWhateverItsFieldsHold) {
  const nlohmann::json fields{
    {"said", "a\nb\x1b[31m \xe2\x80\xae \xff \"q\""}, {"count", 3}, {"plain", "word"}, {"list", {1, "x y"}}};
  const auto text = text_line("something", fields);
  EXPECT_EQ(text.find_first_of("\n\x1b"), std::string::npos) << text;
  EXPECT_TRUE(text.starts_with("something ")) << text;
  EXPECT_NE(text.find("count=3"), std::string::npos) << text;
  EXPECT_NE(text.find("plain=word"), std::string::npos) << text;
  const auto json = json_line(1'714'564'800'123, core::note_level::warning, "something", fields);
  for (char c : json)
    EXPECT_TRUE(c >= 32 && c < 127) << json;
  const auto read = nlohmann::json::parse(json);
  EXPECT_EQ(read["time"], "2024-05-01T12:00:00.123Z");
  EXPECT_EQ(read["level"], "warning");
  EXPECT_EQ(read["code"], "something");
  EXPECT_EQ(read["count"], 3);
}

TEST(LogLine, FieldsCannotPassForTheLinesOwn) {
  const auto read =
    nlohmann::json::parse(json_line(0, core::note_level::info, "real", {{"code", "forged"}, {"level", "error"}}));
  EXPECT_EQ(read["code"], "real");
  EXPECT_EQ(read["level"], "info");
  EXPECT_EQ(text_line("real", {{"a", "x b=forged"}}), "real a=\"x b=forged\"");
  EXPECT_EQ(text_line("real", {{"a", "x\" b=\"y"}}), "real a=\"x\\\" b=\\\"y\"");
}

TEST(LogLine, SecretsAreNotWritten) {
  const nlohmann::json fields{{"token", "s3cret"}, {"inner", {{"accessToken", "s3cret"}, {"Password", "s3cret"}}},
    {"list", {{{"apiKey", "s3cret"}}}}, {"address", "https://user:s3cret@gis.example/a?token=s3cret#x"}};
  const auto shown = without_secrets(fields);
  EXPECT_EQ(shown.dump().find("s3cret"), std::string::npos) << shown;
  EXPECT_EQ(shown["address"], "https://gis.example/a");
  EXPECT_EQ(shown["list"].size(), 1u);
}

TEST(LogLine, AddressesInATextLoseTheirQueriesAndTheTextNothingElse) {
  EXPECT_EQ(without_secrets("asking https://a.example/x?token=s3cret, then \"http://b.example/y#s3cret\"\n at 1/2"),
    "asking https://a.example/x then \"http://b.example/y\"\n at 1/2");
  EXPECT_EQ(without_secrets("what? no # address"), "what? no # address");
}

} // namespace
} // namespace io
