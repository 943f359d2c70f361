#include "tests/support/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace support {

namespace {

void require(bool fine) {
  if (!fine)
    std::abort();
}

X509* make_certificate(EVP_PKEY* key) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600 * 24);
  X509_set_pubkey(certificate, key);
  auto* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
  require(names != nullptr && X509_add_ext(certificate, names, -1) == 1);
  X509_EXTENSION_free(names);
  require(X509_sign(certificate, key, EVP_sha256()) > 0);
  return certificate;
}

} // namespace

test_certificate& test_certificate::get() {
  static test_certificate one;
  return one;
}

test_certificate::test_certificate() : context_(SSL_CTX_new(TLS_server_method())) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = make_certificate(key);
  require(SSL_CTX_use_certificate(context_, certificate) == 1 && SSL_CTX_use_PrivateKey(context_, key) == 1);
  char path[] = "/tmp/mapferry-test-certificate-XXXXXX";
  const int descriptor = mkstemp(path);
  require(descriptor >= 0);
  FILE* out = fdopen(descriptor, "w");
  require(PEM_write_X509(out, certificate) == 1 && std::fclose(out) == 0);
  file_ = path;
  X509_free(certificate);
  EVP_PKEY_free(key);
}

test_certificate::~test_certificate() {
  ::unlink(file_.c_str());
  SSL_CTX_free(context_);
}

ssl_st* test_certificate::new_connection(int descriptor) {
  SSL* tls = SSL_new(context_);
  SSL_set_fd(tls, descriptor);
  return tls;
}

} // namespace support
