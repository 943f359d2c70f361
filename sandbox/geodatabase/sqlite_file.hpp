#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace sandbox {

struct blob {
  std::string bytes;
};

using cell = std::variant<std::monostate, std::int64_t, double, std::string, blob>;

class sqlite_statement {
public:
  sqlite_statement(sqlite3* database, const std::string& sql);
  ~sqlite_statement();
  sqlite_statement(const sqlite_statement&) = delete;
  sqlite_statement& operator=(const sqlite_statement&) = delete;

  /// False if the text was no statement, or more than one.
  bool valid() const { return statement_ != nullptr; }
  /// Runs it with these parameters. False if it failed.
  bool run(std::span<const cell> parameters);
  /// One more row of a query; false at its end and after an error. The end is then `finished()`.
  bool step();
  bool finished() const { return finished_; }
  std::int64_t whole_number(int column) const;

private:
  void bind(int place, const cell& parameter);

  sqlite3_stmt* statement_ = nullptr;
  bool finished_ = false;
};

/// A database that keeps its first error, so that a writer of a hundred rows asks once, at the end. After an error
/// nothing is executed any more.
class sqlite_file {
public:
  /// A name as SQLite takes it, for example ":memory:"; created if missing.
  explicit sqlite_file(const std::string& name);
  ~sqlite_file();
  sqlite_file(const sqlite_file&) = delete;
  sqlite_file& operator=(const sqlite_file&) = delete;

  void execute(const std::string& sql);
  /// INSERT of one row; `sql` with a `?` for each cell.
  void insert(const std::string& sql, std::initializer_list<cell> cells);
  /// Runs a statement of this file and keeps its error.
  void run(sqlite_statement& statement, std::span<const cell> parameters);

  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }
  std::string last_message() const;
  sqlite3* handle() const { return database_; }

private:
  void keep_error();

  sqlite3* database_ = nullptr;
  std::string error_;
};

} // namespace sandbox
