#pragma once

#include "proto/result.hpp"

#include <string>

namespace io {

/// Where passwords come from. Asked each time one is needed, so that none is
/// kept in memory longer than a sign-in takes. Called on the transfer thread or
/// a caller's; must not block for long.
class secret_source {
public:
  virtual ~secret_source() = default;
  /// Of a credential, by its name in the configuration.
  virtual proto::result<std::string> secret(const std::string& credential) = 0;
};

} // namespace io
