#include "core/pkce.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace core {
namespace {

/// RFC 4648, section 5, without padding.
std::string base64url(const unsigned char* bytes, std::size_t size) {
  std::string text((size + 2) / 3 * 4 + 1, '\0'); // and the zero that OpenSSL adds
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(size));
  text.resize((size * 4 + 2) / 3);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

} // namespace

pkce make_pkce(std::string_view random) {
  pkce made;
  made.verifier = base64url(reinterpret_cast<const unsigned char*>(random.data()), random.size());
  std::array<unsigned char, 32> digest{};
  EVP_Digest(made.verifier.data(), made.verifier.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  made.challenge = base64url(digest.data(), digest.size());
  return made;
}

} // namespace core
