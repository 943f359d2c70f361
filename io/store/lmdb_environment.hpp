#pragma once

#include <lmdb.h>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace io {

/// Tables of the store. The order is that of their age: schema 1 has all but the last.
enum class table { meta, job, layer, ledger, quarantine, sign_in };
inline constexpr std::array<const char*, 6> table_names{"meta", "job", "layer", "ledger", "quarantine", "signin"};
inline const char* name_of(table which) { return table_names[static_cast<std::size_t>(which)]; }

/// Number of the layout below `meta/schema`. A greater one belongs to a newer version.
inline constexpr int store_schema = 2;

struct close_environment {
  void operator()(MDB_env* env) const { ::mdb_env_close(env); }
};
struct abort_transaction {
  void operator()(MDB_txn* txn) const { ::mdb_txn_abort(txn); }
};
struct close_cursor {
  void operator()(MDB_cursor* cursor) const { ::mdb_cursor_close(cursor); }
};
using environment_ptr = std::unique_ptr<MDB_env, close_environment>;
using transaction_ptr = std::unique_ptr<MDB_txn, abort_transaction>;
using cursor_ptr = std::unique_ptr<MDB_cursor, close_cursor>;

inline MDB_val value_of(std::string_view bytes) { return {bytes.size(), const_cast<char*>(bytes.data())}; }
inline std::string_view view_of(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

/// All functions below give LMDB's or errno's code, 0 for success.

/// Opens a store file. No lock of LMDB's own: one process by instance_lock, one
/// transaction at a time by the caller.
int open_environment(const std::string& file, std::size_t map_bytes, unsigned flags, environment_ptr& env);
int begin(MDB_env* env, unsigned flags, transaction_ptr& txn);
/// Commits; the transaction is gone also where that fails.
int commit(transaction_ptr txn);

/// Calls `visit` with every key and value in order; a code other than 0 from it ends the walk.
/// A table that does not exist is an empty one.
using visitor = std::function<int(std::string_view key, std::string_view value)>;
int walk(MDB_txn* txn, table which, const visitor& visit);

} // namespace io
