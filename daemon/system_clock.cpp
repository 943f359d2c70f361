#include "daemon/system_clock.hpp"

#include <array>
#include <chrono>

namespace mapferryd {

std::int64_t system_clock::now() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

system_entropy::system_entropy() {
  std::random_device kernel;
  std::array<std::uint32_t, 16> words{};
  for (auto& word : words)
    word = kernel();
  std::seed_seq seed(words.begin(), words.end());
  generator_.seed(seed);
}

std::uint64_t system_entropy::next() {
  const std::scoped_lock lock(mutex_);
  return generator_();
}

} // namespace mapferryd
