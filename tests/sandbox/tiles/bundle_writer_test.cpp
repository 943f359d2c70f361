#include "sandbox/tiles/bundle_writer.hpp"

#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

std::uint64_t number(const std::string& bytes, std::size_t at, int size) {
  std::uint64_t sum = 0;
  for (int i = size - 1; i >= 0; --i)
    sum = sum << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return sum;
}

class BundleWriter : public testing::Test {
protected:
  scratch_directory folder_;
  const tile_address first_{10, 390, 197}, last_{10, 511, 255};
  const std::string short_tile_ = "abc", long_tile_ = std::string(700, 'x');

  void write(bundle_format format) {
    bundle_writer writer{format, folder_.path() / "R0180C0080", first_};
    writer.add(first_, short_tile_);
    writer.add(last_, long_tile_);
    ASSERT_TRUE(writer.close());
    for (const auto& file : writer.files())
      EXPECT_TRUE(std::filesystem::exists(file));
  }
};

TEST_F(BundleWriter, NamesABlockByItsFirstTile) {
  EXPECT_EQ(bundle_writer::name_of(first_), "R0180C0080");
  EXPECT_EQ(bundle_writer::name_of({0, 0, 0}), "R0000C0000");
  EXPECT_EQ(bundle_writer::name_of({20, 0x12345, 0x6789a}), "R12300C67880");
}

TEST_F(BundleWriter, WritesVersion2ToItsSpecification) {
  write(bundle_format::compact_v2);
  const std::string bytes = read_file(folder_.path() / "R0180C0080.bundle");
  EXPECT_EQ(number(bytes, 0, 4), 3u);
  EXPECT_EQ(number(bytes, 4, 4), 16384u);
  EXPECT_EQ(number(bytes, 8, 4), 700u);
  EXPECT_EQ(number(bytes, 12, 4), 5u);
  EXPECT_EQ(number(bytes, 24, 8), bytes.size());
  EXPECT_EQ(number(bytes, 32, 8), 40u);
  EXPECT_EQ(number(bytes, 40, 4), 131092u);
  EXPECT_EQ(number(bytes, 60, 4), 131072u);
  const auto record = [&](std::size_t row, std::size_t column) {
    return number(bytes, 64 + 8 * (128 * row + column), 8);
  };
  EXPECT_EQ(record(390 - 384, 197 - 128), std::uint64_t{131140} | std::uint64_t{3} << 40);
  EXPECT_EQ(bytes.substr(131140, 3), short_tile_);
  EXPECT_EQ(record(127, 127), std::uint64_t{131140 + 3 + 4} | std::uint64_t{700} << 40);
  EXPECT_EQ(number(bytes, 131140 + 3, 4), 700u);
  EXPECT_EQ(record(0, 0) >> 40, 0u);
}

TEST_F(BundleWriter, WritesVersion1WithItsIndexByColumns) {
  write(bundle_format::compact_v1);
  const std::string bytes = read_file(folder_.path() / "R0180C0080.bundle"),
                    index = read_file(folder_.path() / "R0180C0080.bundlx");
  ASSERT_EQ(index.size(), 81952u);
  EXPECT_EQ(number(bytes, 8, 4), 700u);
  EXPECT_EQ(number(bytes, 16, 8), 8u);
  EXPECT_EQ(number(bytes, 24, 8), bytes.size());
  EXPECT_EQ(number(bytes, 44, 4), 384u);
  EXPECT_EQ(number(bytes, 48, 4), 511u);
  EXPECT_EQ(number(bytes, 52, 4), 128u);
  EXPECT_EQ(number(bytes, 56, 4), 255u);
  const auto offset = [&](std::size_t row, std::size_t column) {
    return number(index, 16 + 5 * (128 * column + row), 5);
  };
  EXPECT_EQ(offset(6, 69), 65596u);
  EXPECT_EQ(number(bytes, 65596, 4), 3u);
  EXPECT_EQ(bytes.substr(65600, 3), short_tile_);
  EXPECT_EQ(number(bytes, offset(0, 0), 4), 0u);
  EXPECT_EQ(offset(0, 1), 60u + 4 * 128);
}

TEST_F(BundleWriter, TellsWhenItCannotWrite) {
  bundle_writer writer{bundle_format::compact_v2, folder_.path() / "missing/R0000C0000", {0, 0, 0}};
  writer.add({0, 0, 0}, "tile");
  EXPECT_FALSE(writer.close());
}

} // namespace
} // namespace sandbox
