#pragma once

#include "proto/control/rpc.hpp"

#include <sys/types.h>

#include <optional>
#include <vector>

namespace mapferryd {

/// Who is at the other end of a unix socket, as the kernel says
/// (SO_PEERCRED, SO_PEERGROUPS; unix(7)).
struct peer {
  uid_t user = 0;
  pid_t process = 0;
  std::vector<gid_t> groups; ///< its own and the supplementary ones
};
std::optional<peer> peer_of(int socket);

/// Whom the daemon lets do what.
struct role_rules {
  uid_t own_user = 0;             ///< the daemon's: administers, like root
  std::optional<gid_t> observers; ///< mapferry-observe
  std::optional<gid_t> operators; ///< mapferry-operate
};
/// From the system's groups.
role_rules system_roles();

/// Nothing for strangers.
std::optional<proto::role> role_of(const peer& who, const role_rules& rules);

} // namespace mapferryd
