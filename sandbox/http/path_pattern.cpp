#include "sandbox/http/path_pattern.hpp"

#include <regex.h> // std::regex recurses for every character of a path

#include <array>
#include <utility>

namespace sandbox {

struct path_pattern::compiled {
  regex_t code{};
  int failed;

  explicit compiled(const std::string& expression)
    : failed{regcomp(&code, expression.c_str(), REG_EXTENDED | REG_NOSUB)} {}
  ~compiled() {
    if (failed == 0)
      regfree(&code);
  }
  compiled(const compiled&) = delete;
  compiled& operator=(const compiled&) = delete;
};

outcome<path_pattern> path_pattern::compile(const std::string& expression) {
  auto made = std::make_shared<const compiled>(expression);
  if (made->failed == 0)
    return path_pattern{std::move(made)};
  std::array<char, 200> why{};
  regerror(made->failed, &made->code, why.data(), why.size());
  return problem{why.data()};
}

bool path_pattern::matches(const std::string& text) const {
  return regexec(&content_->code, text.c_str(), 0, nullptr, 0) == 0;
}

} // namespace sandbox
