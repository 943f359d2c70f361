#pragma once

#include "core/ports/transfers.hpp"
#include "io/http/token_transfers.hpp"
#include "proto/arcgis/service_address.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace io {

/// The way of one request through redirects, one rule each. libcurl would drop
/// only its own Authorization header on the way and turn POSTs into GETs.
class route {
public:
  using form = std::vector<std::pair<std::string, std::string>>;

  route(const std::string& address, core::http_method method, bool has_effect, form fields, secrets with);

  bool valid() const { return current_.has_value(); } ///< the address can be read and is http or https
  const proto::url_parts& target() const { return *current_; }
  std::string origin() const { return current_ ? current_->origin() : std::string{}; }
  std::string address() const; ///< to ask now: with query, and with secrets that belong into it
  std::string shown() const;   ///< the same without query
  bool is_post() const { return method_ == core::http_method::post; }
  std::string body() const; ///< of a POST
  /// Header lines that belong to the first origin: token and Referer.
  std::vector<std::string> headers(const std::string& referer) const;

  bool redirected() const { return redirects_ > 0; }
  bool foreign() const { return foreign_; }            ///< left the first origin
  bool over_plain_http() const { return plain_http_; } ///< any step: everybody on the way may have answered

  /// Goes where an answer points; the words of the rule if it must not.
  std::optional<std::string> follow(int status, std::string_view location);

private:
  void leave_origin();
  std::string without_secret_values(std::string_view address) const;

  std::optional<proto::url_parts> current_;
  std::string address_;
  core::http_method method_;
  bool has_effect_;
  form form_;
  secrets secrets_;
  int redirects_ = 0;
  bool foreign_ = false;
  bool plain_http_ = false;
};

} // namespace io
