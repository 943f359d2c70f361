#include "sandbox/http/byte_stream.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <climits>

namespace sandbox {
namespace {

class plain_connection final : public byte_stream {
public:
  explicit plain_connection(unique_fd client) : client_{std::move(client)} {}

  std::size_t read(char* into, std::size_t size) override {
    const auto got = ::recv(client_.get(), into, size, 0);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }

  int descriptor() const override { return client_.get(); }

private:
  std::ptrdiff_t send_some(std::string_view bytes) override {
    return ::send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  unique_fd client_;
};

class tls_connection final : public byte_stream {
public:
  tls_connection(unique_fd client, std::unique_ptr<SSL, decltype(&SSL_free)> session)
    : client_{std::move(client)},
      session_{std::move(session)} {}

  std::size_t read(char* into, std::size_t size) override {
    ERR_clear_error();
    const int got = SSL_read(session_.get(), into, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }

  int descriptor() const override { return client_.get(); }

private:
  std::ptrdiff_t send_some(std::string_view bytes) override {
    ERR_clear_error();
    return SSL_write(session_.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX)));
  }

  unique_fd client_;
  std::unique_ptr<SSL, decltype(&SSL_free)> session_;
};

template <typename T, auto Read>
std::shared_ptr<T> read_pem(const std::string& text, void (*release)(T*)) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source{
    BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
  return {Read(source.get(), nullptr, nullptr, nullptr), release};
}

} // namespace

bool byte_stream::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send_some(bytes);
    if (sent <= 0)
      return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::unique_ptr<byte_stream> plain_stream(unique_fd client) {
  return std::make_unique<plain_connection>(std::move(client));
}

outcome<tls_identity> tls_identity::from_pem(const std::string& certificate, const std::string& key) {
  const std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  const auto chain = read_pem<X509, PEM_read_bio_X509>(certificate, X509_free);
  const auto secret = read_pem<EVP_PKEY, PEM_read_bio_PrivateKey>(key, EVP_PKEY_free);
  if (!context || !chain || !secret)
    return problem{"the certificate or its key cannot be read"};
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  if (SSL_CTX_use_certificate(context.get(), chain.get()) != 1
    || SSL_CTX_use_PrivateKey(context.get(), secret.get()) != 1) {
    return problem{"the certificate and its key do not belong together"};
  }
  return tls_identity{context};
}

std::unique_ptr<byte_stream> tls_identity::greet(unique_fd client) const {
  std::unique_ptr<SSL, decltype(&SSL_free)> session{SSL_new(context_.get()), SSL_free};
  if (!session || SSL_set_fd(session.get(), client.get()) != 1 || SSL_accept(session.get()) != 1)
    return nullptr;
  return std::make_unique<tls_connection>(std::move(client), std::move(session));
}

} // namespace sandbox
