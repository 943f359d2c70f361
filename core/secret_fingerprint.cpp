#include "core/secret_fingerprint.hpp"

#include "core/names.hpp"

#include <openssl/evp.h>

#include <array>

namespace core {

std::string secret_fingerprint(const std::vector<std::string_view>& parts, std::string_view salt) {
  constexpr int rounds = 200'000;
  std::string all;
  for (const auto part : parts)
    all.append(std::to_string(part.size())).append(":").append(part);
  std::array<unsigned char, 32> key{};
  PKCS5_PBKDF2_HMAC(all.data(), static_cast<int>(all.size()), reinterpret_cast<const unsigned char*>(salt.data()),
    static_cast<int>(salt.size()), rounds, EVP_sha256(), static_cast<int>(key.size()), key.data());
  return hex({reinterpret_cast<const char*>(key.data()), key.size()});
}

} // namespace core
