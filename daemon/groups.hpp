#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace mapferryd {

/// The number of a group of this system; nothing if there is none of that name.
std::optional<gid_t> group_id(const std::string& name);

/// Whether this process is in the group, as its own or a supplementary one.
bool is_member(gid_t group);

} // namespace mapferryd
