#include "daemon/peer.hpp"

#include "daemon/groups.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace mapferryd {

std::optional<peer> peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
    return {};
  peer who{credentials.uid, credentials.pid, {credentials.gid}};
  std::vector<gid_t> more(1024);
  auto bytes = static_cast<socklen_t>(more.size() * sizeof(gid_t));
  // A peer with more groups than that is judged by its first one alone.
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, more.data(), &bytes) == 0)
    who.groups.insert(who.groups.end(), more.begin(), more.begin() + static_cast<long>(bytes / sizeof(gid_t)));
  return who;
}

role_rules system_roles() { return {::geteuid(), group_id("mapferry-observe"), group_id("mapferry-operate")}; }

std::optional<proto::role> role_of(const peer& who, const role_rules& rules) {
  const auto in = [&](std::optional<gid_t> group) {
    return group && std::find(who.groups.begin(), who.groups.end(), *group) != who.groups.end();
  };
  if (who.user == 0 || who.user == rules.own_user)
    return proto::role::admin;
  if (in(rules.operators))
    return proto::role::operate;
  if (in(rules.observers))
    return proto::role::observe;
  return {};
}

} // namespace mapferryd
