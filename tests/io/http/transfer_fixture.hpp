#pragma once

#include "core/ports/transfers.hpp"
#include "io/http/options.hpp"
#include "io/http/token_transfers.hpp"
#include "tests/support/misbehaving_server.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

namespace http_test {

using namespace std::chrono_literals;

inline constexpr std::size_t kib = 1024;

/// A file that is served as it should be.
inline support::served_file good(std::string content, std::string etag = "\"v1\"") {
  support::served_file file;
  file.content = std::move(content);
  file.etag = std::move(etag);
  return file;
}

inline constexpr auto patience = std::chrono::seconds{60}; ///< only a hang reaches it

/// An address that lets nobody connect and refuses nobody: its queue is full.
class full_listener {
public:
  full_listener() {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof where;
    auto* address = reinterpret_cast<sockaddr*>(&where);
    EXPECT_EQ(::bind(listener_, address, length), 0);
    EXPECT_EQ(::listen(listener_, 0), 0);
    EXPECT_EQ(::getsockname(listener_, address, &length), 0);
    port_ = ntohs(where.sin_port);
    for (const int one : waiting_) // the first fills the queue, the others make sure of it
      ::connect(one, address, length);
  }
  ~full_listener() {
    for (const int one : waiting_)
      ::close(one);
    ::close(listener_);
  }
  full_listener(const full_listener&) = delete;
  full_listener& operator=(const full_listener&) = delete;
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
  static int new_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }
  int listener_ = new_socket();
  std::array<int, 3> waiting_{new_socket(), new_socket(), new_socket()};
  int port_ = 0;
};

/// A value that another thread brings, once.
template <class T>
class awaited {
public:
  void set(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    came_.notify_all();
  }
  T get() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, patience, [&] { return !values_.empty(); })) {
      ADD_FAILURE() << "no answer";
      return T{};
    }
    return values_.front();
  }
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return values_.size();
  }

private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<T> values_;
};

/// Short times, so that a test of patience does not need any.
inline io::http_options quick_options() {
  io::http_options options;
  options.connect_limit = 5s;
  options.stalled_after = 20s;
  options.report_interval = 20ms;
  return options;
}

inline core::small_request get(const std::string& address) {
  core::small_request request;
  request.address = address;
  request.time_limit = 30s;
  return request;
}

inline core::reply ask(io::token_transfers& port, core::small_request request, io::secrets with = {}) {
  auto got = std::make_shared<awaited<core::reply>>();
  const auto running =
    port.start(std::move(request), std::move(with), [got](core::reply r) { got->set(std::move(r)); });
  return got->get();
}

/// A part file in memory.
class memory_part final : public core::part_file {
public:
  proto::outcome reserve(std::uint64_t size) override {
    const std::lock_guard lock(mutex_);
    reserved_ = size;
    return std::nullopt;
  }
  proto::outcome write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    const std::lock_guard lock(mutex_);
    if (full_) {
      proto::failure why;
      why.code = proto::failure_code::disk_full;
      return why;
    }
    if (content_.size() < offset + bytes.size())
      content_.resize(offset + bytes.size(), '\0');
    std::memcpy(content_.data() + offset, bytes.data(), bytes.size());
    return std::nullopt;
  }
  proto::result<std::size_t> read(std::uint64_t offset, std::span<std::byte> into) override {
    const std::lock_guard lock(mutex_);
    const auto from = std::min<std::size_t>(content_.size(), offset);
    const auto length = std::min(into.size(), content_.size() - from);
    std::memcpy(into.data(), content_.data() + from, length);
    return length;
  }
  std::string content() const {
    const std::lock_guard lock(mutex_);
    return content_;
  }
  void put(std::string content) {
    const std::lock_guard lock(mutex_);
    content_ = std::move(content);
  }
  void make_full() {
    const std::lock_guard lock(mutex_);
    full_ = true;
  }
  std::uint64_t reserved() const {
    const std::lock_guard lock(mutex_);
    return reserved_;
  }

