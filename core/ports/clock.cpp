#include "core/ports/clock.hpp"

#include <string_view>

namespace core {

double unit(entropy& source) {
  return static_cast<double>(source.next() >> 11) * 0x1.0p-53; // 53 bits: what a double holds
}

std::string make_job_id(std::int64_t now, entropy& source) {
  static constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford base 32
  std::string id(26, '0');
  auto time = static_cast<std::uint64_t>(now);
  for (std::size_t at = 10; at-- > 0; time >>= 5)
    id[at] = digits[time & 31];
  std::uint64_t random = 0;
  for (std::size_t at = 10; at < id.size(); ++at) {
    if ((at - 10) % 12 == 0)
      random = source.next();
    id[at] = digits[random & 31];
    random >>= 5;
  }
  return id;
}

} // namespace core
