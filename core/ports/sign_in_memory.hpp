#pragma once

#include "proto/failure.hpp"
#include "proto/result.hpp"

#include <optional>
#include <string>

namespace core {

/// A secret that a portal or server refused: known again by its fingerprint.
struct sign_in_refusal {
  std::string salt;
  std::string fingerprint; ///< of user, place and secret (core/secret_fingerprint.hpp)
  proto::failure why;
};

/// What is remembered of refused sign-ins across restarts: portals lock an account
/// after a few. By a key of the caller's. Callable from any thread; blocking.
class sign_in_memory {
public:
  virtual ~sign_in_memory() = default;
  /// The last refusal; what cannot be read is none.
  virtual std::optional<sign_in_refusal> refusal(const std::string& key) = 0;
  /// Durable on return.
  virtual proto::outcome remember(const std::string& key, const sign_in_refusal& what) = 0;
  virtual proto::outcome forget(const std::string& key) = 0;
};

} // namespace core
