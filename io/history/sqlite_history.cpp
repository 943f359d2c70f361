#include "io/history/sqlite_history.hpp"

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

/// The rollback journal's removal is synced too (EXTRA): a row that was told of is there after a power cut.
constexpr const char* set_up =
  "PRAGMA synchronous=EXTRA; PRAGMA busy_timeout=5000;"
  "CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, ended_at INTEGER NOT NULL, view TEXT NOT NULL)";

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
  const auto view = to_json(job).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::lock_guard guard(mutex_);
  const auto statement =
    prepare(database_.get(), "INSERT OR REPLACE INTO job (id, ended_at, view) VALUES (?1, ?2, ?3)");
  if (!statement)
    return failed("adding to the history");
  bind(statement, 1, job.id);
  ::sqlite3_bind_int64(statement.get(), 2, job.ended_at);
  bind(statement, 3, view);
  if (!run(statement))
    return failed("adding to the history");
  return {};
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
