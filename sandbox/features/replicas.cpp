#include "sandbox/features/replicas.hpp"

#include <algorithm>

#include "sandbox/base/digest.hpp"

namespace sandbox {
namespace {

std::string bare_id(std::string id) {
  std::erase(id, '{');
  std::erase(id, '}');
  return lower_case(std::move(id));
}

} // namespace

std::string replica_register::reserve(const std::string& name, const std::string& id, const std::string& owner) {
  const std::string wish = name.empty() ? service_ + "_" + random_hex(6) : name;
  const std::lock_guard lock{mutex_};
  const auto taken = [this](const std::string& candidate) {
    return std::any_of(entries_.begin(), entries_.end(), [&](const entry& old) { return old.name == candidate; });
  };
  std::string chosen = wish;
  for (int number = 0; taken(chosen); ++number)
    chosen = wish + "_" + std::to_string(number);
  entries_.push_back({chosen, id, owner, nullptr});
  return chosen;
}

void replica_register::list(const std::string& id, nlohmann::json info) {
  const std::lock_guard lock{mutex_};
  for (entry& old : entries_) {
    if (old.id == id)
      old.info = info;
  }
}

bool replica_register::remove(const std::string& id, const std::string& owner) {
  const std::lock_guard lock{mutex_};
  return std::erase_if(entries_, [&](const entry& old) {
    return old.owner == owner && (id == "*" ? !old.info.is_null() : bare_id(old.id) == bare_id(id));
  }) > 0;
}

std::vector<replica_register::entry> replica_register::of(const std::string& owner) const {
  const std::lock_guard lock{mutex_};
  std::vector<entry> found;
  std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(found),
    [&](const entry& old) { return !old.info.is_null() && old.owner == owner; });
  return found;
}

nlohmann::json replica_register::find(const std::string& id, const std::string& owner) const {
  for (const entry& one : of(owner)) {
    if (bare_id(one.id) == bare_id(id))
      return one.info;
  }
  return nullptr;
}

} // namespace sandbox
