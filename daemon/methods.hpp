#pragma once

#include "core/ports/clock.hpp"
#include "core/ports/operation.hpp"
#include "daemon/event_board.hpp"
#include "daemon/job_desk.hpp"
#include "daemon/login_desk.hpp"
#include "proto/control/rpc.hpp"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace mapferryd {

/// What a call comes to.
using method_answer = std::variant<nlohmann::json, proto::failure, proto::rpc_error>;
using answer_function = std::function<void(method_answer)>;

/// The methods of the control socket (proto/control/rpc.hpp) but for
/// events.subscribe, which belongs to a connection. On the main thread.
class methods {
public:
  struct facts {
    std::string version;
    std::int64_t started_at = 0;       ///< epoch milliseconds
    std::vector<std::string> problems; ///< what a person should know, one line each
    std::vector<std::string> portals;  ///< names in the configuration
  };
  methods(job_desk& desk, login_desk& logins, event_board& board, facts about);

  /// Answers exactly once, now or later. Whoever calls without the role that the
  /// method needs is refused; so is a parameter that the method does not know.
  /// What comes back, if anything, is to be kept until the answer: destroying it says
  /// that nobody waits for it any more.
  core::operation_ptr call(
    const proto::rpc_request& request, std::optional<proto::role> caller, answer_function answer);

private:
  void call_known(std::string_view name, const nlohmann::json& params, answer_function answer);
  proto::outcome unknown_portal(const std::string& portal) const;
  std::variant<proto::job_request, method_answer> read_job(const nlohmann::json& params) const;
  void submit(const nlohmann::json& params, answer_function answer);
  void list(answer_function answer);
  void get(const std::string& id, answer_function answer);
  void command(const std::string& id, actors::job_command what, answer_function answer);
  core::operation_ptr survey(core::survey_kind kind, const nlohmann::json& params, answer_function answer);
  void status(answer_function answer);
  void login(const nlohmann::json& params, answer_function answer);
  void finish_login(const nlohmann::json& params, answer_function answer);

  job_desk& desk_;
  login_desk& logins_;
  event_board& board_;
  const facts about_;
};

} // namespace mapferryd
