#include "daemon/groups.hpp"

#include <grp.h>

#include <cerrno>
#include <vector>

namespace mapferryd {

std::optional<gid_t> group_id(const std::string& name) {
  std::vector<char> room(4096);
  group entry{};
  group* found = nullptr;
  while (::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found) == ERANGE && room.size() < (1u << 24))
    room.resize(room.size() * 2);
  return found ? std::optional(found->gr_gid) : std::nullopt;
}

} // namespace mapferryd
