#include "io/http/token_slots.hpp"

#include <utility>

namespace io {

bool token_slots::get(const std::string& key, std::int64_t now, taker take) {
  std::unique_lock lock(mutex_);
  auto& at = slots_[key];
  if (now < at.good_until) {
    token_outcome here{at.token, std::nullopt};
    lock.unlock();
    take(std::move(here));
    return false;
  }
  at.waiting.push_back(std::move(take));
  return !std::exchange(at.busy, true);
}

void token_slots::keep(const std::string& key, core::operation_ptr asking) {
  const std::lock_guard lock(mutex_); // the answer may be here already, and with it the next question
  slots_[key].asking.push_back(std::move(asking));
}

void token_slots::finish(const std::string& key, const token_outcome& outcome, std::int64_t good_until) {
  std::vector<taker> waiting;
  std::vector<core::operation_ptr> answered;
  {
    const std::lock_guard lock(mutex_);
    auto& at = slots_[key];
    answered.swap(at.asking);
    at.token = outcome.token;
    at.good_until = good_until;
    at.busy = false;
    waiting.swap(at.waiting);
  }
  for (const auto& take : waiting)
    take(outcome);
}

void token_slots::drop(const std::string& key, const std::string& token) {
  const std::lock_guard lock(mutex_);
  if (const auto at = slots_.find(key); at != slots_.end() && at->second.token == token)
    at->second.good_until = 0;
}

} // namespace io
