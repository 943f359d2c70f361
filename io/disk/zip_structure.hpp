#pragma once

#include "proto/result.hpp"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace io {

/// A file or folder in a zip, as its two headers agree.
struct zip_entry {
  std::string name;
  std::uint64_t header = 0; ///< offset of the local header
  std::uint64_t data = 0;   ///< offset of the stored bytes
  std::uint64_t stored = 0; ///< bytes in the file
  std::uint64_t size = 0;   ///< bytes when unpacked
  std::uint32_t crc = 0;    ///< of the unpacked bytes
  std::uint16_t method = 0; ///< 0 stored, 8 deflated
  std::uint16_t flags = 0;
  std::uint16_t time = 0; ///< MS-DOS
  std::uint16_t date = 0;

  bool is_folder() const { return name.ends_with('/'); }
};

/// Past one of these a zip is refused before anything of it is unpacked.
struct zip_limits {
  std::uint64_t entries = 1'000'000;
  std::uint64_t directory_bytes = 128u << 20;
  std::uint64_t expansion = 20;              ///< times the file's size …
  std::uint64_t expansion_floor = 16u << 20; ///< … or this: bundles of few tiles are nearly all zeros
  std::uint64_t unpacked_bytes = std::uint64_t{64} << 30;
};

/// Reads the end record, the central directory and every local header (PKWARE
/// APPNOTE 4.3, with Zip64) and refuses with `damaged` what does not agree: the two
/// headers of an entry in name, method, flags, time, sizes or CRC; entries that
/// overlap each other or the directory; data descriptors that say something else;
/// encryption; methods other than stored and deflated; names that are absolute, go
/// up, hold a backslash or come twice; anything past the limits, the number of
/// entries first. `file` is read at offsets, its position does not move.
proto::result<std::vector<zip_entry>> read_zip_structure(
  int file, const std::string& subject, const std::stop_token& stop, const zip_limits& limits = {});

} // namespace io
