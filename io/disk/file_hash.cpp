#include "io/disk/file_hash.hpp"

#include "io/disk/check_failure.hpp"
#include "io/disk/posix.hpp"

#include <fcntl.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <vector>

namespace io {
namespace {

constexpr std::size_t piece_bytes = 1u << 20;

struct free_context {
  void operator()(EVP_MD_CTX* context) const { ::EVP_MD_CTX_free(context); }
};

} // namespace

proto::result<std::string> sha256_of(int file, const std::string& subject, const std::stop_token& stop) {
  const std::unique_ptr<EVP_MD_CTX, free_context> context(::EVP_MD_CTX_new());
  if (!context || ::EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
    return disk_failure(ENOMEM, "hashing", subject);
  ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  std::vector<std::byte> piece(piece_bytes);
  for (std::uint64_t at = 0;;) {
    if (stop.stop_requested())
      return stopped(subject);
    const auto got = read_at(file, at, piece, subject);
    if (!got)
      return got.error();
    if (*got == 0)
      break;
    ::EVP_DigestUpdate(context.get(), piece.data(), *got);
    at += *got;
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned int length = 0;
  ::EVP_DigestFinal_ex(context.get(), raw.data(), &length);
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < length; ++i)
    (hex += digits[raw[i] >> 4]) += digits[raw[i] & 15];
  return hex;
}

} // namespace io
