#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace proto {
namespace {

struct character {
  char32_t code = 0;
  std::size_t length = 1;
  bool valid = false;
};

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
character decode(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80)
    return {first, 1, true};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length)
    return {};
  char32_t code = first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80)
      return {};
    code = code << 6 | (byte(i) & 0x3fu);
  }
  static constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return {};
  return {code, length, true};
}

// Characters that move the cursor, end a line or turn the reading direction.
bool is_dangerous(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c || code == 0x200e || code == 0x200f
    || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

std::string hex(std::uint32_t value, int digits) {
  static constexpr char symbols[] = "0123456789abcdef";
  std::string text;
  for (int at = digits - 1; at >= 0; --at)
    text += symbols[value >> (4 * at) & 15];
  return text;
}

std::string escaped(char32_t code) {
  switch (code) {
  case '\n': return "\\n";
  case '\r': return "\\r";
  case '\t': return "\\t";
  default: return code < 0x80 ? "\\x" + hex(code, 2) : "\\u" + hex(code, 4);
  }
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

} // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const character next = decode(text);
    if (!next.valid)
      shown += "\\x" + hex(static_cast<unsigned char>(text.front()), 2);
    else if (is_dangerous(next.code))
      shown += escaped(next.code);
    else
      shown += text.substr(0, next.length);
    text.remove_prefix(next.length);
  }
  return shown;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const character next = decode(text);
    valid += next.valid ? text.substr(0, next.length) : std::string_view{"\xef\xbf\xbd"};
    text.remove_prefix(next.length);
  }
  return valid;
}

std::string lower_case(std::string_view text) {
  std::string lowered{text};
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return lowered;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  static constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool contains_word(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), [](char x, char y) {
    return lower(x) == lower(y);
  }) != text.end();
}

std::string without_query(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const auto scheme = address.find("//");
  const auto host = scheme == std::string_view::npos ? 0 : scheme + 2;
  const auto path = std::min(address.find('/', host), address.size());
  const auto user = address.substr(0, path).rfind('@');
  if (scheme == std::string_view::npos || user == std::string_view::npos || user < host)
    return std::string{address};
  return std::string{address.substr(0, host)}.append(address.substr(user + 1));
}

std::string nearest_name(std::string_view word, const std::string_view* first, std::size_t count) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  if (word.size() > 64) // no name is that long, and distances of long words are dear
    return {};
  for (const auto candidate : std::span{first, count}) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return std::string{best};
}

} // namespace proto
