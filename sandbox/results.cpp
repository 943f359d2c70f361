#include "sandbox/results.hpp"

#include <utility>

#include "sandbox/base/digest.hpp"

namespace sandbox {

namespace fs = std::filesystem;

result_store::result_store(fs::path folder, std::int64_t life_ms, clock_ms clock)
  : folder_{std::move(folder)},
    life_ms_{life_ms},
    clock_{std::move(clock)} {}

fs::path result_store::draft() const { return folder_ / (random_hex(8) + ".draft"); }

outcome<std::string> result_store::publish(const fs::path& draft, const std::string& key) {
  const auto hash = sha256_of_file(draft);
  if (!hash)
    return problem{hash.error()};
  std::error_code failed;
  const fs::path place = folder_ / (random_hex(8) + ".result");
  const auto size = fs::file_size(draft, failed);
  if (!failed)
    fs::rename(draft, place, failed);
  if (failed)
    return problem{"cannot keep a result: " + failed.message()};

  const std::int64_t now = clock_();
  file_on_offer offer{
    place, size, '"' + hash->substr(0, 32) + '"', http_date(now / 1000), "application/octet-stream", *hash};
  const std::lock_guard lock{mutex_};
  entries_[key] = {std::move(offer), now + life_ms_};
  return key;
}

std::optional<file_on_offer> result_store::find(const std::string& key) {
  const std::lock_guard lock{mutex_};
  remove_expired();
  const auto found = entries_.find(key);
  if (found == entries_.end())
    return {};
  found->second.expires_ms = clock_() + life_ms_;
  return found->second.offer;
}

bool result_store::contains(const std::string& key) {
  const std::lock_guard lock{mutex_};
  remove_expired();
  return entries_.count(key) > 0;
}

std::vector<std::string> result_store::list(const std::string& folder) {
  const std::string prefix = folder + "/";
  std::vector<std::string> names;
  const std::lock_guard lock{mutex_};
  remove_expired();
  for (auto at = entries_.lower_bound(prefix); at != entries_.end() && at->first.starts_with(prefix); ++at) {
    const std::string name = at->first.substr(prefix.size());
    if (name.find('/') == std::string::npos)
      names.push_back(name);
  }
  return names;
}

void result_store::remove_expired() {
  const std::int64_t now = clock_();
  std::erase_if(entries_, [&](const auto& old) {
    if (old.second.expires_ms > now)
      return false;
    std::error_code ignored; // a file that stays goes with its directory
    fs::remove(old.second.offer.path, ignored);
    return true;
  });
}

} // namespace sandbox
