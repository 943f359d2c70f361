#include "io/http/route.hpp"

#include "proto/text.hpp"

#include <algorithm>

namespace io {

namespace {

constexpr int most_redirects = 10;

std::string with_query(const std::string& address, const route::form& fields) {
  if (fields.empty())
    return address;
  return address + (address.find('?') == std::string::npos ? "?" : "&") + proto::encode_form(fields);
}

/// What libcurl is given is made of the parts that were judged, so that two
/// readers of one address cannot differ: no user, no fragment, no blanks.
std::string joined(const proto::url_parts& parts) {
  std::string out = parts.origin();
  for (const char c : parts.path + (parts.query.empty() ? "" : "?" + parts.query))
    out += c == ' ' ? std::string("%20") : std::string(1, c);
  return out;
}

} // namespace

route::route(const std::string& address, core::http_method method, bool has_effect, form fields, secrets with)
  : current_(proto::split_url(address)),
    address_(current_ ? joined(*current_) : std::string{}),
    method_(method),
    has_effect_(has_effect),
    form_(std::move(fields)),
    secrets_(std::move(with)) {
  if (method_ == core::http_method::get)
    address_ = with_query(address_, std::exchange(form_, {}));
  plain_http_ = current_ && current_->scheme == "http";
}

std::string route::address() const { return is_post() ? address_ : with_query(address_, secrets_.form); }

std::string route::shown() const { return proto::without_query(address_); }

std::string route::body() const {
  auto fields = form_;
  fields.insert(fields.end(), secrets_.form.begin(), secrets_.form.end());
  return proto::encode_form(fields);
}

std::vector<std::string> route::headers(const std::string& referer) const {
  std::vector<std::string> lines;
  // A token is bound to the referer that it was asked with; without one it is nobody's business.
  if (!referer.empty() && (!secrets_.bearer.empty() || !secrets_.form.empty()))
    lines.push_back("Referer: " + referer);
  if (!secrets_.bearer.empty())
    lines.push_back("X-Esri-Authorization: Bearer " + secrets_.bearer);
  return lines;
}

std::optional<std::string> route::follow(int status, std::string_view location) {
  const auto parts = proto::split_url(proto::resolve_url(address_, location));
  if (!parts)
    return "the redirect from " + shown() + " leads to no web address";
  const auto there = parts->scheme + "://" + parts->host;
  if (current_->scheme == "https" && parts->scheme == "http")
    return "the redirect from " + current_->origin() + " to " + there + " would leave https";
  if (++redirects_ > most_redirects)
    return "more than " + std::to_string(most_redirects) + " redirects, last from " + shown();
  const bool keeps_method = status == 307 || status == 308;
  if (has_effect_ && !keeps_method)
    return "a redirect with status " + std::to_string(status) + " answers a request that creates something at "
      + shown();

  if (is_post() && status == 303) { // "see other": the answer to this request lies there
    method_ = core::http_method::get;
    form_.clear();
    secrets_.form.clear();
  }
  address_ = joined(*parts);
  if (parts->origin() != current_->origin())
    leave_origin();
  current_ = parts;
  plain_http_ = plain_http_ || parts->scheme == "http";
  return std::nullopt;
}

void route::leave_origin() {
  foreign_ = true;
  address_ = without_secret_values(address_);
  secrets_ = {};
}

/// Some servers repeat our query in the redirect, in an encoding of their own.
std::string route::without_secret_values(std::string_view address) const {
  const auto mark = address.find('?');
  if (mark == std::string_view::npos)
    return std::string(address);
  const auto is_secret = [&](std::string_view pair) {
    const auto equals_at = std::min(pair.find('='), pair.size());
    if (proto::same_word(proto::percent_decode(pair.substr(0, equals_at)), "token"))
      return true;
    const auto value = proto::percent_decode(pair.substr(std::min(equals_at + 1, pair.size())));
    const auto equals = [&](const std::string& secret) { return !secret.empty() && value == secret; };
    return equals(secrets_.bearer) || std::any_of(secrets_.form.begin(), secrets_.form.end(), [&](const auto& field) {
      return equals(field.second);
    });
  };
  std::string out(address.substr(0, mark));
  char separator = '?';
  for (auto rest = address.substr(mark + 1); !rest.empty();) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (is_secret(pair))
      continue;
    out += separator;
    out += pair;
    separator = '&';
  }
  return out;
}

} // namespace io
