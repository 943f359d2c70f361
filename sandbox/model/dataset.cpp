#include "sandbox/model/dataset.hpp"

#include <algorithm>

namespace sandbox {
namespace {

/// The entry that fulfils a condition, or nullptr.
template <typename Entry, typename Condition>
const Entry* entry_in(const std::vector<Entry>& all, Condition fulfils) {
  const auto found = std::find_if(all.begin(), all.end(), fulfils);
  return found == all.end() ? nullptr : &*found;
}

} // namespace

const service_data* dataset::find_service(std::string_view name) const {
  return entry_in(services, [&](const service_data& one) { return one.name == name; });
}

const tile_service_data* dataset::find_tiles(std::string_view wanted) const {
  return entry_in(tiles, [&](const tile_service_data& one) { return one.path() == wanted; });
}

std::optional<server_role> dataset::server_of(std::string_view wanted) const {
  if (const auto* found = entry_in(services, [&](const service_data& one) { return one.path() == wanted; }))
    return found->server;
  if (const auto* found = find_tiles(wanted))
    return found->server;
  return std::nullopt;
}

bool dataset::has_item(std::string_view title) const {
  const auto titled = [&](const auto& one) { return one.title == title; };
  return entry_in(items, titled) != nullptr || entry_in(services, titled) != nullptr
    || entry_in(tiles, titled) != nullptr;
}

} // namespace sandbox
