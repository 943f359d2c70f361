#include "sandbox/tiles/tile_cache.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <system_error>

#include "sandbox/model/projection.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t progress_every = 64; // tiles

/// A folder beside the package, gone when the work is over.
class work_folder {
public:
  explicit work_folder(const std::filesystem::path& file) : folder_{file.string() + ".work"} {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::create_directories(folder_, ignored);
  }
  ~work_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  work_folder(const work_folder&) = delete;
  work_folder& operator=(const work_folder&) = delete;

  const std::filesystem::path& path() const { return folder_; }

private:
  std::filesystem::path folder_;
};

std::string level_name(int level) {
  char name[16];
  std::snprintf(name, sizeof name, "L%02d", level);
  return name;
}

class packer {
public:
  packer(package_zip& zip, const std::filesystem::path& work, const tiling_scheme& scheme, const cache_layout& layout,
    const tile_source& tiles, const package_progress& progress)
    : zip_{zip},
      work_{work},
      scheme_{scheme},
      layout_{layout},
      tiles_{tiles},
      progress_{progress} {}

  outcome<package_statistics> pack(const tile_selection& chosen) {
    if (layout_.folder_entries)
      zip_.add_folder(layout_.folder);
    for (int level : chosen.levels) {
      const bool all = for_each_tile(scheme_, level, chosen, [this](const tile_address& tile) { return take(tile); });
      if (!all || !close_bundle())
        return problem{problem_.empty() ? "cannot write a bundle" : problem_};
    }
    return done_;
  }

private:
  bool take(const tile_address& tile) {
    if (++visited_ % progress_every == 0 && progress_ && !progress_(visited_)) {
      problem_ = "cancelled";
      return false;
    }
    const std::string bytes = tiles_(tile);
    if (bytes.empty())
      return true;
    if (!open_bundle(tile))
      return false;
    bundle_->add(tile, bytes);
    ++done_.tiles[tile.level];
    ++done_.total_tiles;
    return true;
  }

  bool open_bundle(const tile_address& tile) {
    const std::string name = level_name(tile.level) + "/" + bundle_writer::name_of(tile);
    if (bundle_ && name == name_)
      return true;
    if (!close_bundle())
      return false;
    std::error_code failed;
    std::filesystem::create_directories(work_ / level_name(tile.level), failed);
    if (layout_.folder_entries && !done_.tiles.contains(tile.level))
      zip_.add_folder(layout_.folder + level_name(tile.level) + "/");
    name_ = name;
    bundle_.emplace(layout_.format, work_ / name, tile);
    return true;
  }

  bool close_bundle() {
    if (!bundle_)
      return true;
    const bool written = bundle_->close();
    for (const auto& file : bundle_->files())
      zip_.add_file(layout_.folder + level_name_of_bundle() + file.filename().string(), file);
    bundle_.reset();
    return written;
  }

  std::string level_name_of_bundle() const { return name_.substr(0, name_.find('/') + 1); }

  package_zip& zip_;
  const std::filesystem::path& work_;
  const tiling_scheme& scheme_;
  const cache_layout& layout_;
  const tile_source& tiles_;
  const package_progress& progress_;
  std::optional<bundle_writer> bundle_;
  std::string name_;
  std::string problem_;
  std::int64_t visited_ = 0;
  package_statistics done_;
};

outcome<package_statistics> pack(const std::filesystem::path& file, const tiling_scheme& scheme,
  const cache_layout& layout, const package_request& request, const tile_source& tiles, const package_parts& parts,
  const package_progress& progress) {
  const work_folder work{file};
  package_zip zip{file, request.created_ms};
  parts.before(zip);
  auto packed = packer{zip, work.path(), scheme, layout, tiles, progress}.pack(request.tiles);
  if (!packed)
    return packed;
  parts.behind(zip, *packed);
  const auto goes_on = [&] { return !progress || progress(packed->total_tiles); };
  if (const std::string failed = zip.close(goes_on); !failed.empty())
    return problem{"cannot write the package: " + failed};
  return packed;
}

} // namespace

outcome<package_statistics> write_tile_package(const std::filesystem::path& file, const tiling_scheme& scheme,
  const cache_layout& layout, const package_request& request, const tile_source& tiles, const package_parts& parts,
  const package_progress& progress) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored))
    return problem{file.string() + " exists already"};
  if (const auto known = project(request.tiles.within, scheme.wkid); !known)
    return problem{known.error()};
  auto packed = pack(file, scheme, layout, request, tiles, parts, progress);
  if (packed) {
    packed->bytes = std::filesystem::file_size(file, ignored);
  } else {
    std::filesystem::remove(file, ignored);
  }
  return packed;
}

envelope package_extent(const tiling_scheme& scheme, const package_request& request) {
  const auto within = project(request.tiles.within, scheme.wkid);
  return within ? common(common(within->extent(), request.tiles.limit), scheme.world) : scheme.world;
}

std::string package_guid(const package_request& request) {
  std::uint64_t sum = hash_of(request.name);
  for (const path& ring : request.tiles.within.rings) {
    for (point p : ring)
      sum = hash_of(std::to_string(p.x) + " " + std::to_string(p.y), sum);
  }
  const std::uint64_t first = sum;
  sum = hash_of(std::to_string(request.created_ms), sum);
  char text[40];
  std::snprintf(text, sizeof text, "%08X-%04X-4%03X-8%03X-%012llX", static_cast<unsigned>(first >> 32),
    static_cast<unsigned>(first >> 16 & 0xffff), static_cast<unsigned>(first & 0xfff), static_cast<unsigned>(sum >> 52),
    static_cast<unsigned long long>(sum & 0xffffffffffffull));
  return text;
}

} // namespace sandbox
