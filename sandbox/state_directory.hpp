#pragma once

#include <filesystem>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// Where certificates and results lie. A temporary one is removed at the end, a named one stays; results of an earlier
/// run, which nobody can ask for any more, are removed when it is opened.
class state_directory {
public:
  /// An empty path = a fresh temporary directory.
  static outcome<state_directory> open(const std::filesystem::path& wanted);
  ~state_directory();
  state_directory(state_directory&& other) noexcept;
  state_directory& operator=(state_directory&&) = delete;

  const std::filesystem::path& path() const { return path_; }

private:
  state_directory(std::filesystem::path place, bool temporary) : path_{std::move(place)}, temporary_{temporary} {}

  std::filesystem::path path_;
  bool temporary_;
};

} // namespace sandbox
