#include "io/disk/sqlite_reader.hpp"

#include "io/disk/check_failure.hpp"
#include "io/disk/posix.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cctype>
#include <utility>

namespace io {
namespace {

constexpr int length_limit = 1 << 28;           // bytes of a value or row
constexpr int steps_between_looks = 10'000;     // of SQLite's virtual machine
constexpr std::int64_t heap_limit = 256 << 20;  // of SQLite in this process
constexpr std::size_t answer_limit = 16u << 20; // bytes that one query may bring

int compare_folded(void*, int length_a, const void* a, int length_b, const void* b) {
  const auto* left = static_cast<const unsigned char*>(a);
  const auto* right = static_cast<const unsigned char*>(b);
  for (int i = 0; i < std::min(length_a, length_b); ++i)
    if (const int difference = std::toupper(left[i]) - std::toupper(right[i]))
      return difference;
  return length_a - length_b;
}

struct finalize {
  void operator()(sqlite3_stmt* statement) const { ::sqlite3_finalize(statement); }
};

void harden(sqlite3* database) {
  for (int option : {SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_WRITABLE_SCHEMA,
         SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION})
    ::sqlite3_db_config(database, option, 0, nullptr);
  ::sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_limit(database, SQLITE_LIMIT_LENGTH, length_limit);
  ::sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1'000'000);
  ::sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 100);
  ::sqlite3_limit(database, SQLITE_LIMIT_VDBE_OP, 250'000);
  ::sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  ::sqlite3_create_collation(database, "ICUFOLDCASE", SQLITE_UTF8, nullptr, compare_folded);
}

} // namespace

struct sqlite_reader::guard {
  std::chrono::steady_clock::time_point deadline;
  std::stop_token stop;

  static int look(void* self) {
    const auto* at = static_cast<guard*>(self);
    return at->stop.stop_requested() || std::chrono::steady_clock::now() > at->deadline;
  }
};

void sqlite_reader::closer::operator()(sqlite3* database) const { ::sqlite3_close_v2(database); }

sqlite_reader::sqlite_reader() = default;
sqlite_reader::sqlite_reader(sqlite_reader&&) noexcept = default;
sqlite_reader::~sqlite_reader() = default;

proto::result<sqlite_reader> sqlite_reader::open(
  int file, const std::string& subject, std::chrono::milliseconds time_limit, std::stop_token stop) {
  ::sqlite3_hard_heap_limit64(heap_limit);
  sqlite_reader made;
  made.subject_ = subject;
  made.guard_ = std::make_unique<guard>(guard{std::chrono::steady_clock::now() + time_limit, std::move(stop)});
  const auto uri = "file:/proc/self/fd/" + std::to_string(file) + "?mode=ro&immutable=1";
  sqlite3* raw = nullptr;
  constexpr int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  const int rc = ::sqlite3_open_v2(uri.c_str(), &raw, flags, nullptr);
  made.database_.reset(raw);
  if (rc != SQLITE_OK)
    return made.failed();
  harden(raw);
  ::sqlite3_progress_handler(raw, steps_between_looks, guard::look, made.guard_.get());
  for (const char* pragma :
    {"PRAGMA trusted_schema=OFF", "PRAGMA ignore_check_constraints=ON", "PRAGMA cell_size_check=ON",
      "PRAGMA mmap_size=0", "PRAGMA cache_size=-8192", "PRAGMA temp_store=MEMORY", "PRAGMA query_only=ON"})
    if (auto done = made.query(pragma); !done)
      return done.error();
  return made;
}

proto::failure sqlite_reader::failed() const {
  if (guard_->stop.stop_requested())
    return stopped(subject_);
  const int rc = database_ ? ::sqlite3_errcode(database_.get()) : SQLITE_NOMEM;
  if (rc == SQLITE_IOERR)
    return disk_failure(EIO, "reading", subject_);
  if (rc == SQLITE_INTERRUPT)
    return damaged(subject_, "reading it took longer than a file of its size may");
  return damaged(subject_, database_ ? ::sqlite3_errmsg(database_.get()) : ::sqlite3_errstr(rc));
}

proto::result<std::vector<sqlite_row>> sqlite_reader::query(
  const std::string& sql, const std::vector<std::string>& parameters) {
  sqlite3_stmt* raw = nullptr;
  if (::sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
    return failed();
  const std::unique_ptr<sqlite3_stmt, finalize> statement(raw);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    ::sqlite3_bind_text(
      raw, static_cast<int>(i) + 1, parameters[i].data(), static_cast<int>(parameters[i].size()), SQLITE_TRANSIENT);
  std::vector<sqlite_row> rows;
  std::size_t taken = 0;
  int rc = 0;
  while ((rc = ::sqlite3_step(raw)) == SQLITE_ROW) {
    sqlite_row& row = rows.emplace_back();
    for (int column = 0; column < ::sqlite3_column_count(raw); ++column) {
      const bool is_null = ::sqlite3_column_type(raw, column) == SQLITE_NULL;
      const auto* text = reinterpret_cast<const char*>(::sqlite3_column_text(raw, column));
      if (text == nullptr && !is_null) // no memory for it within the limit
        return failed();
      const auto length = static_cast<std::size_t>(::sqlite3_column_bytes(raw, column));
      taken += length + sizeof(sqlite_row::value_type);
      if (taken > answer_limit)
        return damaged(subject_, "a table that should be small holds more than 16 MiB");
      row.push_back(is_null ? std::nullopt : std::optional(std::string(text, length)));
    }
  }
  if (rc != SQLITE_DONE)
    return failed();
  return rows;
}

} // namespace io