private:
  mutable std::mutex mutex_;
  std::string content_;
  std::uint64_t reserved_ = 0;
  bool full_ = false;
};

/// A layer in miniature: takes what a transfer tells into a record, as the
/// checkpoints of the product do, and starts again from that record.
class downloader {
public:
  using opened_info = core::artifact_events::opened_info;
  using ended_info = core::artifact_events::ended_info;

  explicit downloader(std::string address) : address_(std::move(address)), part_(std::make_shared<memory_part>()) {}

  /// One transfer from the record to its end.
  ended_info run(io::token_transfers& port, io::secrets with = {}) {
    begin(port, std::move(with));
    return wait();
  }

  void begin(io::token_transfers& port, io::secrets with = {}) {
    core::artifact_request request;
    request.address = address_;
    request.named_by_document = false;
    request.part = part_;
    request.size = size;
    request.validator = validator;
    request.done = done;
    state_ = std::make_shared<state>();
    const auto s = state_;
    core::artifact_events events;
    events.opened = [s](opened_info info) { s->push([&] { s->opened.push_back(std::move(info)); }); };
    events.written = [s](proto::byte_ranges ranges) { s->push([&] { s->written.push_back(std::move(ranges)); }); };
    events.ended = [s](ended_info info) { s->push([&] { s->ended.push_back(std::move(info)); }); };
    transfer_ = port.start(std::move(request), std::move(with), std::move(events));
  }

  ended_info wait() {
    for (;;) {
      auto event = next();
      for (auto& info : event.opened)
        take(info);
      for (auto& ranges : event.written)
        checkpoint(ranges);
      if (event.ended.empty())
        continue;
      EXPECT_EQ(event.ended.size(), 1u) << "ended more than once";
      done = event.ended[0].written;
      transfer_.reset();
      return event.ended[0];
    }
  }

  void cancel() { transfer_.reset(); }
  std::shared_ptr<memory_part> part() const { return part_; }
  std::string content() const { return part_->content(); }

  // The record.
  std::optional<std::uint64_t> size;
  proto::validator validator;
  proto::byte_ranges done;
  // What was told.
  std::vector<opened_info> opened;
  bool confirms = true; ///< false: no checkpoint ever lands

private:
  struct state {
    std::mutex mutex;
    std::condition_variable came;
    std::vector<opened_info> opened;
    std::vector<proto::byte_ranges> written;
    std::vector<ended_info> ended;

    template <class F>
    void push(F add) {
      const std::lock_guard lock(mutex);
      add();
      came.notify_all();
    }
  };
  struct batch {
    std::vector<opened_info> opened;
    std::vector<proto::byte_ranges> written;
    std::vector<ended_info> ended;
  };

  batch next() {
    std::unique_lock lock(state_->mutex);
    const auto& s = *state_;
    if (!state_->came.wait_for(
          lock, patience, [&] { return !s.opened.empty() || !s.written.empty() || !s.ended.empty(); })) {
      ADD_FAILURE() << "the transfer does not end";
      return {{}, {}, {ended_info{}}};
    }
    return {std::exchange(state_->opened, {}), std::exchange(state_->written, {}), std::exchange(state_->ended, {})};
  }
  void take(const opened_info& info) {
    opened.push_back(info);
    size = info.size;
    validator = info.validator;
    if (info.starts_over) {
      done.clear();
      if (confirms)
        transfer_->confirm({});
    }
  }
  void checkpoint(const proto::byte_ranges& ranges) {
    done = ranges;
    if (confirms)
      transfer_->confirm(ranges);
  }

  std::string address_;
  std::shared_ptr<memory_part> part_;
  std::shared_ptr<state> state_;
  std::unique_ptr<core::transfer> transfer_;
};

/// Bytes that no two offsets share by accident.
inline std::string package_bytes(std::size_t size, unsigned seed = 1) {
  std::string out = "PK";
  std::uint32_t x = seed * 2654435761u + 1;
  while (out.size() < size) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    out += static_cast<char>(x);
  }
  out.resize(size);
  return out;
}

} // namespace http_test
