#include "sandbox/tiles/vector_resources.hpp"

#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "sandbox/tiles/font.hpp"
#include "sandbox/tiles/glyphs.hpp"
#include "sandbox/tiles/sprites.hpp"
#include "sandbox/tiles/vector_style.hpp"

namespace sandbox {

using nlohmann::json;

namespace {

constexpr unsigned range_size = 256;

/// Adds the ranges of the letters of a text (UTF-8, characters of up to three bytes: glyph files know no others).
void add_ranges(const std::string& text, std::set<unsigned>& into) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
    const unsigned lead = byte(i);
    if ((lead & 0xe0) == 0xc0)
      into.insert(((lead & 0x1f) << 6 | (byte(i + 1) & 0x3f)) / range_size);
    else if ((lead & 0xf0) == 0xe0)
      into.insert(((lead & 0x0f) << 12 | (byte(i + 1) & 0x3f) << 6 | (byte(i + 2) & 0x3f)) / range_size);
  }
}

std::set<unsigned> ranges_of(const base_map& base) {
  std::set<unsigned> needed{0};
  for (const auto* regions : {&base.countries, &base.states, &base.counties}) {
    for (const region& each : *regions)
      add_ranges(each.name, needed);
  }
  return needed;
}

} // namespace

vector_resources::files vector_resources::make() const {
  files made;
  for (int ratio : {1, 2}) {
    const std::string stem = ratio == 1 ? "sprites/sprite" : "sprites/sprite@2x";
    sprite_sheet sheet = draw_sprites(service_.look, ratio);
    made[stem + ".json"] = std::move(sheet.index);
    made[stem + ".png"] = std::move(sheet.picture);
  }
  const std::pair<const char*, const char*> stacks[] = {{regular_stack, regular_font}, {bold_stack, bold_font}};
  for (const auto& [stack, file] : stacks) {
    for (unsigned range : ranges_of(base_)) {
      const unsigned first = range * range_size;
      made["fonts/" + std::string{stack} + "/" + std::to_string(first) + "-" + std::to_string(first + range_size - 1)
        + ".pbf"] = glyph_range(file, stack, first);
    }
  }
  json listed = json::array();
  for (const auto& [name, bytes] : made)
    listed.push_back("../" + name);
  made["info/root.json"] = json{{"resourceInfo", listed}}.dump();
  made["styles/root.json"] = vector_style(service_.look, service_.last_level, service_.credits).dump();
  return made;
}

const vector_resources::files& vector_resources::made() const {
  std::call_once(once_, [this] { files_ = make(); });
  return files_;
}

std::optional<std::string> vector_resources::find(std::string_view name) const {
  const auto found = made().find(name);
  if (found == made().end())
    return std::nullopt;
  return found->second;
}

std::vector<std::string> vector_resources::paths() const {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : made())
    names.push_back(name);
  return names;
}

} // namespace sandbox
