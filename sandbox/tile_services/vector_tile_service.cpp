#include "sandbox/tile_services/vector_tile_service.hpp"

#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/tile_services/service_roots.hpp"
#include "sandbox/tile_services/tile_service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t room_for_vector_tiles = 8u << 20; // bytes

const char* content_type_of(std::string_view name) {
  if (name.ends_with(".json"))
    return "application/json;charset=UTF-8";
  if (name.ends_with(".png"))
    return "image/png";
  return "application/x-protobuf";
}

} // namespace

vector_tile_service::vector_tile_service(const world& shared, const tile_service_data& data)
  : shared_{shared},
    data_{data},
    coverage_{coverage_of(data)},
    map_{shared.data.base, data.last_level, data.tilemap},
    recent_{[this](const tile_address& tile) { return map_.render_tile(tile); }, room_for_vector_tiles},
    resources_{shared.data.base, data},
    exports_{shared, data,
      [this](const std::filesystem::path& file, const export_order&, const package_request& wanted,
        const package_progress& progress) -> outcome<std::string> {
        const auto written = write_vtpk(file, map_, resources_, wanted, progress);
        if (!written)
          return problem{written.error()};
        return std::string{".vtpk"};
      }} {}

/// For orders; empty if there are none.
std::function<bool(const tile_address&)> vector_tile_service::gaps() const {
  if (!map_.is_indexed())
    return {};
  return [this](const tile_address& tile) { return map_.may_have(tile); };
}

http_response vector_tile_service::handle(const http_request& request, std::string_view below, const visitor&) {
  const auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, vector_service_root_json(shared_, data_, exports_.limit()));
  if (same_word(parts[0], "tile"))
    return tile(parts);
  if (same_word(parts[0], "tilemap") && parts.size() == 1 && map_.is_indexed())
    return json_answer(request, map_.index());
  if (same_word(parts[0], "tilemap") && parts.size() > 1 && map_.is_indexed())
    return tilemap_answer(request, parts, coverage_.scheme->last_level(),
      [this](const tile_address& tile) { return coverage_.contains(tile) && map_.may_have(tile); });
  if (cut_prefix(below, "resources"))
    return resource(request, below);
  if (export_jobs::owns(parts) && !same_word(parts[0], "estimateExportTilesSize")) {
    const auto read = [&](bool) { return read_vector_order(request, coverage_, gaps(), exports_.limit()); };
    return exports_.handle(request, parts, read, {});
  }
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

http_response vector_tile_service::tile(const std::vector<std::string>& parts) {
  const auto address = read_tile_address(parts, coverage_);
  std::string tile = address ? recent_.get(*address) : std::string{};
  if (tile.empty())
    return html_page(404, "There is no such tile.");
  http_response answer = bytes_answer(std::move(tile), "application/x-protobuf");
  answer.headers["Content-Encoding"] = "gzip";
  return answer;
}

http_response vector_tile_service::resource(const http_request& request, std::string_view below) const {
  if (below == "info") { // the same list as the package's info/root.json
    const auto list = resources_.find("info/root.json");
    return list ? json_answer(request, json::parse(*list, nullptr, false)) : html_page(404, "There is no list.");
  }
  const auto name = below == "styles" || below == "style" ? std::string_view{"styles/root.json"} : below;
  const auto found = resources_.find(name);
  if (!found)
    return html_page(404, "There is no such resource.");
  return bytes_answer(*found, content_type_of(name));
}

} // namespace sandbox
