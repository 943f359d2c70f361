#include "sandbox/model/tile_service_reader.hpp"

#include <map>

#include "sandbox/model/service_reader.hpp"

namespace sandbox {
namespace {

/// What a word stands for.
template <typename Meaning>
Meaning meaning_of(
  const data_place& source, const char* name, const std::map<std::string, Meaning>& words, Meaning otherwise) {
  if (!source.has(name))
    return otherwise;
  const auto found = words.find(source.text(name));
  if (found != words.end())
    return found->second;
  std::string known;
  for (const auto& [word, meaning] : words)
    known += (known.empty() ? "" : ", ") + word;
  source.at(name).wrong("one of " + known + " is wanted");
}

void read_levels(tile_service_data& into, const data_place& source) {
  const auto ends = source.at("levels").items();
  if (ends.size() != 2)
    source.at("levels").wrong("the first and the last are wanted");
  into.first_level = static_cast<int>(ends[0].whole());
  into.last_level = static_cast<int>(ends[1].whole());
  if (into.first_level < 0 || into.last_level < into.first_level || into.last_level > 16)
    source.at("levels").wrong("levels from 0 to 16 are wanted, in their order");
}

envelope read_extent(const data_place& source) {
  const auto numbers = source.items();
  if (numbers.size() != 4)
    source.wrong("west, south, east and north are wanted");
  const envelope box{numbers[0].number(), numbers[1].number(), numbers[2].number(), numbers[3].number()};
  if (box.empty())
    source.wrong("it is empty");
  return box;
}

} // namespace

tile_service_data read_tile_service(const data_place& source) {
  source.only({"name", "kind", "title", "snippet", "description", "credits", "tags", "server", "scheme", "levels",
    "format", "storage", "exportTilesAllowed", "maxExportTilesCount", "tilemap", "look", "dynamic", "extent", "says"});
  tile_service_data read;
  read.name = source.text("name");
  source.at("kind");
  read.kind = meaning_of<tile_kind>(source, "kind",
    {{"MapServer", tile_kind::map}, {"ImageServer", tile_kind::image}, {"VectorTileServer", tile_kind::vector}}, {});
  const bool vector = read.kind == tile_kind::vector;
  read.title = source.text("title", read.name);
  read.snippet = source.text("snippet", "");
  read.description = source.text("description", "");
  read.credits = source.text("credits", "");
  read.tags = source.texts("tags");
  read.server = read_server_role(source);
  read.scheme = meaning_of<tile_scheme>(source, "scheme",
    {{"mercator256", tile_scheme::mercator256}, {"mercator512", tile_scheme::mercator512},
      {"geographic256", tile_scheme::geographic256}, {"vector512", tile_scheme::vector512}},
    vector ? tile_scheme::vector512 : tile_scheme::mercator256);
  if (vector != (read.scheme == tile_scheme::vector512))
    source.wrong("the scheme vector512 is for vector tiles, and they have no other");
  read_levels(read, source);
  read.format = source.text("format", vector ? "pbf" : "PNG24");
  read.storage = meaning_of<cache_storage>(source, "storage",
    {{"compactV1", cache_storage::compact_v1}, {"compactV2", cache_storage::compact_v2}}, cache_storage::compact_v2);
  read.export_allowed = source.flag("exportTilesAllowed", true);
  read.max_export_tiles = source.whole("maxExportTilesCount", read.max_export_tiles);
  read.tilemap = source.flag("tilemap", true);
  read.look = meaning_of<tile_look>(source, "look",
    {{"map", tile_look::map}, {"night", tile_look::night}, {"relief", tile_look::relief}}, tile_look::map);
  read.dynamic = source.flag("dynamic", false);
  read.says = source.members("says");
  if (source.has("extent"))
    read.extent = read_extent(source.at("extent"));
  return read;
}

} // namespace sandbox
