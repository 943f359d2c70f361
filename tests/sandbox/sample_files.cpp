// sample_files FOLDER: one file of each kind that the sandbox makes, the tiles that went into them one by one, and
// what was asked for, for readers that others wrote; and the files of the data folder's night style.

#include <filesystem>
#include <fstream>
#include <iostream>

#include "sandbox/tiles/raster_map.hpp"
#include "sandbox/tiles/raster_package.hpp"
#include "sandbox/tiles/sprites.hpp"
#include "sandbox/tiles/vector_package.hpp"
#include "sandbox/tiles/vector_style.hpp"
#include "tests/sandbox/geodatabase/sample_replica.hpp"

namespace {

using namespace sandbox;

template <typename Made>
bool told(const char* name, const outcome<Made>& made) {
  if (!made)
    std::cerr << name << ": " << made.error() << '\n';
  return static_cast<bool>(made);
}

/// The tiles of a selection as files `<level>/<row>/<column>`.
template <typename Render>
void write_tiles(
  const std::filesystem::path& folder, const tiling_scheme& scheme, const tile_selection& chosen, Render render) {
  for (int level : chosen.levels) {
    for_each_tile(scheme, level, chosen, [&](const tile_address& tile) {
      const std::string bytes = render(tile);
      if (bytes.empty())
        return true;
      const auto row = folder / std::to_string(tile.level) / std::to_string(tile.row);
      std::filesystem::create_directories(row);
      std::ofstream{row / std::to_string(tile.column), std::ios::binary} << bytes;
      return true;
    });
  }
}

/// What the item "Night style" of the data folder holds, to be copied there when style or symbols change.
void write_night_style(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream{folder / name, std::ios::binary} << bytes;
  };
  const style_addresses addresses{"../sprites/sprite",
    "${service:Boundaries/VectorTileServer}/resources/fonts/{fontstack}/{range}.pbf",
    "${service:Boundaries/VectorTileServer}"};
  write("root.json", vector_style(tile_look::night, 11, "Natural Earth, US Census Bureau", addresses).dump(1));
  for (int ratio : {1, 2}) {
    const sprite_sheet sheet = draw_sprites(tile_look::night, ratio);
    const std::string stem = ratio == 1 ? "sprite" : "sprite@2x";
    write(stem + ".json", sheet.index);
    write(stem + ".png", sheet.picture);
  }
}

} // namespace

int main(int count, char** arguments) {
  if (count != 2)
    return 2;
  const std::filesystem::path folder = arguments[1];
  const base_map& base = sample_data().base;
  const raster_map raster{base};
  const vector_map vector{base, 11, false};
  tile_service_data service;
  service.scheme = tile_scheme::vector512;
  service.last_level = 11;
  const vector_resources resources{base, service};
  const area asked = canyon_country();
  const area triangle{{{{-111, 37}, {-111, 39}, {-109, 39}, {-111, 37}}}, wgs84};
  const package_request whole{
    {asked, false, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}, "World", "Sample", "Nobody", "PNG", 1715932800000};
  const package_request by_polygon{{triangle, true, {8, 9, 10}}, "World", "Sample", "Nobody", "PNG", 1715932800000};
  const package_request levels_from_0{
    {make_area({-78.5, 37.7, -77.6, 38.4}, wgs84), false, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}, "World", "Sample",
    "Nobody", "PNG", 1715932800000};
  const auto draw = [&](const tile_address& tile) {
    return raster.render_tile(scheme_of(tile_scheme::mercator256), tile_look::map, tile);
  };
  const raster_tiles pictures{&scheme_of(tile_scheme::mercator256), "PNG24", draw};
  const auto cut = [&](const tile_address& tile) { return vector.render_tile(tile); };
  write_night_style(folder / "night");
  write_tiles(folder / "raster", scheme_of(tile_scheme::mercator256), whole.tiles, draw);
  write_tiles(folder / "polygon", scheme_of(tile_scheme::mercator256), by_polygon.tiles, draw);
  const auto draw_degrees = [&](const tile_address& tile) {
    return raster.render_tile(scheme_of(tile_scheme::geographic256), tile_look::night, tile);
  };
  const raster_tiles degrees{&scheme_of(tile_scheme::geographic256), "PNG24", draw_degrees};
  const package_request some{{asked, false, {0, 4, 9, 10}}, "World", "Sample", "Nobody", "PNG", 1715932800000};
  write_tiles(folder / "degrees", *degrees.scheme, some.tiles, draw_degrees);
  std::ofstream{folder / "relief.png", std::ios::binary}
    << raster.render_tile(scheme_of(tile_scheme::mercator512), tile_look::relief, {5, 12, 6});
  write_tiles(folder / "vector", scheme_of(tile_scheme::vector512), levels_from_0.tiles, cut);
  auto plain = sample_replica(asked, wgs84);
  plain.model = sync_model::none;
  const bool good = told("raster.tpkx", write_tpkx(folder / "raster.tpkx", pictures, whole))
    && told("raster.tpk", write_tpk(folder / "raster.tpk", pictures, whole))
    && told("polygon.tpkx", write_tpkx(folder / "polygon.tpkx", pictures, by_polygon))
    && told("degrees.tpk", write_tpk(folder / "degrees.tpk", degrees, some))
    && told("vector.vtpk", write_vtpk(folder / "vector.vtpk", vector, resources, levels_from_0))
    && told("replica.geodatabase", write_geodatabase(folder / "replica.geodatabase", sample_replica(asked)))
    && told("plain.geodatabase", write_geodatabase(folder / "plain.geodatabase", plain));
  return good ? 0 : 1;
}
