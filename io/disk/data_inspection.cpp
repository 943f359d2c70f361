#include "io/disk/data_inspection.hpp"

#include "io/disk/file_check.hpp"
#include "io/disk/posix.hpp"
#include "io/disk/tile_package.hpp"
#include "io/disk/zip_archive.hpp"

namespace io {
namespace {

/// A token in the file's own documents would be given away with the package.
proto::result<bool> holds_token(sqlite_reader& database, bool has_service_items) {
  std::vector<std::string> places{
    "SELECT 1 FROM GDB_Items NOT INDEXED WHERE Definition LIKE '%token=%' OR Documentation LIKE '%token=%'"};
  if (has_service_items)
    places.emplace_back("SELECT 1 FROM GDB_ServiceItems WHERE ItemInfo LIKE '%token=%'");
  for (const auto& place : places) {
    const auto rows = database.query(place + " LIMIT 1");
    if (!rows)
      return rows.error();
    if (!rows->empty())
      return true;
  }
  return false;
}

void count_datasets(int file, const geodatabase& found, inspected_file& into, const std::stop_token& stop) {
  auto problem = [&](const std::string& words) { into.problems.push_back(into.facts.path + ": " + words); };
  auto database = sqlite_reader::open(file, into.facts.path, geodatabase_time_limit(into.facts.bytes), stop);
  if (!database)
    return problem(database.error().server_said);
  for (const auto& item : found.items) {
    const auto rows = current_rows(*database, item.dataset);
    if (!rows)
      problem(item.dataset + ": " + rows.error().server_said);
    into.datasets.push_back({item, rows ? *rows : 0});
    if (item.item_id != item.service_layer)
      problem(
        "item " + std::to_string(item.item_id) + " is layer " + std::to_string(item.service_layer) + " of its service");
  }
  const auto token = holds_token(*database, found.has_service_items);
  if (token && *token)
    problem("it holds the text `token=`");
}

void inspect_geodatabase(int file, inspected_file& into, const std::stop_token& stop) {
  into.facts.kind = "geodatabase";
  const auto found = read_geodatabase(file, into.facts.path, stop);
  if (!found) {
    into.problems.push_back(into.facts.path + ": " + found.error().server_said);
    return;
  }
  into.facts.replica_id = found->replica_id;
  count_datasets(file, *found, into, stop);
}

void inspect_tiles(int file, inspected_file& into, const std::stop_token& stop) {
  auto archive = zip_archive::open(file, into.facts.path, stop);
  auto found = archive ? read_tile_package(*archive) : proto::result<tile_package>(archive.error());
  if (!found) {
    into.problems.push_back(into.facts.path + ": " + found.error().server_said);
    return;
  }
  into.facts.kind = found->extension;
  into.facts.tiles = found->tiles;
  into.facts.notes = found->notes;
  if (found->unknown != 0)
    into.facts.notes.push_back(std::to_string(found->unknown) + " tiles are no picture that we know");
  if (found->tiles.empty())
    into.problems.push_back(into.facts.path + ": it holds no tile");
}

} // namespace

inspected_file inspect_data_file(int file, const std::string& path, const std::stop_token& stop) {
  inspected_file found;
  found.facts.path = path;
  if (const auto bytes = size_of(file, path))
    found.facts.bytes = *bytes;
  const auto kind = kind_of_file(file, path);
  if (kind && *kind == file_kind::sqlite)
    inspect_geodatabase(file, found, stop);
  else if (kind && *kind == file_kind::zip)
    inspect_tiles(file, found, stop);
  else
    found.problems.push_back(path + ": it is neither a geodatabase nor a tile package");
  if (const auto ending = path.substr(path.rfind('.') + 1); !found.facts.kind.empty() && ending != found.facts.kind)
    found.problems.push_back(path + ": it is a ." + found.facts.kind);
  return found;
}

} // namespace io
