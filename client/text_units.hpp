#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace client {

/// `812 B`, `4.1 MB`, `12 GB`: decimal units, two or three digits.
std::string bytes_text(std::uint64_t bytes);

/// How long ago or until: `40 s`, `12 min`, `3 h`, `2 d`.
std::string span_text(std::int64_t milliseconds);

/// Columns that a text takes in a terminal: combining marks none, wide
/// characters two. The text must be valid UTF-8 without control characters
/// (proto::printable).
std::size_t columns(std::string_view text);

/// The text, cut to so many columns with `…` as its end where it is longer.
std::string fitted(std::string_view text, std::size_t most);

/// Fitted, and filled up with blanks.
std::string padded(std::string_view text, std::size_t width);

} // namespace client
