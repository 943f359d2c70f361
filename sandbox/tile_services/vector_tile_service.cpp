#include "sandbox/tile_services/vector_tile_service.hpp"

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/tile_services/tile_service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

export_source vector_source_of(const world& shared, const tile_service_data& data) {
  export_source source;
  source.service = data.path();
  source.server = data.server;
  source.item_type = "Vector Tile Service";
  source.item_id = item_id(data.title);
  source.result_is_folder = false;
  source.write = [&shared](const std::filesystem::path& file, const export_order&, const package_request& wanted,
                   const package_progress& progress) -> outcome<std::string> {
    const auto written = write_vtpk(file, shared.vector, wanted, progress);
    if (!written)
      return problem{written.error()};
    return std::string{".vtpk"};
  };
  return source;
}

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
    exports_{shared, vector_source_of(shared, data)} {}

http_response vector_tile_service::handle(const http_request& request, std::string_view below, const visitor&) {
  const auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, root());
  const std::string operation = lower_case(parts[0]);
  if (operation == "tile")
    return tile(parts);
  if (cut_prefix(below, "resources"))
    return resource(request, below);
  if (parts.size() == 1 && operation == "exporttiles") {
    return exports_.submit(request, read_vector_order(request, vector_scheme()));
  }
  if (operation == "jobs")
    return exports_.handle(request, {parts.begin() + 1, parts.end()});
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

http_response vector_tile_service::tile(const std::vector<std::string>& parts) const {
  const auto address = read_tile_address(parts, vector_scheme());
  std::string tile = address ? shared_.vector.render_tile(*address) : std::string{};
  if (tile.empty())
    return html_page(404, "There is no such tile.");
  http_response answer = bytes_answer(std::move(tile), "application/x-protobuf");
  answer.headers["Content-Encoding"] = "gzip";
  return answer;
}

http_response vector_tile_service::resource(const http_request& request, std::string_view below) const {
  if (below == "info") { // the same list as the package's info/root.json
    const auto list = vector_resource("info/root.json");
    return list ? json_answer(request, json::parse(*list, nullptr, false)) : html_page(404, "There is no list.");
  }
  const auto styles = below == "styles" ? std::string_view{"styles/root.json"} : below;
  const auto found = vector_resource(styles);
  if (!found)
    return html_page(404, "There is no such resource.");
  return bytes_answer(*found, content_type_of(styles));
}

json vector_tile_service::root() const {
  const bool online = shared_.where.online();
  json root = vector_root_json(data_.name, vector_scheme().last_level());
  root["currentVersion"] = current_version(shared_.where.speaks());
  root["capabilities"] = "TilesOnly";
  root["exportTilesAllowed"] = true;
  root["maxExportTilesCount"] = shared_.settings.max_tiles;
  root["minScale"] = online ? 0.0 : vector_scheme().levels.front().scale;
  root["maxScale"] = online ? 0.0 : vector_scheme().levels.back().scale;
  if (online)
    root["serviceItemId"] = item_id(data_.title);
  return root;
}

} // namespace sandbox
