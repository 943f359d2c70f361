#include "proto/text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

TEST(Text, PrintableKeepsLettersOfAllLanguages) {
  EXPECT_EQ(proto::printable("Größe 東京 🗺"), "Größe 東京 🗺");
}

TEST(Text, PrintableEscapesWhatATerminalObeys) {
  EXPECT_EQ(proto::printable("a\nb\rc\td\x1b[31m\x7f"), "a\\nb\\rc\\td\\x1b[31m\\x7f");
  EXPECT_EQ(proto::printable("\xc2\x9b"), "\\u009b"); // C1: CSI
  EXPECT_EQ(proto::printable("\xe2\x80\xa8\xe2\x81\xa6\xef\xbb\xbf"), "\\u2028\\u2066\\ufeff");
  EXPECT_EQ(proto::printable(std::string_view{"a\0b", 3}), "a\\x00b");
}

TEST(Text, BrokenUtf8IsShownOrReplacedByteByByte) {
  // A lone continuation, an overlong slash, a surrogate, beyond U+10FFFF, a cut character.
  const std::string broken = "\x80|\xc0\xaf|\xed\xa0\x80|\xf4\x90\x80\x80|\xe2\x82";
  EXPECT_EQ(proto::printable(broken), "\\x80|\\xc0\\xaf|\\xed\\xa0\\x80|\\xf4\\x90\\x80\\x80|\\xe2\\x82");
  EXPECT_EQ(proto::valid_utf8("caf\xe9!"), "caf\xef\xbf\xbd!");
  EXPECT_EQ(proto::valid_utf8("Größe"), "Größe");
}

TEST(Text, AddressesLoseUserQueryAndFragment) {
  EXPECT_EQ(proto::without_query("https://user:secret@h.example/a?token=x#y"), "https://h.example/a");
  EXPECT_EQ(proto::without_query("https://h.example/a@b?x"), "https://h.example/a@b");
  EXPECT_EQ(proto::without_query("https://a@b@h.example"), "https://h.example");
  EXPECT_EQ(proto::without_query("rel/path?token=x"), "rel/path");
  EXPECT_EQ(proto::without_query(""), "");
}

TEST(Text, TheNearestNameIsGivenOnlyWhenItIsNear) {
  constexpr std::array<std::string_view, 3> names{"maxScale", "minScale", "areaOfInterest"};
  EXPECT_EQ(proto::nearest_name("maxscale", names.data(), names.size()), "maxScale");
  EXPECT_EQ(proto::nearest_name("areaOfIntrest", names.data(), names.size()), "areaOfInterest");
  EXPECT_EQ(proto::nearest_name("colour", names.data(), names.size()), "");
  EXPECT_EQ(proto::nearest_name(std::string(100'000, 'x'), names.data(), names.size()), "");
  EXPECT_EQ(proto::nearest_name("x", nullptr, 0), "");
}

TEST(Text, WordsAreComparedWithoutRegardToCase) {
  EXPECT_TRUE(proto::same_word("EditableLayers", "editableLayers"));
  EXPECT_FALSE(proto::same_word("a", "ab"));
  EXPECT_TRUE(proto::contains_word("… ERROR 001564: …", "error 001564"));
  EXPECT_FALSE(proto::contains_word("short", "a longer text"));
  EXPECT_EQ(proto::trimmed(" \t x y\r\n"), "x y");
  EXPECT_EQ(proto::trimmed("  "), "");
}

} // namespace
