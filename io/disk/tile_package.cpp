#include "io/disk/tile_package.hpp"

#include "io/disk/bundle_check.hpp"
#include "io/disk/check_failure.hpp"
#include "io/disk/picture.hpp"
#include "io/disk/tile_path.hpp"
#include "io/disk/tilemap_check.hpp"
#include "io/disk/tiling_scheme.hpp"
#include "io/disk/json_text.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace io {
namespace {

constexpr std::uint64_t bundle_index_limit = 1u << 20; // of version 1: 81,952 bytes
constexpr std::size_t unknown_kept = 16;
constexpr const char* compressed_note =
  " entries of the package are compressed: products that read in place want them stored";

/// Reads every entry once, and counts what the tile folder holds.
class package_reader {
public:
  package_reader(zip_archive& archive, tiling_scheme scheme) : archive_(archive), scheme_(std::move(scheme)) {
    found_.extension = scheme_.extension;
    found_.wkid = scheme_.wkid;
    found_.latest_wkid = scheme_.latest_wkid;
    found_.tile_size = scheme_.tile_size;
  }

  proto::result<tile_package> run() {
    std::size_t compressed = 0;
    for (std::size_t i = 0; i < archive_.entries().size(); ++i) {
      compressed += archive_.entries()[i].method != 0;
      if (auto failed = read_entry(i))
        return *failed;
    }
    if (auto failed = check_companions())
      return *failed;
    if (compressed != 0)
      found_.notes.push_back(std::to_string(compressed) + compressed_note);
    return std::move(found_);
  }

private:
  const std::string& name_of(std::size_t entry) const { return archive_.entries()[entry].name; }
  tile_content content() const { return scheme_.extension == "vtpk" ? tile_content::vectors : tile_content::pictures; }
  proto::failure bad(std::size_t entry, const std::string& words) const {
    return damaged(archive_.subject(), "`" + name_of(entry) + "`: " + words);
  }

  proto::outcome read_entry(std::size_t entry) {
    const auto& name = name_of(entry);
    if (name.starts_with(scheme_.tile_folder) && !archive_.entries()[entry].is_folder()) {
      const auto path = std::string_view(name).substr(scheme_.tile_folder.size());
      if (scheme_.storage == tile_storage::exploded)
        return read_single(entry, path);
      if (path.ends_with(".bundle"))
        return read_bundle(entry, path);
      if (path.ends_with(".bundlx") && scheme_.storage == tile_storage::compact_1)
        return read_index_alone(entry);
    }
    return archive_.read(entry, [](std::span<const std::byte>) { return proto::outcome{}; });
  }

  /// Index files are read with their bundle.
  proto::outcome read_index_alone(std::size_t entry) const {
    auto bundle = name_of(entry);
    bundle.replace(bundle.size() - 1, 1, "e");
    if (!archive_.find(bundle))
      return bad(entry, "its bundle is missing");
    return {};
  }

  proto::result<bundle_check> begin_bundle(std::size_t entry) {
    const auto size = archive_.entries()[entry].size;
    if (scheme_.storage == tile_storage::compact_2)
      return bundle_check(size, content());
    auto index_name = name_of(entry);
    index_name.replace(index_name.size() - 1, 1, "x");
    const auto index = archive_.find(index_name);
    if (!index)
      return bad(entry, "its index is missing");
    const auto bytes = archive_.read_text(*index, bundle_index_limit);
    if (!bytes)
      return bytes.error();
    return bundle_check::version_1(size, content(), std::as_bytes(std::span(*bytes)));
  }

  proto::outcome read_bundle(std::size_t entry, std::string_view path) {
    const auto place = read_bundle_path(path);
    if (!place)
      return bad(entry, "it is not named like a bundle");
    if (!scheme_.levels.contains(place->level))
      return bad(entry, "the tiling scheme has no such level");
    auto bundle = begin_bundle(entry);
    if (!bundle)
      return bundle.error().subject.empty() ? bad(entry, bundle.error().server_said) : bundle.error();
    auto failed = archive_.read(entry, [&](std::span<const std::byte> piece) { return bundle->feed(piece); });
    if (failed)
      return failed->subject.empty() ? bad(entry, failed->server_said) : *failed;
    const auto facts = bundle->finish();
    if (!facts)
      return bad(entry, facts.error().server_said);
    count(*place, *facts);
    return {};
  }

  void count(const tile_place& place, const bundle_facts& facts) {
    if (facts.tiles != 0)
      found_.tiles[place.level] += facts.tiles;
    found_.unknown += facts.unknown;
    for (const auto& cell : facts.first_unknown)
      if (found_.first_unknown.size() < unknown_kept)
        found_.first_unknown.push_back(words_of({place.level, place.row + cell.row, place.column + cell.column}));
  }

  proto::outcome read_single(std::size_t entry, std::string_view path) {
    const auto place = read_tile_path(path);
    if (!place)
      return archive_.read(entry, [](std::span<const std::byte>) { return proto::outcome{}; });
    if (!scheme_.levels.contains(place->level))
      return bad(entry, "the tiling scheme has no such level");
    std::vector<std::byte> beginning;
    auto failed = archive_.read(entry, [&](std::span<const std::byte> piece) {
      const auto wanted = std::min(piece.size(), tile_beginning_bytes - beginning.size());
      beginning.insert(beginning.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(wanted));
      return proto::outcome{};
    });
    if (failed)
      return failed;
    bundle_facts one{1, is_known_tile(beginning, content()) ? 0u : 1u, {}};
    if (one.unknown != 0)
      one.first_unknown.push_back({});
    count(*place, one);
    return {};
  }

  /// What a vector tile package must have beside its tiles, and what it may lack.
  proto::outcome check_companions() {
    if (!scheme_.tilemap.empty()) {
      const auto entry = archive_.find(scheme_.tilemap);
      if (!entry)
        return damaged(archive_.subject(), "the tilemap that root.json names is missing");
      if (auto failed = check_tilemap(archive_, *entry))
        return failed;
    }
    return scheme_.extension == "vtpk" ? note_missing_resources() : proto::outcome{};
  }

  /// Real packages list fonts that are not inside: a fact for the report, no damage.
  proto::outcome note_missing_resources() {
    constexpr std::uint64_t list_limit = 16u << 20;
    const auto info = archive_.find(scheme_.root_folder + "resources/info/root.json");
    if (!info)
      return {};
    const auto text = archive_.read_text(*info, list_limit);
    if (!text)
      return text.error();
    std::unordered_set<std::string_view> names;
    for (const auto& entry : archive_.entries())
      names.insert(entry.name);
    const auto list = parse_json(*text);
    std::size_t missing = 0;
    for (const auto& path : member(list, "resourceInfo")) {
      const auto words = path.is_string() ? path.get<std::string>() : std::string{};
      if (words.starts_with("../"))
        missing += !names.contains(scheme_.root_folder + "resources/" + words.substr(3));
    }
    if (missing != 0)
      found_.notes.push_back(std::to_string(missing) + " resources (fonts, sprites) are listed but not inside");
    return {};
  }

  zip_archive& archive_;
  tiling_scheme scheme_;
  tile_package found_;
};

} // namespace

proto::result<tile_package> read_tile_package(zip_archive& archive) {
  auto scheme = read_tiling_scheme(archive);
  if (!scheme)
    return scheme.error();
  return package_reader(archive, std::move(*scheme)).run();
}

} // namespace io
