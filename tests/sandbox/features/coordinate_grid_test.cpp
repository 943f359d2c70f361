#include "sandbox/features/coordinate_grid.hpp"

#include <gtest/gtest.h>

#include "sandbox/features/generalised.hpp"

namespace sandbox {
namespace {

const geometry zigzag{geometry_type::polyline, {{{0, 0}, {0.2, 0.2}, {10, 0}, {10.1, 0.1}, {20, 10}}}, {}};

TEST(CoordinateGrid, CountsDownwardsFromTheUpperLeft) {
  const auto grid = coordinate_grid::read(
    R"({"mode":"view","tolerance":1,"originPosition":"upperLeft","extent":{"xmin":0,"ymin":0,"xmax":20,"ymax":10}})",
    3857);
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->snapped(zigzag).parts, (std::vector<path>{{{0, 10}, {10, 10}, {20, 0}}}));
}

TEST(CoordinateGrid, CountsUpwardsFromTheLowerLeft) {
  const auto grid = coordinate_grid::read(
    R"({"mode":"view","tolerance":2,"originPosition":"lowerLeft","extent":{"xmin":0,"ymin":0,"xmax":20,"ymax":10}})",
    3857);
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->snapped(zigzag).parts, (std::vector<path>{{{0, 0}, {5, 0}, {10, 5}}}));
}

TEST(CoordinateGrid, TakesAnExtentInItsOwnReference) {
  const auto grid = coordinate_grid::read(
    R"({"extent":{"xmin":0,"ymin":0,"xmax":180,"ymax":10,"spatialReference":{"wkid":4326}}})", 3857);
  ASSERT_TRUE(grid) << grid.error();
  EXPECT_NEAR(grid->cell, 2003.7508, 1e-3);
  EXPECT_NEAR(grid->origin.y, 1118889.97, 0.1);
}

TEST(CoordinateGrid, KeepsEveryVertexForEditing) {
  const auto grid = coordinate_grid::read(R"({"mode":"edit"})", 3857);
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->cell, 1e-4);
  EXPECT_EQ(grid->snapped(zigzag).parts[0].size(), 5u);
  EXPECT_EQ(coordinate_grid::fine(4326).cell, 1e-9);
  EXPECT_EQ(coordinate_grid::fine(4269).cell, 1e-9);
  EXPECT_EQ(coordinate_grid::fine(26912).cell, 1e-4);
}

TEST(CoordinateGrid, DropsPartsThatCollapseInAView) {
  const auto grid =
    coordinate_grid::read(R"({"extent":{"xmin":0,"ymin":0,"xmax":100000,"ymax":100000}})", 3857); // ten metres a cell
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->cell, 10);
  const geometry tiny{geometry_type::polygon, {{{1, 1}, {1, 2}, {2, 2}, {1, 1}}}, {}};
  EXPECT_TRUE(grid->snapped(tiny).empty());
}

TEST(CoordinateGrid, RefusesWhatIsNoGrid) {
  for (const char* text : {"", "7", "{}", R"({"mode":"look"})", R"({"tolerance":0})", R"({"tolerance":-1})",
         R"({"tolerance":1e-300})", R"({"mode":"edit","originPosition":"middle"})",
         R"({"extent":{"xmin":0,"ymin":0,"xmax":0,"ymax":0}})", R"({"extent":{"xmin":"a"}})", R"({"tolerance":"1"})",
         R"({"tolerance":1,"mode":7})", R"({"tolerance":1,"originPosition":0})",
         R"({"tolerance":1,"extent":[0,0,1,1]})", R"({"tolerance":1,"extent":{"xmin":1,"ymin":0,"xmax":0,"ymax":1}})",
         R"({"extent":{"xmin":0,"ymin":0,"xmax":1,"ymax":1,"spatialReference":{"wkid":-1}}})",
         R"({"tolerance":1,"extent":{"xmin":1e300,"ymin":0,"xmax":1e301,"ymax":1}})"})
    EXPECT_FALSE(coordinate_grid::read(text, 3857)) << text;
}

TEST(Generalised, LeavesOutWhatLiesBesideTheLine) {
  EXPECT_EQ(generalised(zigzag, 0.5).parts, (std::vector<path>{{{0, 0}, {10, 0}, {20, 10}}}));
  EXPECT_EQ(generalised(zigzag, 100).parts, (std::vector<path>{{{0, 0}, {20, 10}}}));
  EXPECT_EQ(generalised(zigzag, 0.001).parts[0].size(), 4u); // one lies on the way between its neighbours
}

TEST(Generalised, KeepsARingARing) {
  const geometry square{geometry_type::polygon, {{{0, 0}, {0, 9}, {9, 9}, {9, 0}, {0, 0}}}, {}};
  EXPECT_EQ(generalised(square, 1000).parts, square.parts);
}

} // namespace
} // namespace sandbox
