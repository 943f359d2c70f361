#pragma once

#include "core/network_rules.hpp"
#include "io/http/scrub.hpp"
#include "io/http/signed_transfers.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace io {

/// 401, 498 or 499, as the status or inside the body of an answer.
std::optional<int> token_refusal(const core::reply& reply);

/// One request on its way through sign-in. Shared by the caller's handle, which
/// cancels, and by the callbacks, which come on the transfer thread.
///
///   secret parameters, if any ──► token ──► request ──► answered
///                                  ▲          │ 499 though a token was sent in the header: once more as parameter
///                                  └──────────┘ 498, 499: token renewed, once; where there is no other, the
///                                               refusal is the answer
template <class Operation>
class signed_errand : public std::enable_shared_from_this<signed_errand<Operation>> {
public:
  template <class Request>
  signed_errand(std::shared_ptr<signing> shared, core::token_way way, const Request& request)
    : shared_(std::move(shared)),
      way_(std::move(way)),
      origin_(core::origin_of(request.address)),
      portal_(request.portal),
      sources_(request.secret_parameters) {}
  virtual ~signed_errand() = default;

  void begin() {
    if (sources_.empty())
      return ask_for_token();
    shared_->parameters->get(sources_, portal_,
      [self = this->shared_from_this()](parameter_outcome outcome) { self->got(std::move(outcome)); });
  }
  /// Nothing starts and nobody is called back any more. Any thread.
  void cancel() {
    std::unique_ptr<Operation> gone;
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    gone.swap(running_);
  }

protected:
  virtual std::unique_ptr<Operation> send(secrets with) = 0;
  virtual bool is_post() const = 0;
  virtual void give(core::reply reply) = 0;
  virtual void on_running(Operation&) {} ///< under the mutex
  /// Those of the parameters that the request does not have already.
  virtual proto::service_parameters lacking(const proto::service_parameters& parameters) const = 0;

  /// Whether the request goes round again instead of being answered.
  bool goes_round_again(const core::reply& reply) {
    const auto refused = token_refusal(reply);
    if (cancelled_ || !refused || way_.from == core::token_way::source::none)
      return false;
    if (*refused == 499 && !token_.empty() && !is_post() && !as_parameter_) {
      as_parameter_ = true;
      start();
      return true;
    }
    if (refused_)
      return false;
    refused_ = reply;
    shared_->tokens->refused(way_, token_);
    ask_for_token();
    return true;
  }
  /// A success shows where the token belongs.
  void accepted() {
    if (as_parameter_)
      shared_->remember_parameter(origin_);
  }
  std::vector<std::string> hidden() const {
    std::vector<std::string> secrets{token_};
    for (const auto& [name, value] : parameters_)
      secrets.push_back(value);
    return secrets;
  }
  bool cancelled() const { return cancelled_; }
  signing& shared() { return *shared_; }
  std::mutex& mutex() { return mutex_; }
  Operation* running() { return running_.get(); } ///< under the mutex

private:
  void ask_for_token() {
    shared_->tokens->get(
      way_, [self = this->shared_from_this()](token_outcome outcome) { self->got(std::move(outcome)); });
  }

  void got(parameter_outcome outcome) {
    if (cancelled_)
      return;
    if (outcome.failed)
      return give(std::move(*outcome.failed));
    parameters_ = lacking(outcome.values);
    ask_for_token();
  }

  void got(token_outcome outcome) {
    if (cancelled_)
      return;
    if (outcome.failed)
      return give(std::move(*outcome.failed));
    if (refused_ && outcome.token == token_) { // there is no other
      scrub(*refused_, hidden());
      return give(std::move(*refused_));
    }
    token_ = std::move(outcome.token);
    as_parameter_ = as_parameter_ || shared_->wants_parameter(origin_);
    start();
  }

  void start() {
    secrets with;
    if (!token_.empty() && (is_post() || as_parameter_))
      with.form = {{"token", token_}};
    else
      with.bearer = token_;
    with.form.insert(with.form.end(), parameters_.begin(), parameters_.end());
    std::unique_ptr<Operation> before;
    int mine = 0;
    {
      const std::lock_guard lock(mutex_);
      before.swap(running_);
      mine = ++round_;
    }
    auto operation = send(std::move(with));
    // The answer may be here already, and with it the next round.
    const std::lock_guard lock(mutex_);
    if (mine != round_ || cancelled_)
      return;
    running_.swap(operation);
    on_running(*running_);
  }

  std::shared_ptr<signing> shared_;
  const core::token_way way_;
  const std::string origin_;
  const std::string portal_;
  const proto::parameter_sources sources_;
  proto::service_parameters parameters_; ///< secret ones
  std::string token_;
  bool as_parameter_ = false;
  std::optional<core::reply> refused_; ///< the answer for which the token was renewed
  int round_ = 0;                      ///< under the mutex
  std::atomic<bool> cancelled_{false};
  std::mutex mutex_;
  std::unique_ptr<Operation> running_; ///< under the mutex
};

} // namespace io
