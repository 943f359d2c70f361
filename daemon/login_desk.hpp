#pragma once

#include "daemon/main_queue.hpp"
#include "io/http/browser_login.hpp"
#include "proto/result.hpp"

#include <functional>
#include <memory>
#include <string>

namespace mapferryd {

/// What the control socket asks for when a person signs in by hand (io/http/browser_login.hpp).
class login_desk {
public:
  virtual ~login_desk() = default;
  /// The address to open.
  virtual proto::result<std::string> begin(const std::string& credential) = 0;
  /// Answered exactly once, now or later, on the main thread: the user's name.
  virtual void finish(const std::string& credential, const std::string& code,
    std::function<void(const proto::result<std::string>&)> answered) = 0;
};

/// The real one. The queue must outlive its last answer.
class browser_login_desk final : public login_desk {
public:
  browser_login_desk(std::shared_ptr<io::browser_login> login, main_queue& queue)
    : login_(std::move(login)),
      queue_(queue) {}

  proto::result<std::string> begin(const std::string& credential) override { return login_->begin(credential); }
  void finish(const std::string& credential, const std::string& code,
    std::function<void(const proto::result<std::string>&)> answered) override {
    login_->finish(
      credential, code, [&queue = queue_, answered = std::move(answered)](const proto::result<std::string>& user) {
        queue.post([answered, user] { answered(user); });
      });
  }

private:
  const std::shared_ptr<io::browser_login> login_;
  main_queue& queue_;
};

} // namespace mapferryd
