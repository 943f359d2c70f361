#include "io/http/exchange.hpp"

#include <cerrno>

namespace io {

namespace {

constexpr std::size_t most_header_bytes = 64u << 10;
constexpr long artifact_buffer = 256L << 10;

} // namespace

exchange::exchange(easy_handle handle, CURLSH* share, exchange_request request, const http_options& options,
  address_guard& guard, exchange_sink& sink)
  : handle_(std::move(handle)),
    request_(std::move(request)),
    guard_(guard),
    sink_(sink) {
  set_transport(share, options);
  set_message(options);
}

void exchange::set_transport(CURLSH* share, const http_options& options) {
  CURL* h = handle();
  const auto& host = guard_.options_of(request_.target);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  // Between 7.87 and 8.5 libcurl's HTTP/2 has crashes under the multi interface.
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L); // a hanging name look-up must not hold the thread
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_limit.count()));
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.time_limit.count()));
  curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(h, CURLOPT_MAXAGE_CONN, 60L); // a link change kills kept connections without a sign
  curl_easy_setopt(h, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(h, CURLOPT_SHARE, share);
  curl_easy_setopt(h, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  // On a kept connection libcurl repeats a POST by itself when the connection
  // dies before the first byte of the answer.
  curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, request_.fresh_connection ? 1L : 0L);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, &exchange::open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error_text_.data());

  proxied_ = !host.proxy.empty();
  curl_easy_setopt(h, CURLOPT_PROXY, host.proxy.c_str()); // empty: none, also none from the environment
  curl_easy_setopt(h, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (!host.ca_bundle.empty())
    curl_easy_setopt(h, CURLOPT_CAINFO, host.ca_bundle.c_str());
  if (!host.certificate.empty()) { // of this host alone: a redirect is another exchange
    curl_easy_setopt(h, CURLOPT_SSLCERT, host.certificate.c_str());
    curl_easy_setopt(h, CURLOPT_SSLKEY, host.key.c_str());
  }
  if (host.insecure) {
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

void exchange::set_message(const http_options& options) {
  CURL* h = handle();
  curl_easy_setopt(h, CURLOPT_URL, request_.address.c_str());
  curl_easy_setopt(h, CURLOPT_USERAGENT, options.user_agent.c_str());
  // Ranges of a coded body would be ranges of the coding. Either way libcurl
  // decodes what a server sends coded all the same.
  curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, request_.artifact ? "identity" : "gzip, deflate");
  if (request_.artifact)
    curl_easy_setopt(h, CURLOPT_BUFFERSIZE, artifact_buffer);
  if (request_.body) {
    curl_easy_setopt(h, CURLOPT_POST, 1L);
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body->size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, request_.body->c_str());
    request_.headers.emplace_back("Expect:"); // servers that ignore it cost a second each
  }
  for (const auto& line : request_.headers)
    headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &exchange::take_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &exchange::take_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
}

curl_socket_t exchange::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& me = *static_cast<exchange*>(self);
  me.resolved_ = true;
  if (!me.proxied_) {
    const auto which = me.guard_.class_of(address->addr);
    if (!me.request_.resolve_only && !core::allowed(which, me.request_.permit)) {
      me.refused_ = which;
      return CURL_SOCKET_BAD;
    }
    me.peer_ = which;
    me.guard_.met(me.request_.target.origin(), which);
    if (me.request_.resolve_only)
      return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t exchange::take_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& me = *static_cast<exchange*>(self);
  const std::string_view line(data, size * count);
  if (me.head_complete_) // trailers
    return line.size();
  me.head_.add_line(line);
  me.head_too_long_ = me.head_.bytes > most_header_bytes;
  if (me.head_too_long_)
    return 0;
  if ((line == "\r\n" || line == "\n") && me.head_.status >= 200) {
    me.head_complete_ = true;
    me.stopped_by_sink_ = me.sink_.head(me.head_) == exchange_sink::taken::no_more;
  }
  return me.stopped_by_sink_ ? 0 : line.size();
}

std::size_t exchange::take_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& me = *static_cast<exchange*>(self);
  // What curl_easy_pause hands over at once can be refused there, where nobody
  // hears of it: then more comes.
  if (me.stopped_by_sink_)
    return size * count == 0 ? 1 : 0;
  switch (me.sink_.body({reinterpret_cast<const std::byte*>(data), size * count})) {
  case exchange_sink::taken::all: return size * count;
  case exchange_sink::taken::nothing_yet: return CURL_WRITEFUNC_PAUSE;
  case exchange_sink::taken::no_more: break;
  }
  me.stopped_by_sink_ = true;
  return size * count == 0 ? 1 : 0;
}

/// Only a request of which bytes have left may have arrived.
core::transport_error exchange::timeout_of() const {
  long sent = 0;
  curl_easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &sent);
  if (sent > 0 || head_complete_)
    return core::transport_error::timed_out;
  return resolved_ ? core::transport_error::unreachable : core::transport_error::name_not_resolved;
}

core::transport_error exchange::error_of(CURLcode code) const {
  using core::transport_error;
  switch (code) {
  case CURLE_OK: return transport_error::none;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY: return transport_error::name_not_resolved;
  case CURLE_COULDNT_CONNECT: {
    long system_error = 0;
    curl_easy_getinfo(handle(), CURLINFO_OS_ERRNO, &system_error);
    return system_error == ECONNREFUSED ? transport_error::refused_connection : transport_error::unreachable;
  }
  case CURLE_OPERATION_TIMEDOUT: return timeout_of();
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS: return transport_error::tls;
  case CURLE_URL_MALFORMAT:
  case CURLE_LOGIN_DENIED: // a user name in the address
    return transport_error::address_refused;
  case CURLE_UNSUPPORTED_PROTOCOL: // an answer without a status line
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_BAD_CONTENT_ENCODING:
  case CURLE_WRITE_ERROR: // a header too long, or coding that libcurl cannot undo
    return transport_error::protocol;
  default: return transport_error::connection_lost;
  }
}

bool exchange::is_resolving() const {
  curl_off_t took = 0;
  curl_easy_getinfo(handle(), CURLINFO_NAMELOOKUP_TIME_T, &took);
  return took == 0 && !resolved_ && !guard_.class_of_literal(request_.target.host);
}

exchange_end exchange::finish(CURLcode code) const {
  exchange_end end;
  end.head = head_complete_ ? head_ : response_head{};
  end.resolved = resolved_ || head_complete_;
  end.peer = peer_ ? peer_ : guard_.class_met(request_.target.origin());
  if (stopped_by_sink_ || (request_.resolve_only && peer_))
    return end;
  end.error = error_of(code);
  if (refused_ && end.error != core::transport_error::none && !head_complete_) {
    end.error = core::transport_error::address_refused;
    end.words = request_.target.host + " has a " + std::string(core::word(*refused_))
      + " address, which no rule allows here; name the host in the configuration if it is right";
  } else if (end.error != core::transport_error::none) {
    end.words = head_too_long_ ? "header too long"
      : error_text_[0] != '\0' ? error_text_.data()
                               : curl_easy_strerror(code);
  }
  return end;
}

easy_handle exchange::release() {
  curl_easy_reset(handle());
  return std::move(handle_);
}

} // namespace io
