#include "proto/arcgis/web_map.hpp"

#include "proto/json.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {

void web_map(const nlohmann::json& document) {
  const auto map = proto::read_web_map(document);
  if (!map)
    return;
  require(map->document == document, "the document was changed");
  for (const auto& layer : map->layers) {
    const nlohmann::json::json_pointer pointer{layer.pointer};
    require(
      document.contains(pointer) && document.at(pointer).is_object(), "a pointer finds no layer: " + layer.pointer);
    require(layer.min_scale >= 0 && layer.max_scale >= 0, "a scale is negative");
    require(!layer.capabilities || !layer.capabilities->empty(), "a restriction restricts nothing");
  }
  for (const auto& warning : map->warnings)
    require(warning.find('\n') == std::string::npos, "a warning has two lines");
}

} // namespace fuzz
