#pragma once

#include "core/ports/clock.hpp"
#include "core/signin.hpp"
#include "io/http/secret_source.hpp"
#include "io/http/token_transfers.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace io {

/// A token, or none needed, or why none could be had.
struct token_outcome {
  std::string token;
  std::optional<core::reply> failed;
};

/// Gets tokens, keeps them and renews them before their end; one request under
/// way for each, however many wait.
///
///   portal   generateToken with user and password
///   server   rest/info ──► federated: portal token ──► portal's sharing info ──► exchange
///                     ├──► stand-alone, credential of the host: its generateToken
///                     └──► anything else: no token, remembered for a day
class token_keeper : public std::enable_shared_from_this<token_keeper> {
public:
  using taker = std::function<void(token_outcome)>;

  token_keeper(token_transfers& transfers, core::sign_in_setup setup, std::shared_ptr<secret_source> passwords,
    std::shared_ptr<core::clock> clock, std::string referer);

  const core::sign_in_setup& setup() const { return setup_; }
  /// Calls back once: at once if the token is here, else on the transfer thread.
  void get(const core::token_way& way, taker take);
  /// A server refused this token, or its having none: the next get asks anew.
  void refused(const core::token_way& way, const std::string& token);

private:
  struct slot {
    std::string token;
    std::int64_t good_until = 0; ///< epoch ms; also of "no token needed"
    bool busy = false;
    std::vector<taker> waiting;
    std::vector<core::operation_ptr> asking; ///< the questions since the slot became busy
  };
  struct sign_in_refusal {
    std::string secret_hash; ///< of the secret that was refused
    proto::failure why;
  };
  using reply_step = std::function<void(token_keeper&, const core::reply&)>;

  static std::string key_of(const core::token_way& way);
  void ask(const std::string& key, core::small_request request, secrets with, reply_step then);
  void sign_in(const std::string& key, const core::token_way& way, const std::string& credential, std::string address,
    std::chrono::minutes life);
  void signed_in(
    const std::string& key, const std::string& credential, const std::string& password, const core::reply& reply);
  void look_at_server(const std::string& key, const core::token_way& way);
  void server_seen(const std::string& key, const core::token_way& way, const core::reply& reply);
  void exchange(const std::string& key, const core::token_way& way, bool again);
  void find_exchange(const std::string& key, const core::token_way& way, const std::string& portal_token, bool again);
  void exchange_at(const std::string& key, const core::token_way& way, const std::string& portal_token,
    std::string address, bool again);
  void take_token(const std::string& key, const core::reply& reply, const std::vector<std::string>& hidden);
  void fail(const std::string& key, proto::failure why);
  void finish(const std::string& key, token_outcome outcome, std::int64_t good_until);
  core::small_request token_request(const core::token_way& way, std::string address, std::chrono::minutes life) const;

  token_transfers& transfers_;
  const core::sign_in_setup setup_;
  const std::shared_ptr<secret_source> passwords_;
  const std::shared_ptr<core::clock> clock_;
  const std::string referer_;

  std::mutex mutex_;
  std::map<std::string, slot> slots_;
  std::map<std::string, sign_in_refusal> refusals_; ///< by credential: a refused password is not sent again
};

} // namespace io
