#include "tests/io/disk/sample_file.hpp"
#include "tests/io/disk/zip_layout.hpp"
#include "tests/support/fixtures.hpp"

#include "io/disk/zip_archive.hpp"

#include <algorithm>
#include <iostream>
#include <set>

namespace io {
namespace {

/// Well-formed as a zip: structure, and the CRC of every entry.
bool is_sound_archive(const sample_file& file) {
  auto archive = zip_archive::open(file.descriptor(), "sample", {});
  if (!archive)
    return false;
  for (std::size_t i = 0; i < archive->entries().size(); ++i)
    if (archive->read(i, [](std::span<const std::byte>) { return proto::outcome{}; }))
      return false;
  return true;
}

/// The bytes of a zip that no check covers: they say nothing about an entry's
/// data, name, sizes or CRC, and reading does not depend on them.
const std::set<std::string> not_covered{
  "central made by", // which system wrote it
  "central needed",  // version of the reader, where a higher one is still known
  "local needed",
  "central internal attributes", // text or binary
  "central external attributes", // file modes
  "central extra",               // times in nanoseconds; Zip64 sizes are covered
  "local extra",
};

TEST(ZipDamage, EveryByteOfASmallPackageIsCoveredOrKnownNotToBe) {
  NEEDS_FIXTURES();
  auto file = sample_file(fixtures::text("tiles/vtpk/vtpk_indexed.vtpk"));
  ASSERT_TRUE(is_sound_archive(file));
  const auto fields = fields_of_zip(file.content());
  std::map<std::string, int> accepted;
  for (std::size_t at = 0; at < file.content().size(); ++at)
    for (int mask : {0x01, 0x80, 0xff}) {
      file.flip(at, mask);
      if (is_sound_archive(file))
        ++accepted[fields.contains(at) ? fields.at(at) : "data"];
      file.restore_byte(at);
    }
  for (const auto& [field, count] : accepted) {
    std::cout << "not covered: " << field << ", " << count << " changes\n";
    EXPECT_TRUE(not_covered.contains(field)) << field;
  }
  EXPECT_TRUE(is_sound_archive(file));
}

TEST(ZipDamage, EveryHeaderByteOfRealPackagesIsCoveredOrKnownNotToBe) {
  NEEDS_FIXTURES();
  for (const auto* name : {"tiles/vtpk/testvtpk.vtpk", "tiles/tpk/canyonlands.tpk"}) {
    SCOPED_TRACE(name);
    auto file = sample_file(fixtures::text(name));
    ASSERT_TRUE(is_sound_archive(file));
    for (const auto& [at, field] : fields_of_zip(file.content())) {
      if (not_covered.contains(field))
        continue;
      file.flip(at, 0xff);
      EXPECT_FALSE(is_sound_archive(file)) << field << " at " << at;
      file.restore_byte(at);
    }
  }
}

TEST(ZipDamage, AChangedByteInTheDataOfAnyEntryIsNoticed) {
  NEEDS_FIXTURES();
  for (const auto* name : {"tiles/vtpk/testvtpk.vtpk", "tiles/tpk/canyonlands.tpk", "tiles/tpkx/Usa.tpkx"}) {
    SCOPED_TRACE(name);
    auto file = sample_file(fixtures::text(name));
    auto archive = zip_archive::open(file.descriptor(), "sample", {});
    ASSERT_TRUE(archive);
    for (const auto& entry : archive->entries()) {
      if (entry.stored == 0)
        continue;
      for (std::uint64_t offset : {std::uint64_t{0}, entry.stored / 3, entry.stored - 1}) {
        const auto at = static_cast<std::size_t>(entry.data + offset);
        file.flip(at, 0x10);
        EXPECT_FALSE(is_sound_archive(file)) << entry.name << " at " << offset;
        file.restore_byte(at);
      }
    }
  }
}

TEST(ZipDamage, APackageCutAnywhereIsNoticed) {
  NEEDS_FIXTURES();
  auto file = sample_file(fixtures::text("tiles/vtpk/vtpk_indexed.vtpk"));
  for (std::size_t length = 0; length < file.content().size(); ++length) {
    file.restore();
    file.cut(length);
    EXPECT_FALSE(is_sound_archive(file)) << length;
  }
  auto larger = sample_file(fixtures::text("tiles/vtpk/testvtpk.vtpk"));
  for (std::size_t length = 0; length < larger.content().size(); length += 7919) {
    larger.restore();
    larger.cut(length);
    EXPECT_FALSE(is_sound_archive(larger)) << length;
  }
}

TEST(ZipDamage, BytesBehindTheEndAreNoticed) {
  NEEDS_FIXTURES();
  const auto content = fixtures::text("tiles/vtpk/vtpk_indexed.vtpk");
  for (const auto& more : {std::string(1, '\0'), std::string("<html>"), std::string(70'000, 'x')})
    EXPECT_FALSE(is_sound_archive(sample_file(content + more))) << more.size();
}

} // namespace
} // namespace io
