#include "tests/support/fake_transfers.hpp"

#include "core/network_rules.hpp"

#include <algorithm>
#include <span>

namespace support {
namespace {

core::reply broken(core::transport_error why) {
  core::reply answer;
  answer.transport = why;
  answer.words = "as scripted";
  return answer;
}

core::reply status(int code) {
  core::reply answer;
  answer.status = code;
  return answer;
}

core::reply sign_in_failed() {
  auto answer = broken(core::transport_error::sign_in);
  answer.sign_in_failure.emplace();
  answer.sign_in_failure->code = proto::failure_code::sign_in_failed;
  return answer;
}

/// The part of a fault that the client sees; nothing if the server's answer arrives.
std::optional<core::reply> seen(fault what) {
  switch (what) {
  case fault::none: return std::nullopt;
  case fault::unreachable: return broken(core::transport_error::unreachable);
  case fault::busy: return status(503);
  case fault::lost_answer: return broken(core::transport_error::connection_lost);
  case fault::bad_gateway: return status(502);
  case fault::server_error: return status(500);
  case fault::sign_in: return sign_in_failed();
  }
  return std::nullopt;
}

bool reaches_server(fault what) {
  return what == fault::none || what == fault::lost_answer || what == fault::bad_gateway;
}

} // namespace

void fake_transfers::report(const std::string& address, bool alive) {
  if (changed_)
    changed_({core::origin_of(address), alive, alive, clock_.now()});
}

core::operation_ptr fake_transfers::start(core::small_request request, answered done) {
  if (power_.on && watch)
    watch(request);
  auto address = request.address;
  return work.add("request " + address, [this, request, done] {
    if (!power_.on)
      return;
    auto what = fault_for(request.address);
    auto answer = reaches_server(what) ? server_.answer(request) : core::reply{};
    if (auto instead = seen(what))
      answer = *instead;
    if (what == fault::busy)
      answer.retry_after = retry_after;
    report(request.address, answer.transport == core::transport_error::none);
    done(answer);
  });
}

/// A file, piece by piece. Starts over where the validator differs from the
/// server's, and then writes nothing before the record has let go of the old ranges.
class fake_transfers::download : public core::transfer {
public:
  download(fake_transfers& network, core::artifact_request request, core::artifact_events events)
    : shared_(std::make_shared<state>(state{network, std::move(request), std::move(events), {}, {}, false, nullptr})) {
    shared_->ranges = shared_->request.done;
    next(shared_, &open);
  }
  ~download() override { shared_->operation.reset(); }

  void confirm(proto::byte_ranges durable) override {
    if (durable.empty())
      shared_->held = false;
  }

private:
  struct state {
    fake_transfers& network;
    core::artifact_request request;
    core::artifact_events events;
    scripted_server::result_file file;
    proto::byte_ranges ranges;
    bool held;
    core::operation_ptr operation;
  };
  using step = void (*)(const std::shared_ptr<state>&);

  static void next(const std::shared_ptr<state>& self, step then) {
    self->operation =
      self->network.work.add("file " + self->request.address, [weak = std::weak_ptr<state>{self}, then] {
        if (auto still = weak.lock(); still && still->network.power_.on)
          then(still);
      });
  }

  static void end(const std::shared_ptr<state>& self, core::reply why) {
    self->network.report(self->request.address, why.transport == core::transport_error::none);
    self->events.ended({false, self->ranges, std::move(why)});
  }

  static void open(const std::shared_ptr<state>& self) {
    if (auto broke = seen(self->network.fault_for(self->request.address)))
      return end(self, *broke);
    auto file = self->network.server_.download(self->request.address);
    if (!file)
      return end(self, status(404));
    self->file = *file;
    self->network.report(self->request.address, true);
    core::artifact_events::opened_info info;
    info.size = file->content.size();
    info.validator.etag = file->etag;
    info.starts_over = !self->ranges.empty() && self->request.validator.etag != file->etag;
    if (info.starts_over) {
      self->ranges.clear();
      self->held = true;
      info.note = "changed";
    }
    self->events.opened(info);
    if (info.starts_over)
      self->events.written({});
    next(self, &piece);
  }

  static void piece(const std::shared_ptr<state>& self) {
    if (self->held)
      return next(self, &piece);
    if (auto broke = seen(self->network.fault_for(self->request.address)))
      return end(self, *broke);
    const auto& content = self->file.content;
    std::uint64_t from = self->ranges.empty() || self->ranges.front().begin > 0 ? 0 : self->ranges.front().end;
    auto size = std::min<std::uint64_t>(self->network.piece, content.size() - from);
    self->request.part->write(from, std::as_bytes(std::span{content.data() + from, static_cast<std::size_t>(size)}));
    proto::add_range(self->ranges, {from, from + size});
    self->events.written(self->ranges);
    if (proto::total(self->ranges) < content.size())
      return next(self, &piece);
    self->events.ended({true, self->ranges, status(200)});
  }

  std::shared_ptr<state> shared_;
};

std::unique_ptr<core::transfer> fake_transfers::start(core::artifact_request request, core::artifact_events events) {
  if (power_.on && watch_artifact)
    watch_artifact(request);
  return std::make_unique<download>(*this, std::move(request), std::move(events));
}

} // namespace support
