#pragma once

#include "proto/record/layer_record.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace io {

/// `bytes a-b/total` of a 206, `bytes */total` of a 416 (RFC 9110, 14.4).
struct content_range {
  std::optional<proto::byte_range> range; ///< half open
  std::optional<std::uint64_t> total;
  bool operator==(const content_range&) const = default;
};
/// Nothing if it is not of that form.
std::optional<content_range> parse_content_range(std::string_view text);

/// Status line and the header fields that decide something. Fed line by line;
/// each status line begins anew (1xx answers precede the final one).
struct response_head {
  int status = 0;
  std::string content_type;
  std::string content_encoding; ///< empty if identity
  std::string location;
  std::string etag;
  std::string last_modified;
  std::string date;
  std::string retry_after_text;
  std::string content_range_text;
  std::optional<std::uint64_t> content_length; ///< not of a chunked answer
  bool chunked = false;
  std::size_t bytes = 0; ///< of all lines

  void add_line(std::string_view line);

  bool is_redirect() const; ///< 301, 302, 303, 307, 308
  proto::validator validator() const;
  /// Seconds or a date; the date counts from the answer's own Date, since clocks
  /// differ. At most a day. Nothing if there is none or it cannot be read.
  std::optional<std::chrono::seconds> retry_after() const;
};

} // namespace io
