#pragma once

#include "core/retry.hpp"

#include <string>
#include <string_view>

namespace core {

/// What may end a wait before its time.
enum class wake_cause {
  network, ///< a host answers again
  change,  ///< something outside that waits may have waited for: a credential, the link, the clock
  person,  ///< somebody asks for it
};

/// The name of the wait that a failure leads to: network, certificate, busy,
/// auth, disk or serverError.
std::string wait_name(reason why, const proto::failure& failure);

/// Whether a wait of this name ends for that cause. A host that answers again says
/// nothing about a service that is busy or a sign-in that was refused elsewhere.
bool ends_wait(std::string_view name, wake_cause cause);

} // namespace core
