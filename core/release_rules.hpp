#pragma once

#include "core/rules.hpp"
#include "proto/record/ledger_record.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace core {

/// An entry of the ledger that somebody looks after, and what a restart may forget.
struct release_state {
  proto::ledger_record entry;
  std::set<std::string> gone; ///< ids as sent that the service says are unregistered, even while it still lists them
  bool status_asked = false;
  std::vector<std::string> found; ///< ids of replicas to unregister
  std::uint32_t searches = 0;     ///< lists read without finding anything
  std::uint32_t failures = 0;     ///< in a row
};

/// What comes next for an entry.
struct release_move {
  enum class next {
    ask,      ///< send `request`
    later,    ///< enter again after `pause`
    released, ///< nothing of it is left on the server: the entry may go
    kept,     ///< of an entry that exists: it has no twin, it is in use
  };
  release_state state;
  next what = next::ask;
  small_request request;
  std::chrono::milliseconds pause{0};
};

/// Gives back what an attempt has left on a server.
///
///   to release:  id known ─► unregister ─┐
///                status address ─► its id, or nothing ─► list ─► unregister each ─► list: none left ─► released
///                an attempt without an answer and without a find: list again, at growing intervals for a day
///   exists:      list ─► unregister each twin (same name with the server's `_k`, another id) ─► kept
///
/// Replicas are found by their exact name (is_replica_of) and released by their
/// id. An unreadable or missing answer means later, without an end.
release_move release_next(const release_state& state, const rules& rules);
release_move release_answered(
  const release_state& state, const small_request& asked, const reply& answer, const rules& rules, std::int64_t now);

} // namespace core
