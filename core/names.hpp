#pragma once

#include <string>
#include <string_view>

namespace core {

/// Bytes as lower-case hex digits.
std::string hex(std::string_view bytes);

/// Lower-case hex SHA-256.
std::string sha256_hex(std::string_view bytes);

/// UUIDv5 (RFC 9562, 5.5) in mapferry's own name space, lower case with dashes:
/// the same job and purpose give the same name, so that a repeated step makes
/// the same file again.
std::string uuid_for(std::string_view job, std::string_view purpose);

/// A UUID without its dashes, as package guids are written.
std::string without_dashes(std::string_view uuid);

/// Whether two GUIDs are the same: services write them in capitals and braces,
/// geodatabases bare and small.
bool same_guid(std::string_view a, std::string_view b);

/// `https://host/context` of any of the addresses that people give for a portal:
/// without a trailing slash and without `/sharing/rest`.
std::string portal_root(std::string address);

} // namespace core
