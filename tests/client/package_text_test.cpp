#include "client/package_text.hpp"

#include <gmock/gmock.h>

namespace {

TEST(PackageText, SaysWhatThePackageHolds) {
  io::package_facts facts;
  facts.title = "Field map\x1b[2J";
  facts.snippet = "Where we go";
  facts.tags = {"field", "map"};
  facts.access_information = "City";
  facts.guid = "abc";
  facts.version = "2.1";
  facts.created = 1'700'000'000'000;
  facts.bytes = 34'000'000;
  facts.extent = {-110.2, 37.9, -109.6, 38.6};
  io::map_facts map;
  map.title = "Field";
  map.layers.resize(3);
  map.layers[0].title = "Topo";
  map.layers[0].is_basemap = true;
  map.layers[0].file = "p13/t.tpkx";
  map.layers[1].title = "Inspections";
  map.layers[1].file = "p13/g.geodatabase";
  map.layers[1].features = 412;
  map.layers[2].id = "c";
  map.layers[2].is_table = true;
  map.layers[2].service = "https://gis.example/S/2";
  facts.maps.push_back(map);
  auto& file = facts.files.emplace_back();
  file.path = "p13/t.tpkx";
  file.kind = "tpkx";
  file.bytes = 4'000'000;
  file.tiles = {{3, 1}, {5, 16}};
  file.notes = {"level 4 is empty"};
  facts.problems = {"the thumbnail is missing"};
  EXPECT_THAT(client::describe_package(facts),
    testing::ElementsAre("Field map\\x1b[2J", "  about    Where we go", "  tags     field, map", "  credits  City",
      "  made     2023-11-14 22:13 UTC", "  size     34 MB", "  guid     abc, format 2.1",
      "  extent   -110.2000 37.9000 to -109.6000 38.6000 (longitude, latitude)", "map Field",
      "  basemap Topo                              p13/t.tpkx",
      "  layer   Inspections                       p13/g.geodatabase  412 features",
      "  table   c                                 stays online: https://gis.example/S/2", "files",
      "  p13/t.tpkx  tpkx  4.0 MB  17 tiles in levels 3 to 5; level 4 is empty", "problem: the thumbnail is missing"));
}

TEST(PackageText, OfAFolderThatHoldsNothingIsItsProblemAlone) {
  io::package_facts facts;
  facts.problems = {"it is no mobile map package"};
  EXPECT_THAT(client::describe_package(facts), testing::ElementsAre("problem: it is no mobile map package"));
}

} // namespace
