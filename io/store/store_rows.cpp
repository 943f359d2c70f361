#include "io/store/store_rows.hpp"

#include "io/store/sealed_value.hpp"
#include "proto/arcgis/members.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace io {
namespace {

int open_table(MDB_txn* txn, table which, MDB_dbi& dbi) {
  return ::mdb_dbi_open(txn, name_of(which), MDB_CREATE, &dbi);
}

int put(MDB_txn* txn, table which, std::string_view key, std::string_view value) {
  MDB_dbi dbi = 0;
  if (int rc = open_table(txn, which, dbi))
    return rc;
  auto k = value_of(key);
  auto v = value_of(value);
  return ::mdb_put(txn, dbi, &k, &v, 0);
}

int remove(MDB_txn* txn, table which, std::string_view key) {
  MDB_dbi dbi = 0;
  if (int rc = open_table(txn, which, dbi))
    return rc;
  auto k = value_of(key);
  const int rc = ::mdb_del(txn, dbi, &k, nullptr);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int remove_prefix(MDB_txn* txn, table which, const std::string& prefix) {
  MDB_dbi dbi = 0;
  if (int rc = open_table(txn, which, dbi))
    return rc;
  MDB_cursor* raw = nullptr;
  if (int rc = ::mdb_cursor_open(txn, dbi, &raw))
    return rc;
  cursor_ptr cursor(raw);
  auto key = value_of(prefix);
  MDB_val value{};
  int rc = ::mdb_cursor_get(raw, &key, &value, MDB_SET_RANGE);
  while (rc == 0 && view_of(key).starts_with(prefix)) {
    if (int deleted = ::mdb_cursor_del(raw, 0))
      return deleted;
    rc = ::mdb_cursor_get(raw, &key, &value, MDB_NEXT);
  }
  return rc == MDB_NOTFOUND ? 0 : rc;
}

/// Text of servers may be broken UTF-8: it is kept readable, not refused.
std::string text_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string key_of(const proto::job_record& record) { return record.id; }
std::string key_of(const proto::layer_record& record) { return record.job + "/" + std::to_string(record.index); }
std::string key_of(const proto::ledger_record& record) { return record.name; }

template <class Record>
int put_records(MDB_txn* txn, table which, const std::vector<Record>& records) {
  for (const auto& record : records)
    if (int rc = put_sealed(txn, which, key_of(record), text_of(to_json(record))))
      return rc;
  return 0;
}

int forget_job(MDB_txn* txn, const std::string& id) {
  if (int rc = remove(txn, table::job, id))
    return rc;
  if (int rc = remove_prefix(txn, table::layer, id + "/"))
    return rc;
  if (int rc = remove(txn, table::quarantine, "job/" + id))
    return rc;
  return remove_prefix(txn, table::quarantine, "layer/" + id + "/");
}

template <class Record>
int read_records(MDB_txn* txn, table which, proto::result<Record> (*decode)(const nlohmann::json&),
  std::vector<Record>& records, std::vector<core::quarantined>& unreadable) {
  return walk(txn, which, [&](std::string_view key, std::string_view value) {
    auto refuse = [&](std::string reason) {
      unreadable.push_back({name_of(which), std::string(key), std::move(reason)});
      return 0;
    };
    const auto content = unseal(name_of(which), key, value);
    if (!content)
      return refuse("the checksum does not fit");
    const auto json = nlohmann::json::parse(*content, nullptr, false);
    if (json.is_discarded())
      return refuse("not JSON");
    auto record = decode(json);
    if (!record)
      return refuse(proto::describe(record.error()));
    if (key_of(*record) != key)
      return refuse("the record belongs to another key");
    records.push_back(std::move(*record));
    return 0;
  });
}

/// Quarantined value: reason, NUL, the bytes as they were.
int read_quarantine(MDB_txn* txn, std::vector<core::quarantined>& list) {
  return walk(txn, table::quarantine, [&](std::string_view key, std::string_view value) {
    const auto slash = std::min(key.find('/'), key.size());
    list.push_back({std::string(key.substr(0, slash)), std::string(key.substr(std::min(slash + 1, key.size()))),
      std::string(value.substr(0, value.find('\0')))});
    return 0;
  });
}

int quarantine_row(MDB_txn* txn, table which, const core::quarantined& row) {
  MDB_dbi dbi = 0;
  if (int rc = open_table(txn, which, dbi))
    return rc;
  auto key = value_of(row.key);
  MDB_val found{};
  int rc = ::mdb_get(txn, dbi, &key, &found);
  if (rc == MDB_NOTFOUND)
    return 0; // put there earlier
  if (rc != 0)
    return rc;
  std::string value = row.reason;
  value += '\0';
  value += view_of(found);
  if ((rc = put(txn, table::quarantine, row.table + "/" + row.key, value)) != 0)
    return rc;
  return remove(txn, which, row.key);
}

} // namespace

int put_sealed(MDB_txn* txn, table which, std::string_view key, std::string_view content) {
  return put(txn, which, key, seal(name_of(which), key, content));
}

int write_rows(MDB_txn* txn, const core::store_batch& batch) {
  if (int rc = put_records(txn, table::job, batch.jobs))
    return rc;
  if (int rc = put_records(txn, table::layer, batch.layers))
    return rc;
  if (int rc = put_records(txn, table::ledger, batch.ledger))
    return rc;
  for (const auto& id : batch.forget_jobs)
    if (int rc = forget_job(txn, id))
      return rc;
  for (const auto& name : batch.forget_ledger)
    if (int rc = remove(txn, table::ledger, name))
      return rc;
  return 0;
}

int read_install_id(MDB_txn* txn, std::string& id) {
  return walk(txn, table::meta, [&](std::string_view key, std::string_view value) {
    if (key == "install_id")
      if (auto content = unseal(name_of(table::meta), key, value))
        id = *content;
    return 0;
  });
}

int read_rows(MDB_txn* txn, core::stored_state& state) {
  int rc = read_install_id(txn, state.install_id);
  if (rc == 0)
    rc = read_quarantine(txn, state.quarantine);
  if (rc == 0)
    rc = read_records<proto::job_record>(txn, table::job, proto::read_job_record, state.jobs, state.quarantine);
  if (rc == 0)
    rc = read_records<proto::layer_record>(txn, table::layer, proto::read_layer_record, state.layers, state.quarantine);
  if (rc == 0)
    rc =
      read_records<proto::ledger_record>(txn, table::ledger, proto::read_ledger_record, state.ledger, state.quarantine);
  // Keys sort as text: layer 10 stands before layer 2.
  std::ranges::stable_sort(state.layers, {}, [](const auto& layer) { return std::pair(layer.job, layer.index); });
  return rc;
}

int quarantine_rows(MDB_txn* txn, const core::stored_state& state) {
  for (const auto& row : state.quarantine)
    for (auto which : {table::job, table::layer, table::ledger})
      if (row.table == name_of(which))
        if (int rc = quarantine_row(txn, which, row))
          return rc;
  return 0;
}

int read_refusal(MDB_txn* txn, const std::string& key, std::optional<core::sign_in_refusal>& refusal) {
  MDB_dbi dbi = 0;
  if (int rc = ::mdb_dbi_open(txn, name_of(table::sign_in), 0, &dbi))
    return rc;
  auto k = value_of(key);
  MDB_val found{};
  if (int rc = ::mdb_get(txn, dbi, &k, &found))
    return rc == MDB_NOTFOUND ? 0 : rc;
  const auto content = unseal(name_of(table::sign_in), key, view_of(found));
  const auto json = content ? nlohmann::json::parse(*content, nullptr, false) : nlohmann::json();
  if (const auto* why = proto::member(json, "why"))
    refusal = {proto::text_in(json, "salt"), proto::text_in(json, "fingerprint"), why->get<proto::failure>()};
  return 0;
}

int write_refusal(MDB_txn* txn, const std::string& key, const core::sign_in_refusal& refusal) {
  const nlohmann::json json{
    {"v", 1}, {"salt", refusal.salt}, {"fingerprint", refusal.fingerprint}, {"why", refusal.why}};
  return put_sealed(txn, table::sign_in, key, text_of(json));
}

int forget_refusal(MDB_txn* txn, const std::string& key) { return remove(txn, table::sign_in, key); }

} // namespace io
