#pragma once

#include "daemon/login_desk.hpp"

#include <functional>
#include <optional>
#include <string>

/// A portal's sign-in page in memory. Keeps the answer to a code until the test gives it.
class stub_login final : public mapferryd::login_desk {
public:
  std::optional<proto::failure> refuse; ///< answer to begin
  std::string begun, finished, code;
  std::function<void(const proto::result<std::string>&)> answer;

  proto::result<std::string> begin(const std::string& credential) override {
    begun = credential;
    if (refuse)
      return *refuse;
    return std::string("https://gis.example/authorize");
  }
  void finish(const std::string& credential, const std::string& with,
    std::function<void(const proto::result<std::string>&)> answered) override {
    finished = credential;
    code = with;
    answer = std::move(answered);
  }
};
