#pragma once

#include "proto/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace io {

/// A refresh token that replaced an earlier one, or that a sign-in by hand brought.
struct renewed_token {
  std::string token;
  std::int64_t renewed_at = 0; ///< epoch milliseconds
  std::string descends_from;   ///< SHA-256 of the token that was configured then; empty if none was
};

/// The one secret that is written: `<state>/credentials/<name>.json`, mode 0600.
class credential_files {
public:
  explicit credential_files(std::string state_directory) : state_directory_(std::move(state_directory)) {}

  /// Nothing where there is none or what is there is no token.
  proto::result<std::optional<renewed_token>> load(const std::string& credential) const;
  /// Durable on return.
  proto::outcome save(const std::string& credential, const renewed_token& token) const;

private:
  std::string state_directory_;
};

} // namespace io
