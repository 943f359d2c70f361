#pragma once

#include "proto/result.hpp"

#include <cstdint>
#include <string>

namespace io {

/// Where secrets come from. Asked each time one is needed, so that none is kept in
/// memory longer than a sign-in takes. Called on the transfer thread or a
/// caller's; must not block for long.
class secret_source {
public:
  virtual ~secret_source() = default;
  /// Of a credential, by its name in the configuration.
  virtual proto::result<std::string> secret(const std::string& credential) = 0;
  /// Epoch milliseconds at which its refresh token was last renewed by `replace`; 0 = it is as configured.
  virtual std::int64_t renewed_at(const std::string& credential) = 0;
  /// The refresh token from now on. Durable on return; where that fails, it counts for this process all the same.
  virtual proto::outcome replace(
    const std::string& credential, const std::string& refresh_token, std::int64_t renewed_at) = 0;
};

} // namespace io
