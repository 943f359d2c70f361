#include "io/http/signed_transfers.hpp"

#include "core/service_parameters.hpp"
#include "io/http/scrub.hpp"
#include "io/http/signed_errand.hpp"
#include "proto/arcgis/esri_error.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace io {

namespace {

constexpr std::size_t longest_error = 64u << 10; // an answer of megabytes is no refusal: not worth reading twice

class signed_small final : public signed_errand<core::operation> {
public:
  signed_small(
    std::shared_ptr<signing> shared, core::token_way way, core::small_request request, core::transfers::answered done)
    : signed_errand(std::move(shared), std::move(way), request),
      request_(std::move(request)),
      done_(std::move(done)) {}

private:
  std::shared_ptr<signed_small> self() { return std::static_pointer_cast<signed_small>(shared_from_this()); }
  bool is_post() const override { return request_.method == core::http_method::post; }
  proto::service_parameters lacking(const proto::service_parameters& parameters) const override {
    return core::not_taken(parameters, request_.address, request_.form);
  }

  core::operation_ptr send(secrets with) override {
    return shared().transfers.start(
      request_, std::move(with), [me = self()](core::reply reply) { me->answered(std::move(reply)); });
  }
  void answered(core::reply reply) {
    if (goes_round_again(reply))
      return;
    if (reply.ok())
      accepted();
    scrub(reply, hidden());
    give(std::move(reply));
  }
  void give(core::reply reply) override {
    const auto done = std::exchange(done_, nullptr);
    if (done && !cancelled())
      done(std::move(reply));
  }

  const core::small_request request_;
  core::transfers::answered done_;
};

class signed_artifact final : public signed_errand<core::transfer> {
public:
  using opened_info = core::artifact_events::opened_info;
  using ended_info = core::artifact_events::ended_info;

  signed_artifact(
    std::shared_ptr<signing> shared, core::token_way way, core::artifact_request request, core::artifact_events events)
    : signed_errand(std::move(shared), std::move(way), request),
      request_(std::move(request)),
      events_(std::move(events)) {}

  void confirm(proto::byte_ranges durable) {
    const std::lock_guard lock(mutex());
    if (running() != nullptr)
      running()->confirm(std::move(durable));
    else
      early_ = std::move(durable);
  }

private:
  std::shared_ptr<signed_artifact> self() { return std::static_pointer_cast<signed_artifact>(shared_from_this()); }
  bool is_post() const override { return false; }
  proto::service_parameters lacking(const proto::service_parameters& parameters) const override {
    return core::not_taken(parameters, request_.address, request_.form);
  }

  std::unique_ptr<core::transfer> send(secrets with) override {
    core::artifact_events events;
    events.opened = [me = self()](opened_info info) { me->opened(std::move(info)); };
    events.written = [me = self()](proto::byte_ranges ranges) { me->events_.written(std::move(ranges)); };
    events.ended = [me = self()](ended_info info) { me->ended(std::move(info)); };
    return shared().transfers.start(request_, std::move(with), std::move(events));
  }
  /// What was confirmed before the transfer was ours to tell.
  void on_running(core::transfer& transfer) override {
    if (const auto ranges = std::exchange(early_, std::nullopt))
      transfer.confirm(*ranges);
  }
  void opened(opened_info info) {
    request_.size = info.size;
    request_.validator = info.validator;
    events_.opened(std::move(info));
  }
  void ended(ended_info info) {
    request_.done = info.written; // a round more begins with what this one brought
    if (!info.complete && goes_round_again(info.answer))
      return;
    if (info.complete)
      accepted();
    scrub(info.answer, hidden());
    finish(std::move(info));
  }
  void give(core::reply reply) override { finish({false, request_.done, std::move(reply)}); }
  void finish(ended_info info) {
    const auto end = std::exchange(events_.ended, nullptr);
    if (end && !cancelled())
      end(std::move(info));
  }

