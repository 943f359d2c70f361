#include "sandbox/geodatabase/geometry_blob.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/sandbox/geodatabase/blob_reader.hpp"

namespace sandbox {
namespace {

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

point world(const read_blob::vertex& v, const storage_grid& grid) {
  return {static_cast<double>(v.x) / grid.units + grid.false_x, static_cast<double>(v.y) / grid.units + grid.false_y};
}

/// What was read, as Esri geometry: rings turned around.
geometry geometry_of(const read_blob& read, const storage_grid& grid) {
  const unsigned code = read.type >> 2;
  geometry made{code == 1 ? geometry_type::point
      : code == 2         ? geometry_type::multipoint
      : code == 5         ? geometry_type::polyline
                          : geometry_type::polygon,
    {}};
  for (const auto& part : read.heights) { // of points and lines, whose parts stay as they are
    made.heights.emplace_back();
    for (const std::int64_t height : part)
      made.heights.back().push_back(static_cast<double>(height) / grid.z_units + grid.false_z);
  }
  for (const auto& part : read.parts) {
    std::vector<std::vector<read_blob::vertex>> lines{part};
    if (code == 6)
      lines = rings_of(part).value_or(std::vector<std::vector<read_blob::vertex>>{});
    for (const auto& line : lines) {
      path vertices;
      for (const auto& v : line)
        vertices.push_back(world(v, grid));
      if (code == 6)
        std::reverse(vertices.begin(), vertices.end());
      made.parts.push_back(std::move(vertices));
    }
  }
  return made;
}

/// The bytes without those that mean nothing: padding of the length field, the crossing mark of lines, the oddity of the tail.
std::string essential(std::string bytes, const read_blob& read) {
  std::string_view rest{bytes};
  rest.remove_prefix(10);
  for (int i = 0; read.box && i < 4; ++i)
    take_signed(rest);
  if ((read.entity & 0x40u) != 0) {
    const auto more = take_signed(rest);
    for (std::int64_t i = 0; i < *more; ++i)
      take_signed(rest);
  }
  const std::size_t at = bytes.size() - rest.size();
  take_signed(rest);
  for (std::size_t i = bytes.size() - rest.size(); i < at + 4; ++i)
    bytes[i] = 0;
  bytes[at + 5] = static_cast<char>(bytes[at + 5] & 3);
  bytes[at + 7] = 0;
  if (read.type >> 2 == 5)
    bytes[9] = static_cast<char>((bytes[9] & 0x40) | 4);
  return bytes;
}

TEST(GeometryBlob, EncodesTheKnownPoints) {
  const storage_grid grid = *standard_grid(web_mercator);
  const auto encode = [&](double x, double y) { return encode_shape({geometry_type::point, {{{x, y}}}}, grid).bytes; };
  EXPECT_EQ(
    encode(-13175535.5876, 4028719.3708), bytes_of("64110f000100000004010c000000010000009cc5d9a2ff03acccbba6f913"));
  EXPECT_EQ(
    encode(-12333502.2837, 4312258.2073), bytes_of("64110f000100000004010c000000010000008b9dfa80be04b9abc0b68e14"));
}

TEST(GeometryBlob, EncodesAKnownPointWithHeight) {
  const storage_grid whole_numbers{300001, 0, 0, 1, 0, 1};
  const std::string known = bytes_of("64e1930401000000060115000000010100009db4ac90e9f5900bbef1cc80d59fbc1180a8d6b907");
  const auto read = read_geometry_blob(known);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->heights, (std::vector<std::vector<std::int64_t>>{{1'000'000'000}}));
  EXPECT_EQ(encode_shape(geometry_of(*read, whole_numbers), whole_numbers, true).bytes, known);
}

TEST(GeometryBlob, KeepsTheHeightOfEveryVertexOfEveryPart) {
  const storage_grid grid = *standard_grid(web_mercator);
  const geometry walk{
    geometry_type::polyline, {{{0, 0}, {10, 0}, {10, 0}}, {{20, 5}, {30, 5}}}, {{1200.5, 1300.25, 1310}, {-86, 8848}}};
  const auto read = read_geometry_blob(encode_shape(walk, grid, true).bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, 0x16u);
  EXPECT_EQ(geometry_of(*read, grid), walk); // a vertical step is a vertex, too
  const auto flat = read_geometry_blob(encode_shape(walk, grid).bytes);
  ASSERT_TRUE(flat);
  EXPECT_FALSE(flat->has_z);
  EXPECT_EQ(flat->parts[0].size(), 2u);
}

TEST(GeometryBlob, TurnsTheHeightsOfARingAroundWithIt) {
  const storage_grid grid = *standard_grid(web_mercator);
  const geometry shape{geometry_type::polygon, {{{0, 0}, {0, 10}, {10, 10}, {0, 0}}}, {{1, 2, 3, 1}}};
  const auto read = read_geometry_blob(encode_shape(shape, grid, true).bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, 0x1au);
  std::vector<double> heights;
  for (const std::int64_t height : read->heights.at(0))
    heights.push_back(static_cast<double>(height) / grid.z_units + grid.false_z);
  EXPECT_EQ(heights, (std::vector<double>{1, 3, 2, 1}));
}

TEST(GeometryBlob, StoresManyPointsWithoutSeparators) {
  const storage_grid grid = *standard_grid(web_mercator);
  geometry points{geometry_type::multipoint, {{{5, 5}, {5, 5}, {-3, 8}}}};
  const auto read = read_geometry_blob(encode_shape(points, grid).bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, 0x08u);
  EXPECT_EQ(read->entity, 0x41u);
  EXPECT_EQ(geometry_of(*read, grid), points);
  points.parts[0].resize(1);
  EXPECT_EQ(read_geometry_blob(encode_shape(points, grid).bytes)->entity, 0x01u);
}

TEST(GeometryBlob, EncodesTheKnownEmptyPolygon) {
  EXPECT_EQ(encode_shape({geometry_type::polygon, {}}, *standard_grid(wgs84)).bytes,
    bytes_of("64e610000000000018000000000001000000"));
}

TEST(GeometryBlob, EncodesTheKnownTwoPartLine) {
  const std::string known =
    bytes_of("64e1930406000000144401049101030001000000849b92aa9c9888069887dbf6cbe4bf12a39b8ebfcf04beb3e7a1098bfbb4819b0"
             "494c6918b18"
             "f3b1d5ea86a18806ea81d4a3ede4bf12aabbc284b79f9806a4e99ccef7cfb91295c5d59bab01e8d1ddbf6d");
  const auto read = read_geometry_blob(known);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->parts.size(), 2u);
  const storage_grid grid{300001, -20458297.662189998, -30241100, 147894671.5174119};
  EXPECT_NEAR(world(read->parts[0][0], grid).x, -8917258.7056, 1e-3);
  EXPECT_EQ(essential(encode_shape(geometry_of(*read, grid), grid).bytes, *read), essential(known, *read));
}

TEST(GeometryBlob, PacksNumbersOfEverySize) {
  for (std::int64_t magnitude : {0ll, 1ll, 63ll, 64ll, 127ll, 8191ll, 8192ll, 1ll << 33, (1ll << 53) + 1, 1ll << 60}) {
    for (std::int64_t number : {magnitude, -magnitude}) {
      std::string bytes;
      append_signed(bytes, number);
      std::string_view rest{bytes};
      EXPECT_EQ(take_signed(rest), number);
      EXPECT_TRUE(rest.empty());
    }
  }
}

TEST(GeometryBlob, TurnsRingsAroundAndKeepsHolesWithTheirRing) {
  const path outer{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}}, hole{{4, 4}, {6, 4}, {6, 6}, {4, 4}},
    other{{20, 0}, {20, 5}, {25, 5}, {20, 0}};
  const geometry shape{geometry_type::polygon, {outer, hole, other}};
  const storage_grid grid = *standard_grid(wgs84);
  const auto read = read_geometry_blob(encode_shape(shape, grid).bytes);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->parts.size(), 2u);
  EXPECT_EQ(read->entity, 0x48u);
  ASSERT_EQ(rings_of(read->parts[0])->size(), 2u);
  EXPECT_EQ(read->stored_vertices, 5u + 4u + 1u + 4u);
  ASSERT_TRUE(read->box);
  const geometry back = geometry_of(*read, grid);
  EXPECT_EQ(back.parts.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(doubled_area(back.parts[i]), doubled_area(shape.parts[i]), 1e-6);
}

TEST(GeometryBlob, BeginsARingWhereItDoesNotTouchItself) {
  const path pinched{{0, 0}, {1, 1}, {2, 0}, {0, 0}, {-2, 0}, {-1, 1}, {0, 0}};
  const auto read = read_geometry_blob(encode_shape({geometry_type::polygon, {pinched}}, *standard_grid(wgs84)).bytes);
  ASSERT_TRUE(read);
  const auto rings = rings_of(read->parts[0]);
  ASSERT_TRUE(rings);
  ASSERT_EQ(rings->size(), 1u);
  EXPECT_EQ(rings->front().size(), pinched.size());
}

TEST(GeometryBlob, StoresAnEnvelopeAboveTenVertices) {
  path ring{{0, 0}};
  for (int i = 1; i < 10; ++i) {
    ring.push_back({static_cast<double>(i), static_cast<double>(i % 2 + 1)});
    path closed = ring;
    closed.push_back(ring.front());
    std::reverse(closed.begin(), closed.end());
    const auto encoded = encode_shape({geometry_type::polygon, {closed}}, *standard_grid(wgs84));
    const auto read = read_geometry_blob(encoded.bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->box.has_value(), read->stored_vertices > 10);
  }
}

TEST(GeometryBlob, LeavesOutWhatCollapsesOnTheGrid) {
  const storage_grid grid = *standard_grid(web_mercator);
  const path tiny{{0, 0}, {0, 1e-6}, {1e-6, 1e-6}, {0, 0}}, whole{{0, 0}, {0, 1}, {1, 1}, {0, 0}},
    tiny_hole{{0.5, 0.6}, {0.5 + 1e-6, 0.6}, {0.5, 0.6 + 1e-6}, {0.5, 0.6}};
  EXPECT_TRUE(encode_shape({geometry_type::polygon, {tiny}}, grid).extent.empty());
  const auto read =
    read_geometry_blob(encode_shape({geometry_type::polygon, {tiny, tiny_hole, whole, tiny_hole}}, grid).bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->parts.size(), 1u);
  EXPECT_EQ(read->stored_vertices, 4u);
}

// Real files: every row is decoded, and encoded again to the bytes that it had.
struct table_of_shapes {
  const char* file;
  const char* table;
  const char* column;
  storage_grid grid;

  friend void PrintTo(const table_of_shapes& row, std::ostream* out) { *out << row.file << ' ' << row.table; }
};

class RealShapes : public testing::TestWithParam<table_of_shapes> {};

TEST_P(RealShapes, ComeBackByteForByte) {
  const char* folder = std::getenv("MAPFERRY_FIXTURES");
  if (folder == nullptr)
    GTEST_SKIP() << "MAPFERRY_FIXTURES is not set";
  const auto& source = GetParam();
  const auto file = std::filesystem::absolute(std::filesystem::path{folder} / "packages" / source.file);
  sqlite3* opened = nullptr;
  ASSERT_EQ(sqlite3_open_v2(("file:" + file.string() + "?immutable=1").c_str(), &opened,
              SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr),
    SQLITE_OK)
    << file;
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database{opened, sqlite3_close};
  sqlite3_stmt* query = nullptr;
  ASSERT_EQ(
    sqlite3_prepare_v2(opened,
      (std::string{"SELECT "} + source.column + " FROM " + source.table + " WHERE " + source.column + " IS NOT NULL")
        .c_str(),
      -1, &query, nullptr),
    SQLITE_OK);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owned{query, sqlite3_finalize};
  int rows = 0;
  while (sqlite3_step(query) == SQLITE_ROW) {
    const std::string bytes{static_cast<const char*>(sqlite3_column_blob(query, 0)),
      static_cast<std::size_t>(sqlite3_column_bytes(query, 0))};
    const auto read = read_geometry_blob(bytes);
    ASSERT_TRUE(read) << "row " << rows;
    ASSERT_EQ(read->srid, static_cast<std::uint32_t>(source.grid.srid));
    EXPECT_TRUE(
      essential(encode_shape(geometry_of(*read, source.grid), source.grid).bytes, *read) == essential(bytes, *read))
      << "row " << rows;
    ++rows;
  }
  EXPECT_GT(rows, 1);
  RecordProperty("rows", rows);
}

// In units of the grid itself: the last of them are finer than a double of metres.
const storage_grid usa_grid{300001, 0, 0, 1};
constexpr const char* canyonlands = "canyonlands-unpacked/p13/3b1fef0d-2cb0-4b6f-b526-9fe0a1ca3f69.geodatabase";
constexpr const char* usa = "usa-10.2.1.geodatabase";
INSTANTIATE_TEST_SUITE_P(Fixtures, RealShapes,
  testing::Values(table_of_shapes{canyonlands, "CNP_Roads", "SHAPE", *standard_grid(web_mercator)},
    table_of_shapes{canyonlands, "CNP_Trails", "SHAPE", *standard_grid(web_mercator)},
    table_of_shapes{canyonlands, "GDB_Items", "Shape", *standard_grid(wgs84)},
    table_of_shapes{usa, "USMajorCities", "Shape", usa_grid},
    table_of_shapes{usa, "USMajorHighways", "Shape", usa_grid}, table_of_shapes{usa, "USStates", "Shape", usa_grid}),
  [](const auto& named) { return std::string{named.param.table}; });

} // namespace
} // namespace sandbox
