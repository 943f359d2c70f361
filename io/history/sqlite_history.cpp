#include "io/history/sqlite_history.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <cstdio>
#include <ctime>
#include <utility>

namespace io {
namespace {

struct finalize {
  void operator()(sqlite3_stmt* statement) const { ::sqlite3_finalize(statement); }
};
using statement_ptr = std::unique_ptr<sqlite3_stmt, finalize>;

proto::failure history_failure(sqlite3* database, const char* during, const std::string& file) {
  const int rc = database != nullptr ? ::sqlite3_errcode(database) : SQLITE_NOMEM;
  proto::failure why;
  why.code = rc == SQLITE_FULL                    ? proto::failure_code::disk_full
    : rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT ? proto::failure_code::state_damaged
                                                  : proto::failure_code::store_unavailable;
  why.during = during;
  why.subject = file;
  why.server_said = database != nullptr ? ::sqlite3_errmsg(database) : ::sqlite3_errstr(rc);
  why.worth_retrying = true;
  return why;
}

statement_ptr prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  ::sqlite3_prepare_v2(database, sql, -1, &raw, nullptr);
  return statement_ptr(raw);
}

void bind(const statement_ptr& statement, int at, const std::string& text) {
  ::sqlite3_bind_text(statement.get(), at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

bool run(const statement_ptr& statement) { return statement && ::sqlite3_step(statement.get()) == SQLITE_DONE; }

std::optional<proto::export_kind> kind_of_word(const std::string& text) {
  using enum proto::export_kind;
  for (const auto kind : {feature_sync, raster_tiles, vector_tiles})
    if (proto::word(kind) == text)
      return kind;
  return std::nullopt;
}

/// The rollback journal's removal is synced too (EXTRA): a row that was told of is there after a power cut.
constexpr const char* set_up =
  "PRAGMA synchronous=EXTRA; PRAGMA busy_timeout=5000;"
  "CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, ended_at INTEGER NOT NULL, view TEXT NOT NULL);"
  "CREATE TABLE IF NOT EXISTS export (job TEXT, layer INTEGER, ended_at INTEGER NOT NULL, service TEXT NOT NULL, "
  "kind TEXT NOT NULL, holds INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (job, layer))";

} // namespace

void sqlite_history::closer::operator()(sqlite3* database) const { ::sqlite3_close_v2(database); }

sqlite_history::sqlite_history(std::string file, database_ptr database)
  : file_(std::move(file)),
    database_(std::move(database)) {}

sqlite_history::~sqlite_history() = default;

proto::failure sqlite_history::failed(const char* during) const {
  return history_failure(database_.get(), during, file_);
}

proto::result<sqlite_history::database_ptr> sqlite_history::open_file(const std::string& file) {
  sqlite3* raw = nullptr;
  const int rc = ::sqlite3_open_v2(file.c_str(), &raw,
    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
  database_ptr database(raw);
  if (rc != SQLITE_OK || ::sqlite3_exec(raw, set_up, nullptr, nullptr, nullptr) != SQLITE_OK)
    return history_failure(raw, "opening the history", file);
  const auto check = prepare(raw, "PRAGMA quick_check(1)");
  if (!check || ::sqlite3_step(check.get()) != SQLITE_ROW)
    return history_failure(raw, "opening the history", file);
  const auto* verdict = reinterpret_cast<const char*>(::sqlite3_column_text(check.get(), 0));
  if (verdict == nullptr || std::string(verdict) != "ok") {
    auto why = history_failure(raw, "opening the history", file);
    why.code = proto::failure_code::state_damaged;
    return why;
  }
  return database;
}

proto::result<std::unique_ptr<sqlite_history>> sqlite_history::open(const std::string& state_directory) {
  const auto file = state_directory + "/history.db";
  auto database = open_file(file);
  if (!database) {
    const auto aside = file + ".damaged-" + std::to_string(std::time(nullptr));
    const bool is_damaged = database.error().code == proto::failure_code::state_damaged;
    if (!is_damaged || std::rename(file.c_str(), aside.c_str()) != 0)
      return database.error();
    database = open_file(file);
  }
  if (!database)
    return database.error();
  return std::unique_ptr<sqlite_history>(new sqlite_history(file, std::move(*database)));
}

proto::outcome sqlite_history::append(const proto::job_view& job) {
  std::lock_guard guard(mutex_);
  const auto execute = [&](const char* sql) {
    return ::sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  };
  if (execute("BEGIN IMMEDIATE") && add_job(job) && add_experience(job) && execute("COMMIT"))
    return {};
  auto why = failed("adding to the history");
  execute("ROLLBACK");
  return why;
}

bool sqlite_history::add_job(const proto::job_view& job) {
  const auto statement =
    prepare(database_.get(), "INSERT OR REPLACE INTO job (id, ended_at, view) VALUES (?1, ?2, ?3)");
  if (!statement)
    return false;
  bind(statement, 1, job.id);
  ::sqlite3_bind_int64(statement.get(), 2, job.ended_at);
  const auto view = to_json(job).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  bind(statement, 3, view);
  return run(statement);
}

bool sqlite_history::add_experience(const proto::job_view& job) {
  const auto statement = prepare(database_.get(),
    "INSERT OR REPLACE INTO export (job, layer, ended_at, service, kind, holds, bytes) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!statement)
    return false;
  for (const auto& layer : job.layers) {
    if (layer.phase != proto::layer_phase::done || layer.holds == 0 || !layer.bytes_total)
      continue;
    const auto service = proto::without_query(layer.service);
    const std::string kind{proto::word(layer.kind)};
    bind(statement, 1, job.id);
    ::sqlite3_bind_int64(statement.get(), 2, layer.index);
    ::sqlite3_bind_int64(statement.get(), 3, job.ended_at);
    bind(statement, 4, service);
    bind(statement, 5, kind);
    ::sqlite3_bind_int64(statement.get(), 6, static_cast<std::int64_t>(layer.holds));
    ::sqlite3_bind_int64(statement.get(), 7, static_cast<std::int64_t>(*layer.bytes_total));
    if (!run(statement))
      return false;
    ::sqlite3_reset(statement.get());
  }
  return true;
}

proto::result<std::vector<core::export_experience>> sqlite_history::experience() {
  std::lock_guard guard(mutex_);
  const auto statement = prepare(
    database_.get(), "SELECT service, kind, holds, bytes FROM export ORDER BY ended_at DESC, job, layer LIMIT 1000");
  if (!statement)
    return failed("reading the history");
  const auto text = [&](int column) {
    const auto* bytes = reinterpret_cast<const char*>(::sqlite3_column_text(statement.get(), column));
    return std::string{bytes != nullptr ? bytes : ""};
  };
  std::vector<core::export_experience> all;
  int rc = 0;
  while ((rc = ::sqlite3_step(statement.get())) == SQLITE_ROW) {
    const auto kind = kind_of_word(text(1));
    const auto holds = ::sqlite3_column_int64(statement.get(), 2), bytes = ::sqlite3_column_int64(statement.get(), 3);
    if (kind && holds > 0 && bytes > 0)
      all.push_back({text(0), *kind, static_cast<std::uint64_t>(holds), static_cast<std::uint64_t>(bytes)});
  }
  if (rc != SQLITE_DONE)
    return failed("reading the history");
  return all;
}

proto::result<std::vector<proto::job_view>> sqlite_history::list() {
  std::lock_guard guard(mutex_);
  const auto statement = prepare(database_.get(), "SELECT view FROM job ORDER BY ended_at DESC, id DESC");
  if (!statement)
    return failed("reading the history");
  std::vector<proto::job_view> jobs;
  int rc = 0;
  while ((rc = ::sqlite3_step(statement.get())) == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(::sqlite3_column_text(statement.get(), 0));
    const auto json = nlohmann::json::parse(text != nullptr ? text : "", nullptr, false);
    auto job = proto::read_job_view(json.is_discarded() ? nlohmann::json() : json);
    if (job) // a row of another version that this one cannot read stays where it is
      jobs.push_back(std::move(*job));
  }
  if (rc != SQLITE_DONE)
    return failed("reading the history");
  return jobs;
}

proto::outcome sqlite_history::forget(const std::string& job) {
  std::lock_guard guard(mutex_);
  const auto statement = prepare(database_.get(), "DELETE FROM job WHERE id = ?1");
  if (!statement)
    return failed("removing from the history");
  bind(statement, 1, job);
  if (!run(statement))
    return failed("removing from the history");
  return {};
}

} // namespace io
