#pragma once

#include "io/http/parameter_keeper.hpp"
#include "io/http/token_keeper.hpp"

#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace io {

/// What requests that are being signed share.
class signing {
public:
  signing(token_transfers& with, std::shared_ptr<token_keeper> keeper) : transfers(with), tokens(std::move(keeper)) {}

  /// The way of a request's token. Secret parameters go where a token may go, too.
  template <class Request>
  core::token_way way_of(Request& request) const;

  /// Servers older than the header know the token only as a parameter.
  bool wants_parameter(const std::string& origin);
  void remember_parameter(const std::string& origin);

  token_transfers& transfers;
  const std::shared_ptr<token_keeper> tokens;
  std::shared_ptr<parameter_keeper> parameters; ///< set before the first request

private:
  std::mutex mutex_;
  std::set<std::string> parameter_origins_;
};

/// Transfers with the credentials of the configuration around them. A request
/// gets the token of its address, and the secret parameters of its layer, before it starts; after 498 or 499 the token is
/// renewed once, and a second refusal is passed on as the server said it.
/// The wrapped transfers must outlive this and answer everything when they stop.
class signed_transfers final : public core::transfers {
public:
  /// `referer` must be the one that the wrapped transfers send: tokens are bound to it.
  signed_transfers(token_transfers& around, core::sign_in_setup setup, std::shared_ptr<secret_source> secrets_of,
    std::shared_ptr<core::sign_in_memory> memory, std::shared_ptr<core::clock> clock, std::string referer);

  core::operation_ptr start(core::small_request request, answered done) override;
  std::unique_ptr<core::transfer> start(core::artifact_request request, core::artifact_events events) override;
  void watch_hosts(std::function<void(core::host_state)> changed) override;

private:
  std::shared_ptr<signing> shared_;
};

} // namespace io
