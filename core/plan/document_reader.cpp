#include "core/plan/document_reader.hpp"

#include "core/retry.hpp"
#include "proto/json.hpp"

#include <algorithm>

namespace core {
namespace {

// Web maps with embedded features are the largest documents that are met.
constexpr std::uint64_t document_limit = 32u << 20;

/// A gateway that answers for a server which is starting is no verdict; an error
/// object inside 200 is one.
bool is_waited_for(const classified& what, document_reader::importance how, bool given_up) {
  switch (what.reason) {
  case reason::network: return !given_up;
  case reason::busy: return true;
  case reason::server_error:
    return what.failure.http_status.value_or(0) >= 500 && (how == document_reader::importance::required || !given_up);
  case reason::auth: return how == document_reader::importance::required;
  default: return false;
  }
}

} // namespace

small_request portal_document(const std::string& portal_url, const std::string& portal, const std::string& path) {
  return named_document(portal_url + "/sharing/rest/" + path, portal);
}

small_request named_document(const std::string& address, const std::string& portal) {
  small_request request;
  request.address = address;
  request.form = {{"f", "json"}};
  request.portal = portal;
  request.named_by_document = true;
  request.max_bytes = document_limit;
  return request;
}

const reply* document_reader::raw(const std::string& key, const small_request& request) {
  const auto found = documents_.find(key);
  if (found != documents_.end())
    return &found->second.reply;
  if (needed_.insert(key).second)
    need_.documents.push_back({key, request});
  return nullptr;
}

const proto::result<nlohmann::json>* document_reader::json(const std::string& key, const small_request& request,
  importance how, const std::string& during, const std::string& subject) {
  if (const auto known = read_.find(key); known != read_.end())
    return &known->second;
  const auto* answer = raw(key, request);
  if (answer == nullptr)
    return nullptr;
  if (auto what = classify(*answer, during, subject)) {
    const bool given_up = documents_.at(key).given_up;
    if (given_up && what->reason == reason::network)
      what->failure.code = proto::failure_code::service_lost;
    if (!is_waited_for(*what, how, given_up))
      return &read_.emplace(key, what->failure).first->second;
    wait_for(key, what->failure);
    return nullptr;
  }
  auto document = proto::parse_json(answer->body);
  if (!document)
    return &read_
              .emplace(key,
                proto::failure{.code = proto::failure_code::invalid_response, .during = during, .subject = subject})
              .first->second;
  return &read_.emplace(key, std::move(*document)).first->second;
}

void document_reader::wait_for(const std::string& key, const proto::failure& why) {
  if (!wait_)
    wait_ = plan_wait{key, why, {}};
  else if (key != wait_->key && std::find(wait_->others.begin(), wait_->others.end(), key) == wait_->others.end())
    wait_->others.push_back(key);
}

std::optional<plan_step> document_reader::pending() const {
  if (!need_.documents.empty())
    return need_;
  if (wait_)
    return *wait_;
  return std::nullopt;
}

} // namespace core
