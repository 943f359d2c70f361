#pragma once

#include "io/disk/zip_structure.hpp"
#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct zip;

namespace io {

/// A zip whose structure was found sound by read_zip_structure and by libzip's
/// own consistency check. Reading an entry checks its CRC and size.
class zip_archive {
public:
  /// `file` must stay open. A failure is `damaged` unless the disk refused.
  static proto::result<zip_archive> open(int file, const std::string& subject, std::stop_token stop);

  const std::vector<zip_entry>& entries() const { return entries_; }
  const std::string& subject() const { return subject_; }
  std::optional<std::size_t> find(std::string_view name) const;

  /// Unpacks an entry, piece by piece.
  using sink = std::function<proto::outcome(std::span<const std::byte>)>;
  proto::outcome read(std::size_t entry, const sink& into);
  /// Unpacks a whole entry; `damaged` above the limit.
  proto::result<std::string> read_text(std::size_t entry, std::uint64_t limit);

private:
  struct closer {
    void operator()(zip* archive) const;
  };

  zip_archive(std::string subject, std::stop_token stop);
  proto::outcome compare_with_libzip() const;
  proto::failure unreadable(std::size_t entry, const std::string& words) const;

  std::string subject_;
  std::stop_token stop_;
  std::vector<zip_entry> entries_;
  std::unordered_map<std::string_view, std::size_t> by_name_; ///< views into entries_
  std::unique_ptr<zip, closer> archive_;
  std::vector<std::byte> buffer_;
};

} // namespace io
