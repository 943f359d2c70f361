#include "core/names.hpp"

#include "proto/text.hpp"

#include <openssl/evp.h>

#include <array>

namespace core {
namespace {

std::string digest(const EVP_MD* kind, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned int length = 0;
  EVP_Digest(bytes.data(), bytes.size(), raw.data(), &length, kind, nullptr);
  return {reinterpret_cast<const char*>(raw.data()), length};
}

// 6d617066-6572-7279-8000-000000000001: fixed for ever, or names would change.
constexpr std::string_view name_space{"mapferry\x80\x00\x00\x00\x00\x00\x00\x01", 16};

} // namespace

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) { return hex(digest(EVP_sha256(), bytes)); }

std::string uuid_for(std::string_view job, std::string_view purpose) {
  std::string name{name_space};
  name.append(job).append("/").append(purpose);
  auto raw = digest(EVP_sha1(), name).substr(0, 16);
  raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x50); // version 5
  raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80); // variant of RFC 9562
  auto text = hex(raw);
  for (std::size_t at : {20u, 16u, 12u, 8u})
    text.insert(at, "-");
  return text;
}

std::string without_dashes(std::string_view uuid) {
  std::string text{uuid};
  std::erase(text, '-');
  return text;
}

bool same_guid(std::string_view a, std::string_view b) {
  auto bare = [](std::string_view guid) {
    bool braced = guid.size() >= 2 && guid.front() == '{' && guid.back() == '}';
    return braced ? guid.substr(1, guid.size() - 2) : guid;
  };
  return proto::same_word(bare(a), bare(b));
}

std::string portal_root(std::string address) {
  for (std::string_view ending : {"/", "/rest", "/sharing", "/"})
    if (address.ends_with(ending))
      address.resize(address.size() - ending.size());
  return address;
}

} // namespace core
