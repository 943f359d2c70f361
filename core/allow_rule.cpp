#include "core/allow_rule.hpp"

#include <algorithm>
#include <array>

namespace core {

namespace {

using bytes_view = std::span<const std::uint8_t>;

bool begins_with(bytes_view bytes, std::initializer_list<std::uint8_t> prefix) {
  return bytes.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

address_class classify_v4(bytes_view b) {
  if (b[0] == 127 || b[0] == 0) // 0.0.0.0 connects to the machine itself
    return address_class::loopback;
  if ((b[0] == 169 && b[1] == 254) || b[0] >= 224)
    return address_class::link_local;
  if (b[0] == 10 || (b[0] == 172 && (b[1] & 0xf0) == 16) || (b[0] == 192 && b[1] == 168)
    || (b[0] == 100 && (b[1] & 0xc0) == 64))
    return address_class::private_network;
  return address_class::public_network;
}

address_class classify_v6(bytes_view b) {
  const bool zeros = std::all_of(b.begin(), b.begin() + 10, [](std::uint8_t byte) { return byte == 0; });
  if (zeros && b[10] == 0xff && b[11] == 0xff)
    return classify_v4(b.subspan(12));
  if (zeros && b[10] == 0 && b[11] == 0) // ::, ::1 and the old IPv4-compatible form
    return b[12] == 0 && b[13] == 0 && b[14] == 0 ? address_class::loopback : classify_v4(b.subspan(12));
  if (begins_with(b, {0x00, 0x64, 0xff, 0x9b}))
    return classify_v4(b.subspan(12));
  if (begins_with(b, {0x20, 0x02}))
    return classify_v4(b.subspan(2));
  if ((b[0] == 0xfe && (b[1] & 0xc0) == 0x80) || b[0] == 0xff)
    return address_class::link_local;
  if ((b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0xc0) == 0xc0))
    return address_class::private_network;
  return address_class::public_network;
}

} // namespace

std::string_view word(address_class which) {
  static constexpr std::array<std::string_view, 5> words{
    "link-local", "loopback", "this machine's own", "private", "public"};
  return words[static_cast<std::size_t>(which)];
}

address_class classify_address(std::span<const std::uint8_t> bytes, bool own) {
  const auto by_number = bytes.size() == 4 ? classify_v4(bytes)
    : bytes.size() == 16                   ? classify_v6(bytes)
                                           : address_class::link_local;
  const bool special = by_number == address_class::loopback || by_number == address_class::link_local;
  return own && !special ? address_class::own : by_number;
}

bool allowed(address_class target, const address_permit& permit) {
  if (permit.configured || target == address_class::public_network)
    return true;
  if (target == address_class::link_local || target == address_class::own)
    return false;
  return permit.named_by == target;
}

} // namespace core
