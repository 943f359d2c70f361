#pragma once

#include "io/disk/posix.hpp"
#include "proto/result.hpp"

#include <string>
#include <vector>

namespace io {

/// A target found below an output root.
struct target_place {
  file_descriptor root;             ///< the root, opened
  std::vector<std::string> folders; ///< between the root and the target
  std::string name;                 ///< of the target itself
  std::string target;               ///< the whole path, for messages
};

/// The folders below which packages are written, and nowhere else; reference basemaps
/// are read below folders of such a kind, too. The root's own path may hold links, as
/// its owner configured it; nothing below it may.
class output_roots {
public:
  explicit output_roots(std::vector<std::string> roots);

  /// Refused with directoryNotAllowed: a relative path, one with `..` or an empty
  /// name, one outside the roots or a root itself.
  proto::result<target_place> locate(const std::string& target) const;

  const std::vector<std::string>& paths() const { return roots_; }

private:
  std::vector<std::string> roots_;
};

/// Opens a folder by one name, without following a link.
file_descriptor open_folder(int parent, const std::string& name);

} // namespace io
