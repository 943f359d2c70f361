#pragma once

#include "proto/result.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// The style of its own that a layer of vector tiles has in a portal's item. It is saved
/// beside the layer's tile package, which has only the service's (tile-package item
/// resources: `styles/root.json`, `sprites/…`, `fonts/…`).
struct layer_style {
  std::string pointer;                        ///< of the layer in the web map
  std::string address;                        ///< of the style, without query
  nlohmann::json style;                       ///< as the item has it, without secrets
  std::map<std::string, std::string> sprites; ///< by path in the folder, their bytes

  bool operator==(const layer_style&) const = default;
};

/// Whether the address is that of a style in an item, and not of a service's own.
bool is_item_style(std::string_view style_url);

/// A file that a style names, and where it lies beside the tiles.
struct style_file {
  std::string path; ///< in the style's folder
  std::string address;
};
/// The pictures of a style and their index, in both sizes; none where it names none.
std::vector<style_file> sprites_of(const nlohmann::json& style, const std::string& style_address);

/// Whether an answer is what the file's name promises: a picture, or an index of pictures.
bool is_sprite(const style_file& file, std::string_view bytes);

/// The style as it is written: what lies beside it, or in the tile package `package` of the
/// service, by relative addresses; everything else by its full one.
nlohmann::json local_style(const layer_style& style, const std::string& service, const std::string& package);

/// Whether the letters of the style are those of the service: they come in its package.
bool has_fonts_of(const layer_style& style, const std::string& service);

nlohmann::json to_json(const layer_style& style);
proto::result<layer_style> read_layer_style(const nlohmann::json& json);

} // namespace core
