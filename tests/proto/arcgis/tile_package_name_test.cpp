#include "proto/arcgis/tile_package_name.hpp"

#include <gtest/gtest.h>

namespace {

TEST(TilePackageName, IsAFileNameOfOneOfThreeKinds) {
  for (const auto* name : {"a.tpk", "a.tpkx", "a.vtpk", "City imagery 2024.tpkx",
         "st\xc3\xa4"
         "dte.vtpk",
         ".a.tpk"})
    EXPECT_TRUE(proto::is_tile_package_name(name)) << name;
  for (const auto* name : {"", ".tpk", "tpkx", "a.mmpk", "a.TPKX", "../a.tpkx", "/srv/a.tpkx", "b\\a.tpkx", "a.tpkx/",
         "a?x.tpkx", "a#.tpkx", "50%.tpkx", "a\n.tpkx", "a.tpkx "})
    EXPECT_FALSE(proto::is_tile_package_name(name)) << name;
}

TEST(TilePackageName, PathsOfAMapHoldNothingThatWouldHaveToBeEscaped) {
  EXPECT_TRUE(proto::is_plain_in_path("../other maps/2024"));
  for (const auto* text : {"a?b", "a#b", "a%20b", "a\\b", "a\x01", "a\x7f"})
    EXPECT_FALSE(proto::is_plain_in_path(text)) << text;
}

} // namespace
