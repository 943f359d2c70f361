#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sandbox {

/// What a file attached to a row is called, and how large it is.
struct attachment {
  std::int64_t id = 0;   ///< within its table, ascending
  std::string global_id; ///< `{UPPER-CASE}`
  std::size_t row = 0;   ///< index in `table::rows`
  std::string name;      ///< of the file
  std::string content_type;
  std::string keywords;
  std::uint64_t size = 0;   ///< bytes
  std::uint32_t source = 0; ///< what its table's `attachment_source` finds the bytes by
};

/// Where the bytes come from. Safe for several threads.
class attachment_source {
public:
  virtual ~attachment_source() = default;
  /// Exactly `size` bytes; empty if the file behind them has gone.
  virtual std::string bytes(const attachment& which) const = 0;
};

} // namespace sandbox
