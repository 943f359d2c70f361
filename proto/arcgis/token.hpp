#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace proto {

/// The answer of generateToken (portal, server, exchange) or oauth2/token.
struct token_answer {
  std::string token;           ///< a secret: never stored, logged or shown
  std::int64_t expires_at = 0; ///< epoch milliseconds, UTC
  bool ssl_required = false;
  std::string refresh_token; ///< a new one, where the grant gives one: a secret that is stored
};
/// `now` (epoch ms) turns `expires_in` seconds into a time.
result<token_answer> read_token_answer(const nlohmann::json& json, std::int64_t now);

} // namespace proto
