#pragma once

#include "core/ports/transfers.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace io {

/// A token, or none needed, or why none could be had.
struct token_outcome {
  std::string token{};
  std::optional<core::reply> failed{};
};

/// Tokens that are here, and who waits for one that is being fetched: one fetch
/// a key, however many wait. From any thread.
class token_slots {
public:
  using taker = std::function<void(token_outcome)>;

  /// Calls `take` at once if the token is here, else when it has come. True if the
  /// caller is the one to fetch it and to call finish.
  bool get(const std::string& key, std::int64_t now, taker take);
  /// A question that the fetch is waiting for; dropped by finish.
  void keep(const std::string& key, core::operation_ptr asking);
  /// Hands the outcome to all who wait. A failure is good for nobody else: `good_until` 0.
  void finish(const std::string& key, const token_outcome& outcome, std::int64_t good_until);
  /// This token is no good any more.
  void drop(const std::string& key, const std::string& token);

private:
  struct slot {
    std::string token;
    std::int64_t good_until = 0; ///< epoch ms; also of "no token needed"
    bool busy = false;
    std::vector<taker> waiting;
    std::vector<core::operation_ptr> asking; ///< the questions since the slot became busy
  };

  std::mutex mutex_;
  std::map<std::string, slot> slots_;
};

} // namespace io
