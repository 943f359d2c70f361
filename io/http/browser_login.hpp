#pragma once

#include "core/ports/clock.hpp"
#include "core/signin.hpp"
#include "io/http/secret_source.hpp"
#include "io/http/token_transfers.hpp"
#include "proto/result.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace io {

/// A person signs in for a credential of the kind oauth_refresh_token, with a browser
/// on whatever machine, and brings back the code that the portal shows:
///
///   begin ──► address, with the challenge of a new verifier
///   finish ─► code and verifier to the portal ──► refresh token ──► stored ──► done
///
/// Callable from any thread.
class browser_login : public std::enable_shared_from_this<browser_login> {
public:
  /// The user that signed in, as the portal names it; empty if it does not.
  using finished = std::function<void(const proto::result<std::string>&)>;

  browser_login(token_transfers& transfers, core::sign_in_setup setup, std::shared_ptr<secret_source> secrets_of,
    std::shared_ptr<core::clock> clock);

  /// The address to open. Ends what was begun for this credential before.
  proto::result<std::string> begin(const std::string& credential);
  /// Once for each begin. `done` is called once, here or on the transfer thread.
  void finish(const std::string& credential, const std::string& code, finished done);

private:
  struct place {
    core::credential credential;
    std::string portal; ///< its name in the configuration
    std::string url;
  };
  struct attempt {
    std::string verifier;
    core::operation_ptr asking; ///< once there is a code
  };
  proto::result<place> place_of(const std::string& credential) const;
  /// Empty if nothing was begun, or it was finished.
  std::string take_verifier(const std::string& credential);
  proto::result<std::string> take_answer(
    const std::string& credential, const core::reply& reply, const std::vector<std::string>& hidden);

  token_transfers& transfers_;
  const core::sign_in_setup setup_;
  const std::shared_ptr<secret_source> secrets_;
  const std::shared_ptr<core::clock> clock_;
  std::mutex mutex_;                        ///< guards the rest
  std::map<std::string, attempt> attempts_; ///< by credential
};

} // namespace io
