#pragma once

#include <string>
#include <utility>
#include <variant>

namespace sandbox {

/// Why something could not be done, in words for a log line or an error answer.
struct problem {
  std::string text;
};

/// A value, or the problem that kept it from existing. The sandbox has no use for error classes:
/// it puts the text into its answer.
template <typename T>
class outcome {
public:
  outcome(T made) : content_{std::move(made)} {}
  outcome(problem reason) : content_{std::move(reason)} {}

  explicit operator bool() const { return std::holds_alternative<T>(content_); }
  /// Only after the check above.
  const T& operator*() const { return std::get<T>(content_); }
  T& operator*() { return std::get<T>(content_); }
  const T* operator->() const { return &std::get<T>(content_); }
  T* operator->() { return &std::get<T>(content_); }
  const std::string& error() const { return std::get<problem>(content_).text; }

private:
  std::variant<T, problem> content_;
};

} // namespace sandbox
