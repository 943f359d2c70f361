#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/http/http_message.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/portal/tokens.hpp"

namespace sandbox {

/// The finished files, by key: a relative address such as `Basemap_MapServer/_ags1f/Basemap.tpkx`. A file that nobody
/// asks for is deleted after its time, as in the output directory of a server. Safe for several threads.
class result_store {
public:
  result_store(std::filesystem::path folder, std::int64_t life_ms, clock_ms clock);

  /// A path for a file in the making.
  std::filesystem::path draft() const;
  /// Takes the draft over and gives its bytes a key.
  outcome<std::string> publish(const std::filesystem::path& draft, const std::string& key);
  /// Also prolongs its life.
  std::optional<file_on_offer> find(const std::string& key);
  bool contains(const std::string& key);
  /// The names of the files in a folder of keys.
  std::vector<std::string> list(const std::string& folder);

private:
  struct entry {
    file_on_offer offer;
    std::int64_t expires_ms = 0;
  };

  void remove_expired(); ///< with the lock held

  std::filesystem::path folder_;
  std::int64_t life_ms_;
  clock_ms clock_;
  std::mutex mutex_;
  std::map<std::string, entry> entries_;
};

} // namespace sandbox
