#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/tokens.hpp"

namespace sandbox {

/// Where applications have their codes shown instead of sent.
inline constexpr const char* shown_code = "urn:ietf:wg:oauth:2.0:oob";

/// `oauth2/authorize`: a page to sign in, and the code that it leads to, with PKCE by S256 (RFC 7636), which is
/// demanded here. (ArcGIS REST API, Authorize) Safe for several threads.
class authorization {
public:
  explicit authorization(clock_ms clock) : clock_{std::move(clock)} {}

  /// The page; posted with the user's name and password, the code.
  http_response page(const http_request& request);
  /// Whether the code counts for this verifier. Counts once, whatever the answer.
  bool redeem(const std::string& code, std::string_view verifier);

private:
  struct entry {
    std::string challenge;
    std::int64_t expires_ms = 0;
  };

  clock_ms clock_;
  std::mutex mutex_;
  std::map<std::string, entry> codes_;
};

} // namespace sandbox