  core::artifact_request request_;
  core::artifact_events events_;
  std::optional<proto::byte_ranges> early_; ///< under the mutex
};

/// Cancels when destroyed.
class small_handle final : public core::operation {
public:
  explicit small_handle(std::shared_ptr<signed_small> what) : what_(std::move(what)) {}
  ~small_handle() override { what_->cancel(); }
  small_handle(const small_handle&) = delete;
  small_handle& operator=(const small_handle&) = delete;

private:
  std::shared_ptr<signed_small> what_;
};

class artifact_handle final : public core::transfer {
public:
  explicit artifact_handle(std::shared_ptr<signed_artifact> what) : what_(std::move(what)) {}
  ~artifact_handle() override { what_->cancel(); }
  artifact_handle(const artifact_handle&) = delete;
  artifact_handle& operator=(const artifact_handle&) = delete;
  void confirm(proto::byte_ranges durable) override { what_->confirm(std::move(durable)); }

private:
  std::shared_ptr<signed_artifact> what_;
};

core::operation_ptr start_small(
  const std::shared_ptr<signing>& shared, core::small_request request, core::transfers::answered done) {
  auto way = shared->way_of(request);
  auto what = std::make_shared<signed_small>(shared, std::move(way), std::move(request), std::move(done));
  what->begin();
  return std::make_unique<small_handle>(std::move(what));
}

} // namespace

template <class Request>
core::token_way signing::way_of(Request& request) const {
  const auto parts = proto::split_url(request.address);
  if (!parts || !core::may_carry_secrets(tokens->setup(), *parts))
    request.secret_parameters.clear();
  return core::way_for(tokens->setup(), request.address, request.portal);
}

std::optional<int> token_refusal(const core::reply& reply) {
  if (reply.transport != core::transport_error::none)
    return std::nullopt;
  const auto is_refusal = [](int code) { return code == 401 || code == 498 || code == 499; };
  if (is_refusal(reply.status))
    return reply.status;
  if (reply.body.size() > longest_error)
    return std::nullopt;
  const auto error = proto::error_in(reply.body);
  return error && error->code && is_refusal(*error->code) ? error->code : std::nullopt;
}

bool signing::wants_parameter(const std::string& origin) {
  const std::lock_guard lock(mutex_);
  return parameter_origins_.contains(origin);
}

void signing::remember_parameter(const std::string& origin) {
  const std::lock_guard lock(mutex_);
  parameter_origins_.insert(origin);
}

signed_transfers::signed_transfers(token_transfers& around, core::sign_in_setup setup,
  std::shared_ptr<secret_source> secrets_of, std::shared_ptr<core::sign_in_memory> memory,
  std::shared_ptr<core::clock> clock, std::string referer)
  : shared_(std::make_shared<signing>(around,
    std::make_shared<token_keeper>(
      around, std::move(setup), std::move(secrets_of), std::move(memory), clock, std::move(referer)))) {
  auto read = [weak = std::weak_ptr(shared_)](core::small_request request, answered done) -> core::operation_ptr {
    const auto shared = weak.lock();
    return shared ? start_small(shared, std::move(request), std::move(done)) : nullptr;
  };
  shared_->parameters = std::make_shared<parameter_keeper>(std::move(read), std::move(clock));
}

core::operation_ptr signed_transfers::start(core::small_request request, answered done) {
  return start_small(shared_, std::move(request), std::move(done));
}

std::unique_ptr<core::transfer> signed_transfers::start(core::artifact_request request, core::artifact_events events) {
  auto way = shared_->way_of(request);
  auto what = std::make_shared<signed_artifact>(shared_, std::move(way), std::move(request), std::move(events));
  what->begin();
  return std::make_unique<artifact_handle>(std::move(what));
}

void signed_transfers::watch_hosts(std::function<void(core::host_state)> changed) {
  shared_->transfers.watch_hosts(std::move(changed));
}

} // namespace io
