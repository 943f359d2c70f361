#include "sandbox/geodatabase/sqlite_file.hpp"

#include <sqlite3.h>

namespace sandbox {

sqlite_statement::sqlite_statement(sqlite3* database, const std::string& sql) {
  const char* tail = nullptr;
  sqlite3_prepare_v2(database, sql.c_str(), -1, &statement_, &tail);
  if (statement_ != nullptr && *tail != '\0') {
    sqlite3_finalize(statement_);
    statement_ = nullptr;
  }
}

sqlite_statement::~sqlite_statement() { sqlite3_finalize(statement_); }

void sqlite_statement::bind(int place, const cell& parameter) {
  if (const auto* whole = std::get_if<std::int64_t>(&parameter)) {
    sqlite3_bind_int64(statement_, place, *whole);
  } else if (const auto* real = std::get_if<double>(&parameter)) {
    sqlite3_bind_double(statement_, place, *real);
  } else if (const auto* text = std::get_if<std::string>(&parameter)) {
    sqlite3_bind_text(statement_, place, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
  } else if (const auto* bytes = std::get_if<blob>(&parameter)) {
    sqlite3_bind_blob(statement_, place, bytes->bytes.data(), static_cast<int>(bytes->bytes.size()), SQLITE_STATIC);
  } else {
    sqlite3_bind_null(statement_, place);
  }
}

bool sqlite_statement::run(std::span<const cell> parameters) {
  int place = 0;
  for (const cell& parameter : parameters)
    bind(++place, parameter);
  const bool done = sqlite3_step(statement_) == SQLITE_DONE;
  sqlite3_reset(statement_);
  return done;
}

bool sqlite_statement::step() {
  const int answer = sqlite3_step(statement_);
  finished_ = answer == SQLITE_DONE;
  return answer == SQLITE_ROW;
}

std::int64_t sqlite_statement::whole_number(int column) const { return sqlite3_column_int64(statement_, column); }

sqlite_file::sqlite_file(const std::string& name) {
  if (sqlite3_open(name.c_str(), &database_) != SQLITE_OK)
    keep_error();
}

sqlite_file::~sqlite_file() { sqlite3_close(database_); }

void sqlite_file::execute(const std::string& sql) {
  if (ok() && sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    keep_error();
}

void sqlite_file::insert(const std::string& sql, std::initializer_list<cell> cells) {
  if (!ok())
    return;
  sqlite_statement statement{database_, sql};
  run(statement, cells);
}

void sqlite_file::run(sqlite_statement& statement, std::span<const cell> parameters) {
  if (ok() && !(statement.valid() && statement.run(parameters)))
    keep_error();
}

std::string sqlite_file::last_message() const { return sqlite3_errmsg(database_); }

void sqlite_file::keep_error() { error_ = last_message(); }

} // namespace sandbox
