#include "io/store/lmdb_store.hpp"

#include "io/store/store_rescue.hpp"
#include "io/store/store_rows.hpp"

#include <sys/random.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace io {
namespace {

/// Growing ends here: a batch that does not fit is a defect, not a full map.
constexpr std::size_t map_limit = std::size_t{1} << 36;

proto::failure failed(int rc, const char* during, const std::string& file) {
  proto::failure why;
  const bool full = rc == ENOSPC || rc == EDQUOT;
  why.code = full ? proto::failure_code::disk_full : proto::failure_code::store_unavailable;
  why.during = during;
  why.subject = file;
  why.server_said = ::mdb_strerror(rc);
  why.worth_retrying = true;
  return why;
}

/// Ten characters that are good in names: Crockford's base 32 in lower case.
std::string random_id() {
  static constexpr char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::array<unsigned char, 10> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return {};
  std::string id;
  for (unsigned char byte : bytes)
    id += letters[byte & 31];
  return id;
}

std::size_t size_of(const std::string& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
}

} // namespace

proto::result<std::unique_ptr<lmdb_store>> lmdb_store::open(instance_lock lock) {
  return open(std::move(lock), options{});
}

proto::result<std::unique_ptr<lmdb_store>> lmdb_store::open(instance_lock lock, options with) {
  auto examined = rescue_store(lock.directory() + "/store.mdb");
  if (!examined)
    return examined.error();
  std::unique_ptr<lmdb_store> store(new lmdb_store(std::move(lock), std::move(*examined)));
  if (int rc = store->open_file(with.map_bytes))
    return failed(rc, "opening the store", store->file_);
  return store;
}

lmdb_store::lmdb_store(instance_lock lock, std::optional<std::string> put_aside)
  : lock_(std::move(lock)),
    file_(lock_.directory() + "/store.mdb"),
    put_aside_(std::move(put_aside)) {}

int lmdb_store::open_file(std::size_t map_bytes) {
  env_.reset();
  // The map must hold what is there, with room for a copy-on-write of it.
  map_bytes_ = std::max(map_bytes, size_of(file_) + (1u << 16));
  if (int rc = open_environment(file_, map_bytes_, 0, env_))
    return rc;
  transaction_ptr txn;
  if (int rc = begin(env_.get(), 0, txn))
    return rc;
  if (int rc = first_use(txn.get()))
    return rc;
  return io::commit(std::move(txn));
}

/// After one I/O error at the meta page everything fails until the file is closed
/// and opened again. A batch is idempotent: once more does no harm.
template <class Work>
int lmdb_store::in_open_file(Work work) {
  int rc = env_ ? 0 : open_file(map_bytes_);
  if (rc == 0)
    rc = work();
  if (rc == MDB_PANIC && (rc = open_file(map_bytes_)) == 0)
    rc = work();
  return rc;
}

template <class Change>
proto::outcome lmdb_store::commit_change(Change change) {
  std::lock_guard guard(mutex_);
  const int rc = in_open_file([&] { return write(change); });
  if (rc != 0)
    return failed(rc, "committing to the store", file_);
  return {};
}

/// One transaction, in a larger map where it does not fit.
template <class Change>
int lmdb_store::write(Change change) {
  for (;;) {
    transaction_ptr txn;
    int rc = begin(env_.get(), 0, txn);
    if (rc == 0)
      rc = change(txn.get());
    if (rc == 0)
      rc = io::commit(std::move(txn));
    txn.reset();
    if (rc != MDB_MAP_FULL || (rc = grow()) != 0)
      return rc;
  }
}

int lmdb_store::first_use(MDB_txn* txn) {
  for (const char* name : table_names) {
    MDB_dbi dbi = 0;
    if (int rc = ::mdb_dbi_open(txn, name, MDB_CREATE, &dbi))
      return rc;
  }
  std::string id;
  if (int rc = read_install_id(txn, id))
    return rc;
  if (id.empty()) {
    id = random_id();
    if (id.empty())
      return EIO;
    if (int rc = put_sealed(txn, table::meta, "install_id", id))
      return rc;
  }
  return put_sealed(txn, table::meta, "schema", std::to_string(store_schema));
}

proto::result<core::stored_state> lmdb_store::load() {
  std::lock_guard guard(mutex_);
  core::stored_state state;
  const int rc = in_open_file([&] { return read(state); });
  if (rc != 0)
    return failed(rc, "reading the store", file_);
  // What cannot be put aside now (disk full) is found again at the next start.
  if (!state.quarantine.empty())
    set_aside(state);
  return state;
}

int lmdb_store::read(core::stored_state& state) {
  transaction_ptr txn;
  if (int rc = begin(env_.get(), MDB_RDONLY, txn))
    return rc;
  if (int rc = read_rows(txn.get(), state))
    return rc;
  return io::commit(std::move(txn));
}

int lmdb_store::set_aside(const core::stored_state& state) {
  return write([&](MDB_txn* txn) { return quarantine_rows(txn, state); });
}

proto::outcome lmdb_store::commit(const core::store_batch& batch) {
  if (batch.empty())
    return {};
  return commit_change([&](MDB_txn* txn) { return write_rows(txn, batch); });
}

std::optional<core::sign_in_refusal> lmdb_store::refusal(const std::string& key) {
  std::lock_guard guard(mutex_);
  std::optional<core::sign_in_refusal> found;
  (void)in_open_file([&] {
    transaction_ptr txn;
    const int rc = begin(env_.get(), MDB_RDONLY, txn);
    return rc != 0 ? rc : read_refusal(txn.get(), key, found);
  });
  return found;
}

proto::outcome lmdb_store::remember(const std::string& key, const core::sign_in_refusal& what) {
  return commit_change([&](MDB_txn* txn) { return write_refusal(txn, key, what); });
}

proto::outcome lmdb_store::forget(const std::string& key) {
  return commit_change([&](MDB_txn* txn) { return forget_refusal(txn, key); });
}

int lmdb_store::grow() {
  if (map_bytes_ >= map_limit)
    return MDB_MAP_FULL;
  map_bytes_ *= 2;
  return ::mdb_env_set_mapsize(env_.get(), map_bytes_);
}

} // namespace io
