#include "sandbox/model/iso_date.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::read_iso_date;

TEST(IsoDate, ReadsDaysTimesAndZones) {
  EXPECT_EQ(read_iso_date("1970-01-01"), 0);
  EXPECT_EQ(read_iso_date("2024-02-29"), 1709164800000);
  EXPECT_EQ(read_iso_date("1969-12-31T23:59:59Z"), -1000);
  EXPECT_EQ(read_iso_date("2024-05-17T08:30"), 1715934600000);
  EXPECT_EQ(read_iso_date("2024-05-17 08:30:15.250Z"), 1715934615250);
  EXPECT_EQ(read_iso_date("2024-05-17T08:30:15+02:00"), 1715927415000);
  EXPECT_EQ(read_iso_date("2024-05-17T08:30:15-07:00"), 1715959815000);
}

TEST(IsoDate, IsNothingForOtherTexts) {
  for (const char* text : {"", "2024", "2024-05", "24-05-17", "2024-13-01", "2023-02-29", "2024-05-17T",
         "2024-05-17T25:00", "2024-05-17T08:61", "2024-05-17T08:30:", "2024-05-17T08:30:15.", "2024-05-17X08:30",
         "2024-05-17T08:30+2", "+024-05-17", "2024-05-17T08:30Zulu", "17.05.2024"})
    EXPECT_FALSE(read_iso_date(text)) << text;
}

} // namespace
