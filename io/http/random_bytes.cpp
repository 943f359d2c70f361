#include "io/http/random_bytes.hpp"

#include <sys/random.h>

#include <cerrno>

namespace io {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  while (::getrandom(bytes.data(), bytes.size(), 0) < 0 && errno == EINTR) {
  }
  return bytes;
}

} // namespace io
