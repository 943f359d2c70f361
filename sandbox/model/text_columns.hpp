#pragma once

#include <algorithm>
#include <string_view>

namespace sandbox {

/// Takes the text before the next separator off the front.
inline std::string_view take_column(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

} // namespace sandbox
