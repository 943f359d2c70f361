#pragma once

#include "core/ports/sign_in_memory.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace io {

/// One try to sign in: who, where, with what.
struct sign_in_try {
  std::string credential; ///< its name
  std::string user;       ///< or the application's id
  std::string address;    ///< where the secret goes
  std::string secret;
};

/// Secrets that were refused and are not to be sent again: not in this process,
/// and not after a restart. Another secret, user or address is another try.
class refused_secrets {
public:
  explicit refused_secrets(std::shared_ptr<core::sign_in_memory> memory) : memory_(std::move(memory)) {}

  /// Why this was refused before. Takes 0.1 s where a refusal stands from before the start.
  std::optional<proto::failure> why_refused(const sign_in_try& what);
  /// Known in this process also where the memory cannot be written.
  void remember(const sign_in_try& what, const proto::failure& why);
  /// It was accepted.
  void forget(const sign_in_try& what);

private:
  struct known {
    std::string digest; ///< of what was refused
    proto::failure why;
  };
  const std::shared_ptr<core::sign_in_memory> memory_;
  std::mutex mutex_;                   ///< guards the rest
  std::map<std::string, known> known_; ///< by credential and address
};

} // namespace io
