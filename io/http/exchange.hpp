#pragma once

#include "core/allow_rule.hpp"
#include "core/ports/transfers.hpp"
#include "io/http/address_guard.hpp"
#include "io/http/response_head.hpp"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace io {

struct easy_deleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using easy_handle = std::unique_ptr<CURL, easy_deleter>;

/// One request to one server, without redirects.
struct exchange_request {
  std::string address;             ///< with query and secrets
  proto::url_parts target;         ///< the same, split
  std::optional<std::string> body; ///< of a POST
  std::vector<std::string> headers;
  bool artifact = false; ///< identity, large buffer
  bool fresh_connection = false;
  bool resolve_only = false;               ///< learn the class of the host's address, connect nowhere
  std::chrono::milliseconds time_limit{0}; ///< 0 = none
  core::address_permit permit;
};

/// Who takes the answer. Called on the transfer thread.
class exchange_sink {
public:
  enum class taken {
    all,
    nothing_yet, ///< pause; the same bytes come again
    no_more,     ///< enough seen: the exchange ends without an error
  };
  virtual ~exchange_sink() = default;
  virtual taken head(const response_head& head) = 0; ///< all or no_more
  virtual taken body(std::span<const std::byte> bytes) = 0;
};

struct exchange_end {
  core::transport_error error = core::transport_error::none;
  std::string words;
  response_head head;                      ///< status 0 if there was no answer
  std::optional<core::address_class> peer; ///< class of the address spoken to
  bool resolved = false;
};

/// An easy handle at work. Not movable: libcurl holds its address.
class exchange {
public:
  exchange(easy_handle handle, CURLSH* share, exchange_request request, const http_options& options,
    address_guard& guard, exchange_sink& sink);
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  CURL* handle() const { return handle_.get(); }
  const exchange_request& request() const { return request_; }
  void resume() { curl_easy_pause(handle(), CURLPAUSE_CONT); }
  bool is_resolving() const; ///< the host's name is not known yet
  exchange_end finish(CURLcode code) const;
  easy_handle release();

private:
  void set_transport(CURLSH* share, const http_options& options);
  void set_message(const http_options& options);
  core::transport_error error_of(CURLcode code) const;
  core::transport_error timeout_of() const;

  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self);

  easy_handle handle_;
  exchange_request request_;
  address_guard& guard_;
  exchange_sink& sink_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_{nullptr, &curl_slist_free_all};
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  response_head head_;
  bool head_complete_ = false;
  bool head_too_long_ = false;
  bool stopped_by_sink_ = false;
  bool proxied_ = false;
  bool resolved_ = false;
  std::optional<core::address_class> peer_;
  std::optional<core::address_class> refused_;
};

} // namespace io
