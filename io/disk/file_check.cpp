#include "io/disk/file_check.hpp"

#include "io/disk/check_failure.hpp"
#include "io/disk/file_hash.hpp"
#include "io/disk/geodatabase_check.hpp"
#include "io/disk/posix.hpp"
#include "io/disk/tile_package.hpp"
#include "io/disk/zip_archive.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace io {
namespace {

/// 102100 is the vendor's older number of EPSG:3857.
int canonical(int wkid) { return wkid == 102100 ? 3857 : wkid; }

std::string list_of(const std::vector<int>& numbers) {
  std::string text;
  for (int number : numbers)
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

proto::outcome fit_layers(const geodatabase& found, const core::check_request& request, core::check_report& report,
  const std::string& subject) {
  for (const auto& item : found.items)
    report.item_ids[item.service_layer] = item.item_id;
  for (int layer : request.service_layers)
    if (!report.item_ids.contains(layer))
      return not_fit(subject,
        found.has_service_items ? "it holds no layer " + std::to_string(layer) + " of the service"
                                : "it refers to no service: GDB_ServiceItems is missing");
  if (request.replica && !found.has_replica)
    return not_fit(subject, "it holds no sync replica");
  report.replica_id = found.replica_id;
  return {};
}

/// For later estimates alone: what cannot be counted is no fault of the file.
void count_rows(int file, const geodatabase& found, core::check_report& report, const std::string& subject,
  const std::stop_token& stop) {
  auto database = sqlite_reader::open(file, subject, geodatabase_time_limit(report.bytes), stop);
  if (!database)
    return;
  for (const auto& item : found.items)
    if (const auto rows = current_rows(*database, item.dataset))
      report.rows += *rows;
}

proto::outcome check_geodatabase(int file, const std::string& subject, const core::check_request& request,
  core::check_report& report, const std::stop_token& stop) {
  const auto found = read_geodatabase(file, subject, stop);
  if (!found)
    return found.error();
  report.extension = "geodatabase";
  if (request.kind != proto::export_kind::feature_sync)
    return not_fit(subject, "it is a geodatabase, not a tile package");
  count_rows(file, *found, report, subject, stop);
  return fit_layers(*found, request, report, subject);
}

proto::outcome fit_scheme(const tile_package& found, const core::check_request& request, const std::string& subject) {
  const bool is_vector = found.extension == "vtpk";
  if (request.kind == proto::export_kind::feature_sync
    || is_vector != (request.kind == proto::export_kind::vector_tiles))
    return not_fit(subject, "it is a ." + found.extension);
  const auto wanted = canonical(request.wkid);
  if (wanted != 0 && canonical(found.wkid) != wanted && canonical(found.latest_wkid) != wanted)
    return not_fit(subject,
      "its tiling scheme is in " + std::to_string(found.wkid) + ", asked for was " + std::to_string(request.wkid));
  if (request.tile_size != 0 && found.tile_size != request.tile_size)
    return not_fit(subject,
      "its tiles have " + std::to_string(found.tile_size) + " pixels, asked for were "
        + std::to_string(request.tile_size));
  return {};
}

proto::outcome fit_levels(const tile_package& found, const core::check_request& request, core::check_report& report,
  const std::string& subject) {
  std::vector<int> empty;
  for (int level : request.levels)
    if (!found.tiles.contains(level))
      empty.push_back(level);
  if (found.tiles.empty() || (!request.levels.empty() && empty.size() == request.levels.size()))
    return not_fit(subject, "it holds no tile in the levels asked for");
  if (!empty.empty())
    report.notes.push_back("no tile in level " + list_of(empty));
  return {};
}

std::string words_of_unknown(const tile_package& found) {
  std::string words = std::to_string(found.unknown) + " tiles are no picture that we know:";
  for (const auto& tile : found.first_unknown)
    words += " " + tile;
  return found.unknown > found.first_unknown.size() ? words + " and more" : words;
}

proto::outcome check_tile_package(int file, const std::string& subject, const core::check_request& request,
  core::check_report& report, const std::stop_token& stop) {
  auto archive = zip_archive::open(file, subject, stop);
  if (!archive)
    return archive.error();
  auto found = read_tile_package(*archive);
  if (!found)
    return found.error();
  report.extension = found->extension;
  report.tiles = found->tiles;
  report.notes = found->notes;
  if (found->unknown != 0)
    report.notes.push_back(words_of_unknown(*found));
  if (auto failed = fit_scheme(*found, request, subject))
    return failed;
  return fit_levels(*found, request, report, subject);
}

/// The beginning of a text that came instead of a file, for the message.
std::string beginning_of(int file, const std::string& subject) {
  std::array<std::byte, 200> bytes{};
  const auto got = read_at(file, 0, bytes, subject);
  return got ? std::string(reinterpret_cast<const char*>(bytes.data()), *got) : std::string{};
}

proto::outcome check_content(int file, const std::string& subject, const core::check_request& request,
  core::check_report& report, const std::stop_token& stop) {
  const auto kind = kind_of_file(file, subject);
  if (!kind)
    return kind.error();
  switch (*kind) {
  case file_kind::sqlite: return check_geodatabase(file, subject, request, report, stop);
  case file_kind::zip: return check_tile_package(file, subject, request, report, stop);
  case file_kind::text: return damaged(subject, "text came instead of a file: " + beginning_of(file, subject));
  case file_kind::other: break;
  }
  return damaged(subject, "it is neither a zip nor a SQLite file");
}

} // namespace

proto::result<file_kind> kind_of_file(int file, const std::string& subject) {
  std::array<std::byte, 64> bytes{};
  const auto got = read_at(file, 0, bytes, subject);
  if (!got)
    return got.error();
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), *got);
  if (text.starts_with("SQLite"))
    return file_kind::sqlite;
  if (text.starts_with("PK\x03\x04"))
    return file_kind::zip;
  if (text.starts_with("\xef\xbb\xbf"))
    text.remove_prefix(3);
  while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  return text.starts_with('<') || text.starts_with('{') || text.starts_with('[') ? file_kind::text : file_kind::other;
}

proto::result<core::check_report> check_file(int file, const std::string& subject, const core::check_request& request,
  std::optional<std::uint64_t> size, const std::stop_token& stop) {
  core::check_report report;
  const auto bytes = size_of(file, subject);
  if (!bytes)
    return bytes.error();
  report.bytes = *bytes;
  if (size && *size != *bytes)
    return damaged(subject, "it has " + std::to_string(*bytes) + " bytes, promised were " + std::to_string(*size));
  if (auto failed = check_content(file, subject, request, report, stop))
    return *failed;
  auto hash = sha256_of(file, subject, stop);
  if (!hash)
    return hash.error();
  report.sha256 = std::move(*hash);
  return report;
}

} // namespace io
