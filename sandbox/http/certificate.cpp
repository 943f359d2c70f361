#include "sandbox/http/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace sandbox {
namespace {

using key_handle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_handle = std::unique_ptr<X509, decltype(&X509_free)>;
using extension_list = std::vector<std::pair<int, std::string>>;

/// The DER integer of a certificate's serial number: 16 random bytes, positive.
bool set_serial_number(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    return false;
  bytes[0] &= 0x7FU;
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number{
    BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free};
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

/// Unsigned, with its subject, key and time of validity.
certificate_handle draft(const std::string& subject, EVP_PKEY* key) {
  certificate_handle made{X509_new(), X509_free};
  if (!made || !set_serial_number(made.get()))
    return {nullptr, X509_free};
  X509_set_version(made.get(), X509_VERSION_3);
  constexpr long day = 24L * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -day); // a box whose clock is a little late still trusts us
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 30 * day);
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
    reinterpret_cast<const unsigned char*>(subject.c_str()), -1, -1, 0);
  return made;
}

bool sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key, const extension_list& extensions) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& [kind, text] : extensions) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made{
      X509V3_EXT_conf_nid(nullptr, &context, kind, text.c_str()), X509_EXTENSION_free};
    if (!made || X509_add_ext(certificate, made.get(), -1) != 1)
      return false;
  }
  return X509_sign(certificate, issuer_key, EVP_sha256()) > 0;
}

template <typename Write>
std::string pem_of(const Write& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> sink{BIO_new(BIO_s_mem()), BIO_free};
  if (!sink || write(sink.get()) != 1)
    return {};
  char* text = nullptr;
  const long length = BIO_get_mem_data(sink.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string names_for(const std::string& host) {
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  std::array<unsigned char, 16> address{};
  const bool literal =
    inet_pton(AF_INET, host.c_str(), address.data()) == 1 || inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
  if (!host.empty() && host.find_first_of(",\n") == std::string::npos)
    names += (literal ? ",IP:" : ",DNS:") + host;
  return names;
}

} // namespace

outcome<certificate_set> make_certificates(const std::string& host) {
  const key_handle authority_key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  const key_handle server_key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  if (!authority_key || !server_key)
    return problem{"no key could be made"};

  const certificate_handle authority = draft("mapferry sandbox authority", authority_key.get());
  const certificate_handle server = draft("mapferry sandbox", server_key.get());
  const bool made = authority && server
    && sign(authority.get(), authority.get(), authority_key.get(),
      {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}, {NID_key_usage, "critical,keyCertSign,cRLSign"},
        {NID_subject_key_identifier, "hash"}})
    && sign(server.get(), authority.get(), authority_key.get(),
      {{NID_basic_constraints, "critical,CA:FALSE"}, {NID_key_usage, "critical,digitalSignature"},
        {NID_ext_key_usage, "serverAuth"}, {NID_subject_key_identifier, "hash"},
        {NID_authority_key_identifier, "keyid"}, {NID_subject_alt_name, names_for(host)}});
  if (!made)
    return problem{"no certificate could be made"};

  certificate_set set;
  set.authority = pem_of([&](BIO* sink) { return PEM_write_bio_X509(sink, authority.get()); });
  set.certificate = pem_of([&](BIO* sink) { return PEM_write_bio_X509(sink, server.get()); });
  set.key = pem_of(
    [&](BIO* sink) { return PEM_write_bio_PrivateKey(sink, server_key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  if (set.authority.empty() || set.certificate.empty() || set.key.empty())
    return problem{"no PEM could be written"};
  return set;
}

} // namespace sandbox
