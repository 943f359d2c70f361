#pragma once

#include <memory>
#include <string>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// A POSIX extended regular expression, searched anywhere in a path.
class path_pattern {
public:
  static outcome<path_pattern> compile(const std::string& expression);
  bool matches(const std::string& text) const;

private:
  struct compiled;
  explicit path_pattern(std::shared_ptr<const compiled> content) : content_{std::move(content)} {}

  std::shared_ptr<const compiled> content_;
};

} // namespace sandbox
