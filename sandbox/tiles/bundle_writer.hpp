#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// One file for a block of 128 x 128 tiles of a level: Compact Cache. Version 2 has its index inside; version 1 has it
/// in a second file (`.bundlx`).
enum class bundle_format { compact_v1, compact_v2 };

/// Writes one bundle straight to disk; in memory is only its index.
class bundle_writer {
public:
  static constexpr std::int64_t tiles_across = 128;

  /// `stem` is the file's path without extension; the tile is any of the block.
  bundle_writer(bundle_format format, const std::filesystem::path& stem, const tile_address& within);

  /// Each address once.
  void add(const tile_address& tile, const std::string& bytes);
  /// Completes the header. False if anything could not be written.
  bool close();
  /// The files, extension and all.
  std::vector<std::filesystem::path> files() const;

  /// `R0180C0300`: row and column of the block's first tile in hexadecimal.
  static std::string name_of(const tile_address& within);

private:
  void begin_v1();
  void begin_v2();
  void finish_v1();
  void finish_v2();
  std::size_t place_of(const tile_address& tile) const;

  bundle_format format_;
  std::filesystem::path stem_;
  std::int64_t first_row_;
  std::int64_t first_column_;
  std::ofstream stream_;
  std::vector<std::uint64_t> index_; ///< as it is written
  std::uint64_t size_ = 0;
  std::uint32_t largest_ = 0;
  std::uint32_t count_ = 0;
  bool index_written_ = true;
};

} // namespace sandbox
