#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sandbox {

/// The number that is the whole of a text. Nothing if it is more, less, or does not fit, or is not finite.
template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || stop != text.data() + text.size())
    return {};
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number))
      return {};
  }
  return number;
}

/// Without regard to case (ASCII).
bool same_word(std::string_view a, std::string_view b);

/// The items of `a, b,c` without the spaces around them; parts of the text.
std::vector<std::string_view> list_items(std::string_view text);

/// FNV-1a, to be continued from an earlier sum.
std::uint64_t hash_of(std::string_view text, std::uint64_t sum = 14695981039346656037ULL);

/// gzip, without a time; empty if zlib fails.
std::string gzip(const std::string& bytes);

} // namespace sandbox
