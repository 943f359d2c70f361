#include "tests/sandbox/geodatabase/checked_geodatabase.hpp"

#include <sqlite3.h>

namespace sandbox {
namespace {

int fold_case(void*, int a_size, const void* a, int b_size, const void* b) {
  return sqlite3_stricmp(std::string(static_cast<const char*>(a), static_cast<std::size_t>(a_size)).c_str(),
    std::string(static_cast<const char*>(b), static_cast<std::size_t>(b_size)).c_str());
}

} // namespace

checked_geodatabase::checked_geodatabase(const std::filesystem::path& file) {
  sqlite3_open_v2(("file:" + std::filesystem::absolute(file).string() + "?mode=ro&immutable=1").c_str(), &database_,
    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  sqlite3_create_collation(database_, "ICUFOLDCASE", SQLITE_UTF8, nullptr, fold_case);
}

checked_geodatabase::~checked_geodatabase() { sqlite3_close(database_); }

void checked_geodatabase::wrong(const std::string& what) {
  if (problems_.size() < 20)
    problems_.push_back(what);
}

std::vector<checked_geodatabase::row> checked_geodatabase::rows(const std::string& sql) {
  std::vector<row> found;
  sqlite3_stmt* query = nullptr;
  if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &query, nullptr) != SQLITE_OK)
    wrong(sql + ": " + sqlite3_errmsg(database_));
  int answer = SQLITE_DONE;
  while (query != nullptr && (answer = sqlite3_step(query)) == SQLITE_ROW) {
    row read;
    for (int i = 0; i < sqlite3_column_count(query); ++i) {
      const void* bytes = sqlite3_column_blob(query, i);
      read.emplace_back(static_cast<const char*>(bytes),
        bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(query, i)));
    }
    found.push_back(std::move(read));
  }
  if (answer != SQLITE_DONE)
    wrong(sql + ": " + sqlite3_errmsg(database_));
  sqlite3_finalize(query);
  return found;
}

std::string checked_geodatabase::text(const std::string& sql) {
  const auto found = rows(sql);
  return found.empty() || found[0].empty() ? "" : found[0][0];
}

void checked_geodatabase::expect_text(const std::string& sql, const std::string& wanted) {
  if (const std::string found = text(sql); found != wanted)
    wrong(sql + " is '" + found.substr(0, 200) + "' instead of '" + wanted + "'");
}

} // namespace sandbox
