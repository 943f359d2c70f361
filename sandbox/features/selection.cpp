#include "sandbox/features/selection.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include <sqlite3.h>

#include "sandbox/model/area_filter.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/geodatabase/sqlite_file.hpp"

namespace sandbox {

namespace {

cell as_cell(const value& held) {
  return std::visit([](const auto& one) -> cell { return one; }, held);
}

/// What a text in a condition is compared as: `CONDITION = '3'` means the number.
const char* declared_type(field_type type) {
  switch (type) {
  case field_type::text: return "TEXT";
  case field_type::global_id:
  case field_type::guid: return "TEXT COLLATE id";
  case field_type::single:
  case field_type::real: return "REAL";
  case field_type::object_id: return "INTEGER PRIMARY KEY";
  case field_type::small_integer:
  case field_type::integer:
  case field_type::date: break;
  }
  return "INTEGER";
}

/// Ids are the same in any case, with or without braces.
int compare_ids(void*, int size_a, const void* a, int size_b, const void* b) {
  const auto plain = [](const void* text, int size) {
    std::string id{static_cast<const char*>(text), static_cast<std::size_t>(size)};
    std::erase_if(id, [](char c) { return c == '{' || c == '}'; });
    return id;
  };
  return sqlite3_stricmp(plain(a, size_a).c_str(), plain(b, size_b).c_str());
}

/// Fills a table with the attributes. It has no columns but those of the layer, not even a hidden row id.
void fill_rows(sqlite_file& database, const table& from) {
  std::string columns, places;
  for (const field& column : from.fields) {
    columns += (columns.empty() ? "\"" : ",\"") + column.name + "\" " + declared_type(column.type);
    places += places.empty() ? "?" : ",?";
  }
  database.execute("CREATE TABLE rows(" + columns + ") WITHOUT ROWID; BEGIN");
  sqlite_statement insert{database.handle(), "INSERT INTO rows VALUES(" + places + ")"};
  for (const feature& row : from.rows) {
    std::vector<cell> cells;
    for (const value& held : row.attributes)
      cells.push_back(as_cell(held));
    database.run(insert, cells);
  }
  database.execute("COMMIT");
}

/// A condition comes from a request: it may read and compute, nothing else.
int allow_reading(void*, int action, const char* from, const char*, const char*, const char*) {
  if (action == SQLITE_READ)
    return std::string_view{from} == "rows" ? SQLITE_OK : SQLITE_DENY;
  return action == SQLITE_SELECT || action == SQLITE_FUNCTION ? SQLITE_OK : SQLITE_DENY;
}

bool part_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// How long the quoted text is that begins here.
std::size_t quoted_length(std::string_view from) {
  const auto end = from.find(from.front(), 1);
  return end == std::string_view::npos ? from.size() : end + 1;
}

/// How long DATE or TIMESTAMP and the spaces behind it are, if a literal follows; else 0.
std::size_t date_word_length(std::string_view from) {
  const auto word = std::find_if_not(from.begin(), from.end(), part_of_word);
  const std::string name{from.begin(), word};
  if (sqlite3_stricmp(name.c_str(), "date") != 0 && sqlite3_stricmp(name.c_str(), "timestamp") != 0)
    return 0;
  const auto literal = std::find_if(word, from.end(), [](char c) { return c != ' '; });
  return literal != from.end() && *literal == '\'' ? static_cast<std::size_t>(literal - from.begin()) : 0;
}

/// CURRENT_DATE and CURRENT_TIMESTAMP as milliseconds; other words as they are.
std::string with_today(const std::string& word) {
  if (sqlite3_stricmp(word.c_str(), "current_timestamp") == 0)
    return "(1000*unixepoch('now'))";
  if (sqlite3_stricmp(word.c_str(), "current_date") == 0)
    return "(1000*unixepoch('now','start of day'))";
  return word;
}

/// DATE '...', TIMESTAMP '...' and today as milliseconds, which is how dates are kept; what stands in quotes stays as it
/// is.
std::string with_dates(std::string_view rest) {
  std::string sql;
  while (!rest.empty()) {
    const std::size_t word = part_of_word(rest.front()) ? date_word_length(rest) : 0;
    if (word > 0) {
      rest.remove_prefix(word);
      const std::size_t length = quoted_length(rest);
      sql.append("(1000*unixepoch(").append(rest.substr(0, length)).append("))");
      rest.remove_prefix(length);
      continue;
    }
    if (part_of_word(rest.front())) {
      const std::string name{rest.begin(), std::find_if_not(rest.begin(), rest.end(), part_of_word)};
      sql += with_today(name);
      rest.remove_prefix(name.size());
      continue;
    }
    const std::size_t length = rest.front() == '\'' || rest.front() == '"' ? quoted_length(rest) : 1;
    sql.append(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return sql;
}

bool takes_all(const std::string& where) { return where.empty() || where == "1=1" || where == "1 = 1"; }

/// For each row whether it fulfils the condition.
outcome<std::vector<bool>> fulfilled(const table& from, const std::string& where) {
  std::vector<bool> taken(from.rows.size(), takes_all(where));
  if (takes_all(where))
    return taken;
  sqlite_file database{":memory:"};
  sqlite3_create_collation(database.handle(), "id", SQLITE_UTF8, nullptr, compare_ids);
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr); // "unknown" is a column, never a text
  fill_rows(database, from);
  sqlite3_set_authorizer(database.handle(), allow_reading, nullptr);
  sqlite_statement query{
    database.handle(), "SELECT \"" + from.fields.front().name + "\" FROM rows WHERE (" + with_dates(where) + "\n)"};
  if (!query.valid())
    return problem{"'where' is not valid: " + database.last_message()};
  while (query.step()) {
    const auto row = std::lower_bound(from.rows.begin(), from.rows.end(), query.whole_number(0),
      [](const feature& one, std::int64_t id) { return one.object_id < id; });
    taken[static_cast<std::size_t>(row - from.rows.begin())] = true;
  }
  if (!query.finished())
    return problem{"'where' cannot be evaluated: " + database.last_message()};
  return taken;
}

} // namespace

outcome<std::vector<std::size_t>> select(const table& from, const selection& which) {
  const auto taken = fulfilled(from, which.where);
  if (!taken)
    return problem{taken.error()};
  std::optional<area_filter> filter;
  if (which.within != nullptr) {
    const auto within = project(*which.within, wgs84);
    if (!within)
      return problem{within.error()};
    filter.emplace(*within);
  }
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < from.rows.size(); ++row) {
    if ((*taken)[row] && (!filter || filter->intersects(from.rows[row].shape)))
      rows.push_back(row);
  }
  return rows;
}

} // namespace sandbox
