#include "sandbox/base/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <memory>
#include <vector>

namespace sandbox {
namespace {

std::string hex_of(const unsigned char* bytes, std::size_t size) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 15U];
  }
  return text;
}

class sha256_state {
public:
  sha256_state() : context_{EVP_MD_CTX_new(), EVP_MD_CTX_free} {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }
  void add(const char* bytes, std::size_t size) { EVP_DigestUpdate(context_.get(), bytes, size); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), result.data(), &size);
    return hex_of(result.data(), size);
  }

private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

} // namespace

std::string sha256_of(std::string_view text) {
  sha256_state state;
  state.add(text.data(), text.size());
  return state.hex();
}

outcome<std::string> sha256_of_file(const std::filesystem::path& file) {
  std::ifstream source{file, std::ios::binary};
  if (!source)
    return problem{"cannot open " + file.string()};
  sha256_state state;
  std::vector<char> block(std::size_t{1} << 18U);
  while (source.read(block.data(), static_cast<std::streamsize>(block.size())) || source.gcount() > 0) {
    state.add(block.data(), static_cast<std::size_t>(source.gcount()));
  }
  return state.hex();
}

std::string signature_of(std::string_view text, std::string_view key) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
    text.size(), result.data(), &size);
  return hex_of(result.data(), size);
}

std::string base64_of(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0'); // and the zero that OpenSSL adds
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
    reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> drawn(bytes);
  RAND_bytes(drawn.data(), static_cast<int>(drawn.size()));
  return hex_of(drawn.data(), drawn.size());
}

namespace {

std::string uuid_text(std::string hex, char version) {
  hex[12] = version;
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-"
    + hex.substr(20);
}

} // namespace

std::string random_uuid() { return uuid_text(random_hex(16), '4'); }

std::string named_uuid(std::string_view name) { return uuid_text(sha256_of(name).substr(0, 32), '8'); }

std::string upper_case(std::string text) {
  std::transform(
    text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string lower_case(std::string text) {
  std::transform(
    text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

} // namespace sandbox
