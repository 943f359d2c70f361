#pragma once

#include "core/ports/job_store.hpp"
#include "core/ports/sign_in_memory.hpp"
#include "io/store/lmdb_environment.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace io {

/// Writes a batch into a transaction; LMDB's code, 0 for success.
int write_rows(MDB_txn* txn, const core::store_batch& batch);

/// The installation's id, empty if it has none yet.
int read_install_id(MDB_txn* txn, std::string& id);

/// Reads all records. What cannot be read is listed in `state.quarantine`, after
/// what lies in quarantine already.
int read_rows(MDB_txn* txn, core::stored_state& state);

/// Moves the listed rows that are still in their tables into quarantine, bytes unchanged.
int quarantine_rows(MDB_txn* txn, const core::stored_state& state);

/// A refused sign-in; one that cannot be read is none.
int read_refusal(MDB_txn* txn, const std::string& key, std::optional<core::sign_in_refusal>& refusal);
int write_refusal(MDB_txn* txn, const std::string& key, const core::sign_in_refusal& refusal);
int forget_refusal(MDB_txn* txn, const std::string& key);

/// Writes one sealed value.
int put_sealed(MDB_txn* txn, table which, std::string_view key, std::string_view content);

} // namespace io
