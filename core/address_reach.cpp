#include "core/address_reach.hpp"

#include "core/allow_rule.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace core {
namespace {

constexpr std::array<std::string_view, 4> names_of_networks{".local", ".internal", ".lan", ".home.arpa"};

std::optional<address_class> class_of_number(const std::string& host) {
  std::array<std::uint8_t, 16> bytes{};
  if (::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1)
    return classify_address(std::span{bytes}.first(4), false);
  if (::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1)
    return classify_address(bytes, false);
  return {};
}

} // namespace

address_reach reach_of(const std::string& host) {
  if (const auto known = class_of_number(host)) {
    if (*known == address_class::loopback)
      return address_reach::machine;
    return *known == address_class::public_network ? address_reach::world : address_reach::network;
  }
  if (host == "localhost" || host.ends_with(".localhost"))
    return address_reach::machine;
  const bool local = host.find('.') == std::string::npos
    || std::ranges::any_of(names_of_networks, [&](const auto end) { return host.ends_with(end); });
  return local ? address_reach::network : address_reach::world;
}

} // namespace core
