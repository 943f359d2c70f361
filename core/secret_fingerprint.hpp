#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace core {

/// What may be stored of a secret in order to know it again: PBKDF2 with HMAC-SHA-256
/// and 200,000 rounds (NIST SP 800-132) over all parts, as hex. Slow on purpose,
/// about 0.1 s: whoever gets the store must not be able to try passwords against it.
std::string secret_fingerprint(const std::vector<std::string_view>& parts, std::string_view salt);

} // namespace core
