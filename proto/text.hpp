#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace proto {

/// Text of others on one line of a terminal or a log: control, escape and
/// bidirectional characters and broken UTF-8 are shown escaped (\n, \x1b, \u202e).
std::string printable(std::string_view text);

/// The text with every broken UTF-8 sequence replaced by U+FFFD: fit for JSON.
std::string valid_utf8(std::string_view text);

/// ASCII letters in lower case; everything else as it is.
std::string lower_case(std::string_view text);
/// Equal without regard to the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
/// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);
/// Whether `part` occurs, without regard to the case of ASCII letters.
bool contains_word(std::string_view text, std::string_view part);

/// The address without user, query and fragment: what may be logged and kept.
std::string without_query(std::string_view address);

/// The candidate nearest to a word by edit distance, or empty when none is near.
/// For "unknown key, did you mean …".
std::string nearest_name(std::string_view word, const std::string_view* first, std::size_t count);

} // namespace proto
