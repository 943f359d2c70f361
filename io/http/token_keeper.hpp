#pragma once

#include "core/ports/clock.hpp"
#include "core/signin.hpp"
#include "core/token_grants.hpp"
#include "io/http/refused_secrets.hpp"
#include "io/http/secret_source.hpp"
#include "io/http/token_slots.hpp"
#include "io/http/token_transfers.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace io {

/// Gets tokens, keeps them and renews them before their end.
///
///   fixed    the credential's secret itself, read anew each time
///   portal   generateToken with user and password, or oauth2/token
///            refresh token, a day old ──► exchanged ──► stored ──► its access token
///   server   rest/info ──► federated: its portal's token ──► portal's sharing info ──► exchange
///                     ├──► stand-alone, credential of the host: its generateToken
///                     └──► anything else: no token, remembered for a day
class token_keeper : public std::enable_shared_from_this<token_keeper> {
public:
  using taker = token_slots::taker;

  token_keeper(token_transfers& transfers, core::sign_in_setup setup, std::shared_ptr<secret_source> secrets_of,
    std::shared_ptr<core::sign_in_memory> memory, std::shared_ptr<core::clock> clock, std::string referer);

  const core::sign_in_setup& setup() const { return setup_; }
  /// Calls back once: at once if the token is here, else on the transfer thread.
  void get(const core::token_way& way, taker take);
  /// A server refused this token, or its having none: the next get asks anew.
  void refused(const core::token_way& way, const std::string& token);

private:
  /// A sign-in under way.
  struct sign_in_step {
    std::string key; ///< of the slot
    core::credential credential;
    sign_in_try what;
    std::string portal; ///< as in the request
    std::chrono::minutes life;
  };
  using reply_step = std::function<void(token_keeper&, const core::reply&)>;

  static std::string key_of(const core::token_way& way);
  void ask(const std::string& key, core::token_grant grant, const std::string& portal, reply_step then);
  token_outcome fixed_token(const core::token_way& way);
  bool may_go_to(const std::string& key, const std::string& address);

  void sign_in(const std::string& key, const std::string& credential, const std::string& portal, std::string address,
    std::chrono::minutes life);
  void send(const sign_in_step& step);
  void renew(const sign_in_step& step);
  void renewed(const sign_in_step& step, const core::reply& reply);
  void signed_in(const sign_in_step& step, const core::reply& reply);
  void take_token(const std::string& key, const core::reply& reply, const std::vector<std::string>& hidden);

  void look_at_server(const std::string& key, const core::token_way& way);
  void server_seen(const std::string& key, const core::token_way& way, const core::reply& reply);
  void exchange(const std::string& key, const core::token_way& server, const core::token_way& owner, bool again);
  void find_exchange(const std::string& key, const core::token_way& server, const core::token_way& owner,
    const std::string& portal_token, bool again);
  void exchange_at(const std::string& key, const core::token_way& server, const core::token_way& owner,
    const std::string& portal_token, std::string address, bool again);

  void fail(const std::string& key, proto::failure why);

  token_transfers& transfers_;
  const core::sign_in_setup setup_;
  const std::shared_ptr<secret_source> secrets_;
  const std::shared_ptr<core::clock> clock_;
  const std::string referer_;
  token_slots slots_;
  refused_secrets refused_;
};

} // namespace io
