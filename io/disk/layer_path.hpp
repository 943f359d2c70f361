#pragma once

#include <optional>
#include <string>

namespace io {

/// Where a layer of a map in a package has its data: `file:./name` or
/// `file:./name?itemId=n`, relative to the map's own file (web map specification, `path`).
struct layer_path {
  std::string file; ///< lexically normal, relative to the map's folder
  std::optional<int> item_id;

  bool leaves_folder() const { return file.starts_with("../") || file == ".."; }
  bool is_absolute() const {
    return file.starts_with('/') || (file.size() > 1 && file[1] == ':') || file.starts_with("\\\\");
  }
};

/// Nothing where the text is no such address.
std::optional<layer_path> read_layer_path(const std::string& text);

} // namespace io
