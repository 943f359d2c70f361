#pragma once

#include <string>
#include <string_view>

namespace proto {

/// Text of others on one line of a terminal or a log: control, escape and
/// bidirectional characters and broken UTF-8 are shown escaped (\n, \x1b, \u202e).
std::string printable(std::string_view text);

/// The address without user, query and fragment: what may be logged and kept.
std::string without_query(std::string_view address);

/// The candidate nearest to a word by edit distance, or empty when none is near.
/// For "unknown key, did you mean …".
std::string nearest_name(std::string_view word, const std::string_view* first, std::size_t count);

} // namespace proto
