#include "core/wait_rules.hpp"

namespace core {

std::string wait_name(reason why, const proto::failure& failure) {
  switch (why) {
  case reason::network: return failure.code == proto::failure_code::tls_refused ? "certificate" : "network";
  case reason::busy: return "busy";
  case reason::auth: return "auth";
  case reason::disk: return "disk";
  default: return "serverError";
  }
}

bool ends_wait(std::string_view name, wake_cause cause) {
  if (cause == wake_cause::person || name == "network" || name == "certificate")
    return true;
  return cause == wake_cause::change && name == "auth";
}

} // namespace core
