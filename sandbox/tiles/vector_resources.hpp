#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/model/base_map.hpp"
#include "sandbox/model/tile_service_data.hpp"

namespace sandbox {

/// What lies below `<VectorTileServer>/resources/` and is stored in packages: `styles/root.json`, `info/root.json`,
/// `sprites/sprite[@2x].{json,png}`, `fonts/<name>/<range>.pbf` (not compressed). Made when first asked for. Safe for
/// several threads.
class vector_resources {
public:
  /// Both are borrowed. There are glyphs for all names of the base map.
  vector_resources(const base_map& base, const tile_service_data& service) : base_{base}, service_{service} {}

  /// Nothing if there is no such file.
  std::optional<std::string> find(std::string_view name) const;
  /// All that `find` knows.
  std::vector<std::string> paths() const;

private:
  using files = std::map<std::string, std::string, std::less<>>;

  const files& made() const;
  files make() const;

  const base_map& base_;
  const tile_service_data& service_;
  mutable std::once_flag once_;
  mutable files files_;
};

} // namespace sandbox
