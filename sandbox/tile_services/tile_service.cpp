#include "sandbox/tile_services/tile_service.hpp"

#include <algorithm>

#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/tile_services/map_export.hpp"
#include "sandbox/tile_services/service_roots.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t room_for_tiles = 8u << 20;  // bytes
constexpr std::int64_t largest_place = 1LL << 32; // no grid has more rows or columns

/// The numbers that follow the first part, an extension behind the last left out; empty if they are not `count`.
std::vector<std::int64_t> numbers_of(const std::vector<std::string>& parts, std::size_t count) {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string_view text = parts[i];
    const auto number = number_in<std::int64_t>(i == count ? text.substr(0, text.find('.')) : text);
    if (!number)
      return {};
    numbers.push_back(*number);
  }
  if (numbers.size() != count)
    numbers.clear();
  return numbers;
}

} // namespace

std::optional<tile_address> read_tile_address(const std::vector<std::string>& parts, const tile_coverage& coverage) {
  const auto numbers = numbers_of(parts, 3);
  if (numbers.empty() || numbers[0] < 0 || numbers[0] > coverage.levels.last)
    return {};
  const tile_address tile{static_cast<int>(numbers[0]), numbers[1], numbers[2]};
  return coverage.contains(tile) ? std::optional{tile} : std::nullopt;
}

http_response tilemap_answer(const http_request& request, const std::vector<std::string>& parts, int last_level,
  const std::function<bool(const tile_address&)>& is_there) {
  constexpr std::int64_t most = 128;
  const auto numbers = numbers_of(parts, 5);
  if (numbers.empty()
    || std::any_of(numbers.begin(), numbers.end(), [](std::int64_t n) { return n < 0 || n > largest_place; })
    || numbers[3] == 0 || numbers[4] == 0 || numbers[0] > last_level)
    return error_answer(400, "Invalid or missing input parameters.");
  const std::int64_t width = std::min(numbers[3], most), height = std::min(numbers[4], most);
  const int level = static_cast<int>(numbers[0]);
  json flags = json::array();
  for (std::int64_t row = numbers[1]; row < numbers[1] + height; ++row) {
    for (std::int64_t column = numbers[2]; column < numbers[2] + width; ++column)
      flags.push_back(is_there({level, row, column}) ? 1 : 0);
  }
  return json_answer(request,
    {{"valid", true}, {"location", {{"left", numbers[2]}, {"top", numbers[1]}, {"width", width}, {"height", height}}},
      {"data", flags}});
}

tile_service::tile_service(const world& shared, const tile_service_data& data)
  : shared_{shared},
    data_{data},
    coverage_{coverage_of(data)},
    tiles_{coverage_.scheme, data.format,
      [&shared, &data](
        const tile_address& tile) { return shared.raster.render_tile(scheme_of(data.scheme), data.look, tile); }},
    recent_{tiles_.draw, room_for_tiles},
    exports_{shared, data,
      [this](const std::filesystem::path& file, const export_order& order, const package_request& wanted,
        const package_progress& progress) { return write(file, order, wanted, progress); }} {}

http_response tile_service::handle(const http_request& request, std::string_view below, const visitor&) {
  const auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, raster_root_json(shared_, data_, exports_.limit()));
  if (same_word(parts[0], "tile") && !data_.dynamic)
    return tile(parts);
  if (same_word(parts[0], "tilemap") && data_.tilemap && !data_.dynamic)
    return tilemap_answer(request, parts, coverage_.scheme->last_level(),
      [this](const tile_address& tile) { return coverage_.contains(tile); });
  if (same_word(parts[0], "layers") && parts.size() == 1 && data_.kind == tile_kind::map)
    return json_answer(request, map_layers_json(data_));
  if (same_word(parts[0], "export") && parts.size() == 1 && data_.dynamic)
    return export_map(
      request, shared_.raster, data_.look, shared_.where.service_root(request, data_.path(), data_.server) + "/export");
  if (export_jobs::owns(parts)) {
    const auto read = [&](bool is_estimate) {
      return is_estimate ? read_estimate_order(request, coverage_, exports_.limit())
                         : read_raster_order(request, coverage_, data_.storage, exports_.limit());
    };
    return exports_.handle(request, parts, read, [this](const export_order& order) { return bytes_of(order); });
  }
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

http_response tile_service::tile(const std::vector<std::string>& parts) {
  const auto address = read_tile_address(parts, coverage_);
  if (!address)
    return html_page(404, "There is no such tile.");
  return bytes_answer(recent_.get(*address), "image/png");
}

/// As if all tiles of a level were as large as that in the middle of its extent.
std::int64_t tile_service::bytes_of(const export_order& order) const {
  const auto within = project(order.tiles.within, coverage_.scheme->wkid);
  if (!within)
    return 0;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < order.tiles.levels.size(); ++i) {
    const int level = order.tiles.levels[i];
    const tile_range range = tiles_of_extent(*coverage_.scheme, level, common(within->extent(), coverage_.extent));
    if (range.count() == 0)
      continue;
    const tile_address middle{
      level, (range.first_row + range.last_row) / 2, (range.first_column + range.last_column) / 2};
    total += order.counts[i] * static_cast<std::int64_t>(tiles_.draw(middle).size());
  }
  return total;
}

outcome<std::string> tile_service::write(const std::filesystem::path& file, const export_order& order,
  const package_request& wanted, const package_progress& progress) const {
  const bool second = order.storage == cache_storage::compact_v2;
  const auto written = second ? write_tpkx(file, tiles_, wanted, progress) : write_tpk(file, tiles_, wanted, progress);
  if (!written)
    return problem{written.error()};
  return std::string{second ? ".tpkx" : ".tpk"};
}

} // namespace sandbox
