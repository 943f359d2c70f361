#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

/// The seed of a random test: MAPFERRY_SEED if it is set, else a new one; printed
/// either way, so that a failure can be repeated.
inline std::uint64_t test_seed() {
  const char* given = std::getenv("MAPFERRY_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "MAPFERRY_SEED=" << seed << "\n";
  return seed;
}
