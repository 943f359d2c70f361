#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

#include "sandbox/tiles/tile_cache.hpp"

namespace sandbox {

/// The tiles that were asked for last, so that a map that is moved to and fro is not drawn again. Safe for several
/// threads; two that want the same new tile at once both draw it.
class recent_tiles {
public:
  /// Keeps no more bytes than `room`.
  recent_tiles(tile_source draw, std::size_t room) : draw_{std::move(draw)}, room_{room} {}

  std::string get(const tile_address& tile);

private:
  using key = std::tuple<int, std::int64_t, std::int64_t>;
  using entry = std::pair<key, std::string>;

  void keep(const key& place, const std::string& bytes);

  tile_source draw_;
  std::size_t room_;
  std::mutex mutex_;
  std::list<entry> entries_; ///< the last one asked for first
  std::map<key, std::list<entry>::iterator> places_;
  std::size_t used_ = 0; ///< bytes
};

} // namespace sandbox
