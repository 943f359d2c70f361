#include "io/disk/tiling_scheme.hpp"

#include "io/disk/check_failure.hpp"
#include "io/disk/json_text.hpp"
#include "io/disk/xml_scan.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace io {
namespace {

/// The legend pictures in a root.json make it large; no description is near this.
constexpr std::uint64_t description_limit = 32u << 20;
constexpr int highest_level = 40;

std::string folder_of(const std::string& entry) { return entry.substr(0, entry.rfind('/') + 1); }

int number_in(const std::string& words) {
  int value = 0;
  std::from_chars(words.data(), words.data() + words.size(), value);
  return value;
}

struct found_description {
  std::size_t entry = 0;
  std::string extension;
};

std::optional<found_description> find_description(const zip_archive& archive) {
  if (const auto root = archive.find("root.json"))
    return found_description{*root, "tpkx"};
  for (std::size_t i = 0; i < archive.entries().size(); ++i) {
    const auto& name = archive.entries()[i].name;
    if (name.ends_with("/root.json") && std::ranges::count(name, '/') == 1)
      return found_description{i, "vtpk"};
    if (proto::lower_case(name) == "conf.xml" || proto::lower_case(name).ends_with("/conf.xml"))
      return found_description{i, "tpk"};
  }
  return std::nullopt;
}

/// root.json of both kinds names levels, tile size and reference alike.
proto::outcome read_tile_info(const nlohmann::json& root, tiling_scheme& scheme, const std::string& subject) {
  const auto& info = member(root, "tileInfo");
  for (const auto& lod : member(info, "lods"))
    if (const int level = int_member(lod, "level"); level >= 0 && level <= highest_level)
      scheme.levels.insert(level);
  scheme.tile_size = int_member(info, "rows");
  const auto& own = member(info, "spatialReference");
  const auto& reference = own.is_object() ? own : member(root, "spatialReference");
  scheme.wkid = int_member(reference, "wkid");
  scheme.latest_wkid = int_member(reference, "latestWkid");
  if (auto extent = proto::read_envelope(member(root, "fullExtent")))
    scheme.extent = std::move(*extent);
  if (scheme.levels.empty() || scheme.tile_size <= 0 || scheme.tile_size != int_member(info, "cols"))
    return damaged(subject, "its root.json describes no tiling scheme");
  return {};
}

proto::outcome read_tpkx(const nlohmann::json& root, tiling_scheme& scheme, const std::string& subject) {
  const auto& storage = member(root, "storageInfo");
  if (text_member(storage, "storageFormat") != "esriMapCacheStorageModeCompactV2"
    || int_member(storage, "packetSize") != 128)
    return damaged(subject, "its root.json names another storage than Compact Cache V2");
  auto folder = text_member(root, "tileBundlesPath");
  if (folder.starts_with("./"))
    folder.erase(0, 2);
  if (folder.empty())
    return damaged(subject, "its root.json does not say where the tiles are");
  scheme.tile_folder = folder.ends_with('/') ? folder : folder + "/";
  return {};
}

proto::outcome read_vtpk(const nlohmann::json& root, tiling_scheme& scheme, const std::string& subject) {
  const auto& storage = member(member(member(root, "resourceInfo"), "cacheInfo"), "storageInfo");
  if (storage.is_object()
    && (proto::lower_case(text_member(storage, "storageFormat")) != "compactv2"
      || int_member(storage, "packetSize") != 128))
    return damaged(subject, "its root.json names another storage than Compact Cache V2");
  scheme.tile_folder = scheme.root_folder + "tile/";
  if (const auto map = text_member(root, "tileMap"); !map.empty())
    scheme.tilemap = scheme.root_folder + map + "/root.json";
  return {};
}

proto::outcome read_json(const std::string& document, tiling_scheme& scheme, const std::string& subject) {
  const auto root = parse_json(document);
  if (!root.is_object())
    return damaged(subject, "its root.json cannot be read");
  if (auto failed = read_tile_info(root, scheme, subject))
    return failed;
  return scheme.extension == "tpkx" ? read_tpkx(root, scheme, subject) : read_vtpk(root, scheme, subject);
}

proto::outcome read_conf(const std::string& document, tiling_scheme& scheme, const std::string& subject) {
  const auto elements = scan_xml(document);
  for (const auto& element : elements)
    if (element.path.ends_with("LODInfo/LevelID"))
      if (const int level = number_in(element.text); level >= 0 && level <= highest_level)
        scheme.levels.insert(level);
  scheme.tile_size = number_in(text_at(elements, "TileCacheInfo/TileRows"));
  scheme.wkid = number_in(text_at(elements, "TileCacheInfo/SpatialReference/WKID"));
  scheme.latest_wkid = number_in(text_at(elements, "TileCacheInfo/SpatialReference/LatestWKID"));
  if (scheme.levels.empty() || scheme.tile_size <= 0
    || scheme.tile_size != number_in(text_at(elements, "TileCacheInfo/TileCols")))
    return damaged(subject, "its conf.xml describes no tiling scheme");
  const auto format = text_at(elements, "CacheStorageInfo/StorageFormat");
  const bool compact = format == "esriMapCacheStorageModeCompact" || format == "esriMapCacheStorageModeCompactV2";
  if (!compact && format != "esriMapCacheStorageModeExploded")
    return damaged(subject, "its conf.xml names an unknown storage");
  if (compact && number_in(text_at(elements, "CacheStorageInfo/PacketSize")) != 128)
    return damaged(subject, "its conf.xml names another packet size than 128");
  scheme.storage = !compact  ? tile_storage::exploded
    : format.ends_with("V2") ? tile_storage::compact_2
                             : tile_storage::compact_1;
  scheme.tile_folder = scheme.root_folder + "_alllayers/";
  return {};
}

/// The extent of a .tpk stands in a file of its own, beside conf.xml. Without it nothing is known.
std::optional<proto::envelope> read_extent(zip_archive& archive, const std::string& folder) {
  const auto entry = archive.find(folder + "conf.cdi");
  const auto document = entry ? archive.read_text(*entry, description_limit) : proto::result<std::string>("");
  if (!document)
    return std::nullopt;
  const auto elements = scan_xml(*document);
  nlohmann::json box{{"spatialReference",
    {{"wkid", number_in(text_at(elements, "SpatialReference/WKID"))},
      {"latestWkid", number_in(text_at(elements, "SpatialReference/LatestWKID"))}}}};
  for (const auto& [name, element] :
    {std::pair{"xmin", "XMin"}, std::pair{"ymin", "YMin"}, std::pair{"xmax", "XMax"}, std::pair{"ymax", "YMax"}})
    if (const auto number = proto::number_of(text_at(elements, element)))
      box[name] = *number;
  auto extent = proto::read_envelope(box);
  return extent ? std::optional(*extent) : std::nullopt;
}

} // namespace

proto::result<tiling_scheme> read_tiling_scheme(zip_archive& archive) {
  const auto found = find_description(archive);
  if (!found)
    return damaged(archive.subject(), "the zip is no tile package: it has neither root.json nor conf.xml");
  const auto document = archive.read_text(found->entry, description_limit);
  if (!document)
    return document.error();
  tiling_scheme scheme;
  scheme.extension = found->extension;
  scheme.root_folder = folder_of(archive.entries()[found->entry].name);
  auto failed = scheme.extension == "tpk" ? read_conf(*document, scheme, archive.subject())
                                          : read_json(*document, scheme, archive.subject());
  if (failed)
    return *failed;
  if (scheme.extension == "tpk")
    scheme.extent = read_extent(archive, scheme.root_folder);
  return scheme;
}

} // namespace io
