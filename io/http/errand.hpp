#pragma once

#include "io/http/admission.hpp"
#include "io/http/exchange.hpp"
#include "io/http/route.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace io {

/// What all requests share on the transfer thread.
struct surroundings {
  using time_point = std::chrono::steady_clock::time_point;

  explicit surroundings(http_options with) : options(std::move(with)), guard(options) {}
  surroundings(const surroundings&) = delete;
  surroundings& operator=(const surroundings&) = delete;

  http_options options;
  address_guard guard;
  std::map<std::string, time_point> no_ranges_until; ///< origins that do not continue files
};

/// A request of a caller: one exchange after another until it can be answered.
///
///   waiting ──► exchange ──► answered, exactly once
///      ▲           │
///      └───────────┘ redirect, next range, file starts over, class of the portal learned
class errand : public exchange_sink {
public:
  using time_point = surroundings::time_point;

  errand(surroundings& world, route way, std::string portal, bool named_by_document);

  /// No callback begins any more. Any thread.
  void cancel() { cancelled_.store(true, std::memory_order_release); }
  bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }

  // Everything below: on the transfer thread.
  virtual admission::kind kind() const = 0;
  /// Host whose place the next exchange takes.
  std::string origin() const;
  /// The next exchange; nothing if the errand has been answered instead.
  std::optional<exchange_request> next(time_point now);
  /// Whether another exchange is needed; otherwise it has been answered.
  bool finished(const exchange_end& end, time_point now);
  /// While an exchange runs: an error if it must be broken off.
  std::optional<core::transport_error> overdue(time_point now);
  /// Answers that the port stops.
  virtual void stop() = 0;

  taken head(const response_head& head) final;
  taken body(std::span<const std::byte> bytes) final;

  /// The exchange under way, for resuming it after a pause. Set by the engine.
  void attach(exchange* running) { running_ = running; }

protected:
  /// Completes a request whose address, permit and own headers are filled in.
  /// False if the errand has been answered instead.
  virtual bool prepare(exchange_request& request, time_point now) = 0;
  virtual taken on_head(const response_head& head) = 0;
  virtual taken on_body(std::span<const std::byte> bytes) = 0;
  /// An exchange that was no redirect is over.
  virtual bool on_end(const exchange_end& end, time_point now) = 0;
  /// As overdue, of an exchange of its own.
  virtual std::optional<core::transport_error> on_overdue(time_point) { return std::nullopt; }
  /// The one exit.
  virtual void answer(core::reply reply) = 0;

  /// The next exchange goes to the first address: signed addresses die, and
  /// what was redirected once may be redirected elsewhere now.
  void start_again();
  /// Answers with a rule of ours; false.
  bool refuse(core::transport_error error, std::string words);
  std::string first_origin() const { return first_way_.origin(); }
  core::reply reply_to(const exchange_end& end, std::string text) const;
  surroundings& world() { return world_; }
  exchange* running() { return running_; }
  route& way() { return way_; }

private:
  bool must_learn_portal_class() const;
  exchange_request portal_lookup() const;
  bool portal_learned(const exchange_end& end);
  bool redirected(const exchange_end& end);

  surroundings& world_;
  route first_way_;
  route way_;
  std::string portal_origin_;
  bool named_by_document_;
  bool looking_up_portal_ = false;
  std::optional<core::address_class> portal_class_;
  std::optional<core::address_class> named_by_; ///< who named the address asked now
  bool redirecting_ = false;
  exchange* running_ = nullptr;
  std::atomic<bool> cancelled_{false};
};

} // namespace io
