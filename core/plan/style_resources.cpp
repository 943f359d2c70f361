#include "core/plan/style_resources.hpp"

#include "core/addresses.hpp"
#include "core/base64.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/json.hpp"
#include "proto/text.hpp"

namespace core {
namespace {

constexpr auto sprite_here = "../sprites/sprite";
constexpr auto fonts_here = "../fonts/{fontstack}/{range}.pbf";

std::string text_of(const nlohmann::json& owner, const char* name) {
  const auto found = owner.is_object() ? owner.find(name) : owner.end();
  return owner.is_object() && found != owner.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// `ending` goes before the query of an address.
std::string with_ending(const std::string& address, std::string_view ending) {
  const auto query = std::min(address.find('?'), address.size());
  return address.substr(0, query) + std::string{ending} + address.substr(query);
}

bool is_below(const std::string& address, const std::string& service) {
  const auto parsed = proto::parse_service_address(address);
  return parsed && proto::comparable_address(parsed->root) == proto::comparable_address(service);
}

std::string glyphs_of(const layer_style& style) {
  const auto glyphs = text_of(style.style, "glyphs");
  return glyphs.empty() ? glyphs : proto::resolve_url(style.address, glyphs);
}

} // namespace

bool is_item_style(std::string_view style_url) {
  const auto item = style_url.find("/content/items/");
  return item != std::string_view::npos && style_url.find("/resources/", item) != std::string_view::npos;
}

std::vector<style_file> sprites_of(const nlohmann::json& style, const std::string& style_address) {
  const auto sprite = text_of(style, "sprite");
  if (sprite.empty())
    return {};
  const auto address = proto::resolve_url(style_address, sprite);
  std::vector<style_file> files;
  for (const auto* ending : {".json", ".png", "@2x.json", "@2x.png"})
    files.push_back({std::string{"sprites/sprite"} + ending, with_ending(address, ending)});
  return files;
}

bool is_sprite(const style_file& file, std::string_view bytes) {
  if (file.path.ends_with(".png"))
    return bytes.starts_with("\x89PNG\r\n\x1a\n");
  const auto index = proto::parse_json(bytes);
  return index && index->is_object() && !index->contains("error");
}

bool has_fonts_of(const layer_style& style, const std::string& service) { return is_below(glyphs_of(style), service); }

nlohmann::json local_style(const layer_style& style, const std::string& service, const std::string& package) {
  auto local = style.style;
  if (const auto sprite = text_of(local, "sprite"); !sprite.empty())
    local["sprite"] = style.sprites.empty() ? proto::resolve_url(style.address, sprite) : sprite_here;
  if (const auto glyphs = glyphs_of(style); !glyphs.empty())
    local["glyphs"] = is_below(glyphs, service) ? fonts_here : glyphs;
  if (const auto sources = local.find("sources"); sources != local.end() && sources->is_object())
    for (auto& source : *sources)
      if (const auto url = text_of(source, "url"); !url.empty()) {
        const auto address = proto::resolve_url(style.address, url);
        source["url"] = is_below(address, service) ? "../../" + package : address;
      }
  remove_secrets(local);
  return local;
}

nlohmann::json to_json(const layer_style& style) {
  auto sprites = nlohmann::json::object();
  for (const auto& [path, bytes] : style.sprites)
    sprites[path] = base64(bytes);
  return {{"layer", style.pointer}, {"address", style.address}, {"style", style.style}, {"sprites", sprites}};
}

proto::result<layer_style> read_layer_style(const nlohmann::json& json) {
  layer_style style{json.at("layer").get<std::string>(), json.at("address").get<std::string>(), json.at("style"), {}};
  for (const auto& [path, text] : json.at("sprites").items()) {
    auto bytes = from_base64(text.get_ref<const std::string&>());
    if (!bytes)
      return proto::failure{.code = proto::failure_code::state_damaged, .during = "reading the plan", .subject = path};
    style.sprites[path] = std::move(*bytes);
  }
  return style;
}

} // namespace core
