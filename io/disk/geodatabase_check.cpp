#include "io/disk/geodatabase_check.hpp"

#include "io/disk/check_failure.hpp"
#include "io/disk/geodatabase_header.hpp"
#include "io/disk/json_text.hpp"
#include "io/disk/posix.hpp"
#include "io/disk/xml_scan.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <charconv>

namespace io {
namespace {

constexpr const char* sync_replica_type = "{5B966567-FB87-4DDE-938B-B4B37423539D}";

std::optional<int> number_in(const std::optional<std::string>& text) {
  int value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{})
    return std::nullopt;
  return value;
}

/// A real table has pages; a view or a virtual table has none.
proto::result<bool> is_table(sqlite_reader& database, const std::string& name) {
  const auto rows = database.query(
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = ?1 COLLATE NOCASE", {name});
  if (!rows)
    return rows.error();
  return !rows->empty();
}

proto::outcome check_pages(sqlite_reader& database, const std::string& subject) {
  const auto rows = database.query("PRAGMA quick_check(1)");
  if (!rows)
    return rows.error();
  if (rows->size() != 1 || rows->front().front() != "ok")
    return damaged(
      subject, rows->empty() ? "its pages cannot be read" : rows->front().front().value_or("its pages are damaged"));
  return {};
}

proto::outcome check_tables(sqlite_reader& database, const std::string& subject) {
  for (const char* name : {"GDB_Version", "GDB_Items", "st_geometry_columns"}) {
    const auto found = is_table(database, name);
    if (!found)
      return found.error();
    if (!*found)
      return damaged(subject, std::string("it has no table ") + name);
  }
  const auto version = database.query("SELECT count(*) FROM GDB_Version");
  if (!version)
    return version.error();
  if (version->front().front() == "0")
    return damaged(subject, "its GDB_Version is empty");
  return {};
}

/// Layers and tables of the service; the service's own row has another type.
proto::outcome read_service_items(sqlite_reader& database, geodatabase& found, const std::string& subject) {
  const auto has = is_table(database, "GDB_ServiceItems");
  if (!has)
    return has.error();
  found.has_service_items = *has;
  if (!*has)
    return {};
  const auto rows =
    database.query("SELECT ItemId, DatasetName, ItemInfo FROM GDB_ServiceItems WHERE ItemType = 1 AND ItemId >= 0");
  if (!rows)
    return rows.error();
  for (const auto& row : *rows) {
    const auto id = number_in(row[0]);
    if (!id || !row[1])
      return damaged(subject, "a row of GDB_ServiceItems has no id or no table");
    const auto exists = is_table(database, *row[1]);
    if (!exists)
      return exists.error();
    if (!*exists)
      return damaged(subject, "GDB_ServiceItems names the table " + row[1]->substr(0, 128) + ", which is missing");
    const auto info = parse_json(row[2].value_or(std::string{}));
    const bool says_id = member(info, "id").is_number_integer();
    found.items.push_back({*id, says_id ? int_member(info, "id") : *id, *row[1]});
  }
  return {};
}

/// `{UPPER-CASE}` as stored; lower case without braces elsewhere. All zeros: not yet registered.
std::string plain_uuid(std::string text) {
  std::erase_if(text, [](char c) { return c == '{' || c == '}' || std::isspace(static_cast<unsigned char>(c)); });
  const bool is_nil = std::ranges::all_of(text, [](char c) { return c == '0' || c == '-'; });
  return is_nil ? std::string{} : proto::lower_case(text);
}

proto::outcome read_replica(sqlite_reader& database, geodatabase& found) {
  const auto rows =
    database.query("SELECT Definition FROM GDB_Items NOT INDEXED WHERE upper(Type) = ?1 LIMIT 1", {sync_replica_type});
  if (!rows)
    return rows.error();
  found.has_replica = !rows->empty();
  if (found.has_replica)
    found.replica_id =
      plain_uuid(text_at(scan_xml(rows->front().front().value_or(std::string{})), "GPSyncReplica/ReplicaID"));
  return {};
}

} // namespace

std::chrono::milliseconds geodatabase_time_limit(std::uint64_t bytes) {
  // A memory card on a small machine reads 2 MiB a second at worst.
  return std::chrono::seconds(60) + std::chrono::milliseconds(bytes / (2u << 10));
}

proto::result<std::uint64_t> current_rows(sqlite_reader& database, const std::string& dataset) {
  const auto view = dataset + "_evw";
  const auto views =
    database.query("SELECT 1 FROM sqlite_schema WHERE type = 'view' AND name = ?1 COLLATE NOCASE", {view});
  if (!views)
    return views.error();
  const auto rows = database.query("SELECT count(*) FROM " + quoted_name(views->empty() ? dataset : view));
  if (!rows)
    return rows.error();
  const auto text = rows->front().front().value_or("0");
  std::uint64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::string quoted_name(const std::string& name) {
  std::string made = "\"";
  for (char c : name) {
    made += c;
    if (c == '"')
      made += c;
  }
  return made + "\"";
}

proto::result<geodatabase> read_geodatabase(int file, const std::string& subject, const std::stop_token& stop) {
  if (auto failed = check_geodatabase_header(file, subject))
    return *failed;
  const auto size = size_of(file, subject);
  if (!size)
    return size.error();
  auto database = sqlite_reader::open(file, subject, geodatabase_time_limit(*size), stop);
  if (!database)
    return database.error();
  if (auto failed = check_pages(*database, subject))
    return *failed;
  if (auto failed = check_tables(*database, subject))
    return *failed;
  geodatabase found;
  if (auto failed = read_service_items(*database, found, subject))
    return *failed;
  if (auto failed = read_replica(*database, found))
    return *failed;
  return found;
}

} // namespace io
