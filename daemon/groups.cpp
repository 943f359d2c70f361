#include "daemon/groups.hpp"

#include <grp.h>
#include <unistd.h>

#include <algorithm>
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

bool is_member(gid_t group) {
  if (::getegid() == group)
    return true;
  const int count = ::getgroups(0, nullptr);
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(count, 0)));
  const int got = ::getgroups(static_cast<int>(groups.size()), groups.data());
  return std::find(groups.begin(), groups.begin() + std::max(got, 0), group) != groups.begin() + std::max(got, 0);
}

} // namespace mapferryd
