#include "sandbox/tile_services/recent_tiles.hpp"

namespace sandbox {

std::string recent_tiles::get(const tile_address& tile) {
  const key place{tile.level, tile.row, tile.column};
  {
    const std::lock_guard lock{mutex_};
    if (const auto found = places_.find(place); found != places_.end()) {
      entries_.splice(entries_.begin(), entries_, found->second);
      return found->second->second;
    }
  }
  std::string bytes = draw_(tile);
  keep(place, bytes);
  return bytes;
}

void recent_tiles::keep(const key& place, const std::string& bytes) {
  const std::lock_guard lock{mutex_};
  if (bytes.size() > room_ || places_.contains(place))
    return;
  entries_.emplace_front(place, bytes);
  places_[place] = entries_.begin();
  used_ += bytes.size();
  while (used_ > room_) {
    used_ -= entries_.back().second.size();
    places_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

} // namespace sandbox
