#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace io {

/// What the configuration says of one host.
struct host_options {
  std::string ca_bundle{};   ///< PEM file; empty = the system's
  std::string certificate{}; ///< PEM file that shows this client to the host; empty = none
  std::string key{};         ///< PEM file of its key
  std::string proxy{};       ///< http://host:port; empty = direct
  bool insecure = false;     ///< no TLS verification
};

/// Everything that the transfer thread must know. Defaults are for production;
/// tests shorten the times.
struct http_options {
  using ms = std::chrono::milliseconds;

  std::map<std::string, host_options> hosts;  ///< by `host` or `host:port`, lower case
  std::map<std::string, std::string> portals; ///< name in the configuration → address

  std::size_t connections = 8;          ///< artifacts at once
  std::size_t connections_per_host = 4; ///< artifacts at once; small requests have one more

  std::string user_agent = "mapferry";
  std::string referer = "https://mapferry.invalid/"; ///< constant: tokens are bound to it

  ms connect_limit{30'000};
  ms stalled_after{60'000}; ///< an artifact without a byte
  ms slow_window{600'000};  ///< fewer than slow_bytes in this time: another connection
  std::uint64_t slow_bytes = 64u << 10;
  ms report_interval{1'000};                      ///< bytes on disk are told at the latest after this
  std::uint64_t report_bytes = 1u << 20;          ///< … or after so many
  ms uncovered_limit{5'000};                      ///< bytes that no checkpoint covers for longer pause the transfer
  std::uint64_t uncovered_bytes = 4u << 20;       ///< … or so many of them
  std::uint64_t uncovered_bytes_fast = 16u << 20; ///< … above fast_rate
  std::uint64_t fast_rate = 100'000'000;          ///< bytes a second
  ms stop_limit{5'000};                           ///< the end of the port waits no longer for its thread
};

} // namespace io
