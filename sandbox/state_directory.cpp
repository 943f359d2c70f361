#include "sandbox/state_directory.hpp"

#include <stdlib.h> // mkdtemp

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace sandbox {

namespace fs = std::filesystem;

namespace {

void remove_old_results(const fs::path& folder) {
  std::error_code ignored; // what cannot be removed only takes room
  for (fs::directory_iterator at{folder, ignored}, end; at != end; at.increment(ignored)) {
    const fs::path kind = at->path().extension();
    if (kind == ".result" || kind == ".draft")
      fs::remove(at->path(), ignored);
  }
}

} // namespace

outcome<state_directory> state_directory::open(const fs::path& wanted) {
  std::error_code failed;
  const bool temporary = wanted.empty();
  fs::path place = wanted;
  if (temporary) {
    std::string pattern = (fs::temp_directory_path(failed) / "mapferry-sandbox-XXXXXX").string();
    if (failed || mkdtemp(pattern.data()) == nullptr)
      return problem{std::string{"no temporary directory: "} + std::strerror(errno)};
    place = pattern;
  }
  state_directory made{fs::absolute(place, failed), temporary};
  fs::create_directories(made.path_ / "results", failed);
  if (failed)
    return problem{"cannot use " + place.string() + ": " + failed.message()};
  remove_old_results(made.path_ / "results");
  return made;
}

state_directory::state_directory(state_directory&& other) noexcept
  : path_{std::move(other.path_)},
    temporary_{std::exchange(other.temporary_, false)} {}

state_directory::~state_directory() {
  std::error_code ignored; // what cannot be removed is left to the system's own cleaning of temporary files
  if (temporary_)
    fs::remove_all(path_, ignored);
}

} // namespace sandbox
