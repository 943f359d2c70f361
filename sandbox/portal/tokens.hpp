#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// Milliseconds since 1970. Tests bring their own.
using clock_ms = std::function<std::int64_t()>;

/// Where a token counts. A federated server wants one of its own, made for it from a portal token; a stand-alone server
/// knows no portal at all.
enum class token_scope { portal, server, standalone };

struct token_terms {
  std::string user;
  token_scope scope = token_scope::portal;
  std::string referer;  ///< empty = not bound to one
  std::string peer;     ///< empty = not bound to an address
  std::string client{}; ///< id of the application that signed in, or empty
};

struct granted_token {
  std::string token;
  std::int64_t expires_ms = 0;
};

struct visitor {
  enum class kind { anonymous, invalid, known };
  kind is = kind::anonymous;
  std::string user{};   ///< empty also for an application that signed in for itself
  std::string client{}; ///< the application, if one signed in
};

/// The token of a request: parameter `token`, `X-Esri-Authorization: Bearer` or `Authorization: Bearer`. Empty if none.
std::string token_of(const http_request& request);

/// Safe for several threads.
class token_store {
public:
  token_store(std::int64_t longest_life_ms, clock_ms clock);

  /// `wanted_ms` <= 0 = as long as possible. A longer wish is cut, not refused.
  granted_token grant(token_terms terms, std::int64_t wanted_ms);
  /// Whose token the request carries, if it is valid for this scope, this referer and this address.
  visitor identify(const http_request& request, token_scope scope) const;
  void end(const std::string& token);

private:
  struct entry {
    token_terms terms;
    std::int64_t expires_ms = 0;
  };

  std::int64_t longest_life_ms_;
  clock_ms clock_;
  mutable std::mutex mutex_;
  std::map<std::string, entry> entries_;
};

} // namespace sandbox
