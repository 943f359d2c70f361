#pragma once

#include "core/ports/sign_in_memory.hpp"
#include "io/http/curl_transfers.hpp"
#include "io/http/signed_transfers.hpp"
#include "tests/io/http/transfer_fixture.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace http_test {

inline constexpr const char* referer = "https://mapferry.invalid/";

struct settable_clock final : core::clock {
  std::int64_t now() const override { return time; }
  std::atomic<std::int64_t> time{1'700'000'000'000};
};

/// Secrets by credential; one for all the others. Refresh tokens can be replaced.
class memory_secrets final : public io::secret_source {
public:
  explicit memory_secrets(std::string of_all) : of_all_(std::move(of_all)) {}

  proto::result<std::string> secret(const std::string& credential) override {
    ++asked;
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(credential);
    return found == values_.end() ? of_all_ : found->second;
  }
  std::int64_t renewed_at(const std::string& credential) override {
    const std::lock_guard lock(mutex_);
    return renewed_[credential];
  }
  proto::outcome replace(
    const std::string& credential, const std::string& refresh_token, std::int64_t renewed_at) override {
    const std::lock_guard lock(mutex_);
    if (is_full) {
      proto::failure why;
      why.code = proto::failure_code::disk_full;
      return why;
    }
    values_[credential] = refresh_token;
    renewed_[credential] = renewed_at;
    return {};
  }
  void put(const std::string& credential, const std::string& value) {
    const std::lock_guard lock(mutex_);
    values_[credential] = value;
  }

  std::atomic<int> asked{0};
  std::atomic<bool> is_full{false};

private:
  std::mutex mutex_;
  std::string of_all_;
  std::map<std::string, std::string> values_;
  std::map<std::string, std::int64_t> renewed_;
};

/// What outlives a process.
class kept_refusals final : public core::sign_in_memory {
public:
  std::optional<core::sign_in_refusal> refusal(const std::string& key) override {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(key);
    return found == all_.end() ? std::nullopt : std::optional(found->second);
  }
  proto::outcome remember(const std::string& key, const core::sign_in_refusal& what) override {
    const std::lock_guard lock(mutex_);
    all_[key] = what;
    return {};
  }
  proto::outcome forget(const std::string& key) override {
    const std::lock_guard lock(mutex_);
    all_.erase(key);
    return {};
  }
  /// Everything that a store would hold, as text.
  std::string everything() {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const auto& [key, what] : all_)
      all += key + " " + what.salt + " " + what.fingerprint + " " + nlohmann::json(what.why).dump() + "\n";
    return all;
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return all_.size();
  }

private:
  std::mutex mutex_;
  std::map<std::string, core::sign_in_refusal> all_;
};

/// The port as the daemon wires it. Every secret of a test begins with `canary`.
struct signed_port {
  /// `portal_url` is the portal of requests that name none: its class of address is allowed.
  signed_port(const core::sign_in_setup& setup, const std::string& portal_url, const std::string& secret,
    std::shared_ptr<kept_refusals> remembered = std::make_shared<kept_refusals>())
    : secrets(std::make_shared<memory_secrets>(secret)),
      memory(std::move(remembered)),
      curl(options(setup, portal_url)),
      port(curl, setup, secrets, memory, clock, referer) {}

  static io::http_options options(const core::sign_in_setup& setup, const std::string& portal_url) {
    auto out = quick_options();
    out.referer = referer;
    for (const auto& [name, portal] : setup.portals)
      out.portals[name] = portal.url;
    out.portals.try_emplace("", portal_url);
    return out;
  }

  core::reply ask(const std::string& address, core::http_method method = core::http_method::get) {
    auto request = get(address);
    request.form = {{"f", "json"}};
    request.method = method;
    request.portal = "field";
    request.named_by_document = true;
    const auto got = std::make_shared<awaited<core::reply>>();
    const auto running = port.start(std::move(request), [got](core::reply r) { got->set(std::move(r)); });
    auto reply = got->get();
    EXPECT_EQ(got->count(), 1u);
    expect_no_secret(reply);
    EXPECT_EQ(memory->everything().find("canary"), std::string::npos) << memory->everything();
    return reply;
  }

  static void expect_no_secret(const core::reply& reply) {
    auto all = reply.words + "\n" + reply.address + "\n" + reply.body + "\n" + reply.content_type;
    if (reply.sign_in_failure)
      all += proto::describe(*reply.sign_in_failure) + nlohmann::json(*reply.sign_in_failure).dump();
    EXPECT_EQ(all.find("canary"), std::string::npos) << all;
  }

  std::shared_ptr<memory_secrets> secrets;
  std::shared_ptr<kept_refusals> memory;
  std::shared_ptr<settable_clock> clock = std::make_shared<settable_clock>();
  io::curl_transfers curl;
  io::signed_transfers port;
};

} // namespace http_test
