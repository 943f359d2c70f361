#pragma once

#include <chrono>
#include <cstdint>

namespace core {

/// How much may run at once, and how long what is out of our hands may take.
struct limits {
  std::uint32_t jobs = 2;                                         ///< jobs that plan, run or assemble at once
  std::uint32_t layers = 8;                                       ///< server exports at once, on the whole device
  std::chrono::milliseconds service_lost = std::chrono::hours{1}; ///< one host gone while others answer
  std::chrono::milliseconds server_job = std::chrono::hours{24};  ///< one export job of a server
};

} // namespace core
