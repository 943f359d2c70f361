#pragma once

#include "io/disk/file_descriptor.hpp"
#include "proto/result.hpp"

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

namespace mapferryd {

/// A listening unix socket at a path: mode 0660, of that group where we may give
/// it. A file that nobody listens behind is replaced; a living daemon there is
/// refused (directoryInUse), anything that is no socket too (diskError).
proto::result<std::unique_ptr<io::file_descriptor>> listen_at(const std::string& path, std::optional<gid_t> group);

} // namespace mapferryd
