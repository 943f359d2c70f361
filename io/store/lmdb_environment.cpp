#include "io/store/lmdb_environment.hpp"

#include <cstdint>

namespace io {

int open_environment(const std::string& file, std::size_t map_bytes, unsigned flags, environment_ptr& env) {
  MDB_env* raw = nullptr;
  if (int rc = ::mdb_env_create(&raw))
    return rc;
  environment_ptr made(raw);
  if (int rc = ::mdb_env_set_maxdbs(raw, static_cast<MDB_dbi>(table_names.size())))
    return rc;
  if (int rc = ::mdb_env_set_mapsize(raw, map_bytes))
    return rc;
  constexpr unsigned always = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS | MDB_NORDAHEAD;
  if (int rc = ::mdb_env_open(raw, file.c_str(), flags | always, 0600))
    return rc;
  env = std::move(made);
  return 0;
}

int begin(MDB_env* env, unsigned flags, transaction_ptr& txn) {
  MDB_txn* raw = nullptr;
  if (int rc = ::mdb_txn_begin(env, nullptr, flags, &raw))
    return rc;
  txn.reset(raw);
  return 0;
}

int commit(transaction_ptr txn) { return ::mdb_txn_commit(txn.release()); }

int walk(MDB_txn* txn, table which, const visitor& visit) {
  MDB_dbi dbi = 0;
  int rc = ::mdb_dbi_open(txn, name_of(which), 0, &dbi);
  if (rc == MDB_NOTFOUND)
    return 0;
  MDB_cursor* raw = nullptr;
  if (rc != 0 || (rc = ::mdb_cursor_open(txn, dbi, &raw)) != 0)
    return rc;
  cursor_ptr cursor(raw);
  MDB_val key{};
  MDB_val value{};
  while ((rc = ::mdb_cursor_get(raw, &key, &value, MDB_NEXT)) == 0)
    if (int stop = visit(view_of(key), view_of(value)))
      return stop;
  return rc == MDB_NOTFOUND ? 0 : rc;
}

} // namespace io
