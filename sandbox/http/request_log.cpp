#include "sandbox/http/request_log.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace sandbox {
namespace {

bool is_secret(const std::string& name) {
  static constexpr std::array<std::string_view, 9> secrets{"token", "password", "sig", "access_token", "auth_token",
    "refresh_token", "client_secret", "code", "code_verifier"};
  const less_ignoring_case less;
  for (const std::string_view secret : secrets) {
    if (!less(name, secret) && !less(secret, name))
      return true;
  }
  return false;
}

} // namespace

outcome<bool> request_log::open(const std::filesystem::path& file) {
  file_.open(file, std::ios::app);
  if (!file_)
    return problem{"cannot write to " + file.string()};
  return true;
}

void request_log::add(const http_request& request, const served& result) {
  if (!file_.is_open())
    return;
  nlohmann::json params = nlohmann::json::object();
  for (const auto& [name, value] : request.parameters) {
    if (!is_secret(name))
      params[name] = value;
  }
  nlohmann::json line{{"t", request.received_ms}, {"method", request.method}, {"path", request.path},
    {"params", params}, {"status", result.status}, {"bytes", result.bytes}};
  if (!result.sha256.empty())
    line["sha256"] = result.sha256;
  if (!result.fault.empty())
    line["fault"] = result.fault;
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::lock_guard lock{mutex_};
  file_ << text << '\n' << std::flush;
}

} // namespace sandbox
