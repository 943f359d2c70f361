#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

/// Where an address leads, judged by the number and not by the name.
enum class address_class {
  link_local,      ///< this wire only, multicast, reserved: metadata services of clouds live here
  loopback,        ///< this machine to itself
  own,             ///< an address of one of this machine's interfaces
  private_network, ///< RFC 1918, RFC 4193, carrier-grade NAT
  public_network,
};
std::string_view word(address_class which);

/// The class of an IPv4 (4 bytes) or IPv6 (16 bytes) address in network order.
/// IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4) are judged as it.
/// `own` = an interface of this machine has it.
address_class classify_address(std::span<const std::uint8_t> bytes, bool own);

/// Who named an address.
struct address_permit {
  /// The configuration names the host, or it is the configuration's own address.
  bool configured = false;
  /// Class of the server whose document (answer, web map, redirect) named it.
  std::optional<address_class> named_by;
};

/// Whether a connection to an address of this class may be made: configured
/// hosts always; what a document names only in its own server's class or in
/// public, never this wire and never the machine's own addresses.
bool allowed(address_class target, const address_permit& permit);

} // namespace core
