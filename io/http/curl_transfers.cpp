#include "io/http/curl_transfers.hpp"

#include "io/http/artifact_errand.hpp"
#include "io/http/engine.hpp"
#include "io/http/small_errand.hpp"

#include <curl/curl.h>

namespace io {

namespace {

/// Cancels an errand when destroyed.
template <class Errand, class Port>
class handle : public Port {
public:
  handle(std::shared_ptr<engine> where, std::shared_ptr<Errand> what)
    : engine_(std::move(where)),
      errand_(std::move(what)) {}
  ~handle() override {
    errand_->cancel();
    engine_->post([where = engine_.get(), what = errand_] { where->drop(what.get()); });
  }
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;

protected:
  std::shared_ptr<engine> engine_;
  std::shared_ptr<Errand> errand_;
};

class artifact_handle final : public handle<artifact_errand, core::transfer> {
public:
  using handle::handle;
  void confirm(proto::byte_ranges durable) override {
    engine_->post([what = errand_, ranges = std::move(durable)] { what->confirm(ranges); });
  }
};

void add(const std::shared_ptr<engine>& where, std::shared_ptr<errand> what) {
  if (!where->post([to = where.get(), what] { to->add(what); }))
    what->stop();
}

} // namespace

curl_transfers::curl_transfers(http_options options) : stop_limit_(options.stop_limit) {
  static const auto initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(initialised);
  engine_ = std::make_shared<engine>(std::move(options));
  std::promise<void> ended;
  ended_ = ended.get_future();
  thread_ = std::thread([where = engine_, end = std::move(ended)]() mutable {
    where->run();
    where.reset();
    end.set_value();
  });
}

curl_transfers::~curl_transfers() {
  engine_->stop();
  if (ended_.wait_for(stop_limit_) == std::future_status::ready)
    thread_.join();
  else
    thread_.detach(); // nothing is lost by that: the store has every step
}

core::operation_ptr curl_transfers::start(core::small_request request, answered done) {
  return start(std::move(request), secrets{}, std::move(done));
}

std::unique_ptr<core::transfer> curl_transfers::start(core::artifact_request request, core::artifact_events events) {
  return start(std::move(request), secrets{}, std::move(events));
}

core::operation_ptr curl_transfers::start(core::small_request request, secrets with, answered done) {
  auto what = std::make_shared<small_errand>(engine_->world(), std::move(request), std::move(with), std::move(done));
  add(engine_, what);
  return std::make_unique<handle<small_errand, core::operation>>(engine_, std::move(what));
}

std::unique_ptr<core::transfer> curl_transfers::start(
  core::artifact_request request, secrets with, core::artifact_events events) {
  auto what =
    std::make_shared<artifact_errand>(engine_->world(), std::move(request), std::move(with), std::move(events));
  add(engine_, what);
  return std::make_unique<artifact_handle>(engine_, std::move(what));
}

void curl_transfers::watch_hosts(std::function<void(core::host_state)> changed) {
  engine_->post([to = engine_.get(), watcher = std::move(changed)] { to->watch_hosts(watcher); });
}

} // namespace io
