#include "client/text_units.hpp"

#include <gtest/gtest.h>

namespace {

TEST(BytesText, HasAtMostThreeDigitsAndAUnit) {
  EXPECT_EQ(client::bytes_text(0), "0 B");
  EXPECT_EQ(client::bytes_text(999), "999 B");
  EXPECT_EQ(client::bytes_text(1000), "1.0 kB");
  EXPECT_EQ(client::bytes_text(9949), "9.9 kB");
  EXPECT_EQ(client::bytes_text(9951), "10 kB");
  EXPECT_EQ(client::bytes_text(999'499), "999 kB");
  EXPECT_EQ(client::bytes_text(999'500), "1.0 MB");
  EXPECT_EQ(client::bytes_text(UINT64_MAX), "18447 PB");
}

TEST(SpanText, GrowsItsUnit) {
  EXPECT_EQ(client::span_text(-5), "0 s");
  EXPECT_EQ(client::span_text(119'999), "119 s");
  EXPECT_EQ(client::span_text(120'000), "2 min");
  EXPECT_EQ(client::span_text(7'200'000), "2 h");
  EXPECT_EQ(client::span_text(172'800'000), "2 d");
}

TEST(Fitted, CountsColumnsAndNotBytes) {
  EXPECT_EQ(client::columns("äöü"), 3u);
  EXPECT_EQ(client::columns("地図"), 4u);
  EXPECT_EQ(client::columns("e\xcc\x81"), 1u);
  EXPECT_EQ(client::fitted("Größe", 5), "Größe");
  EXPECT_EQ(client::fitted("Größen", 5), "Größ…");
  EXPECT_EQ(client::fitted("地図帳", 4), "地…");
  EXPECT_EQ(client::fitted("abc", 0), "");
  EXPECT_EQ(client::padded("ab", 4), "ab  ");
}

} // namespace
