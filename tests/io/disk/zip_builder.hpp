#pragma once

#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace io {

/// An entry of a zip that a test makes.
struct zip_part {
  std::string name;
  std::string content;
  bool deflated = false;
};

/// A zip made by libzip, stored unless asked otherwise.
inline std::string make_zip(const std::string& path, const std::vector<zip_part>& parts) {
  int error = 0;
  zip_t* archive = ::zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr)
    std::abort();
  for (const auto& part : parts) {
    if (part.name.ends_with('/')) {
      ::zip_dir_add(archive, part.name.c_str(), 0);
      continue;
    }
    auto* source = ::zip_source_buffer(archive, part.content.data(), part.content.size(), 0);
    const auto index = ::zip_file_add(archive, part.name.c_str(), source, 0);
    ::zip_set_file_compression(
      archive, static_cast<zip_uint64_t>(index), part.deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 9);
  }
  if (::zip_close(archive) != 0)
    std::abort();
  return path;
}

/// A Compact Cache V2 bundle with these tiles: position in the bundle, bytes.
inline std::string make_bundle(const std::vector<std::pair<std::size_t, std::string>>& tiles) {
  std::string bundle(64 + 131'072, '\0');
  auto put = [&](std::size_t at, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
      bundle[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> 8 * i & 0xff);
  };
  for (auto [at, value] : {std::pair<std::size_t, std::uint64_t>{0, 3}, {4, 16384}, {12, 5}, {32, 40}, {40, 131'092},
         {44, 3}, {48, 16}, {52, 16384}, {56, 5}, {60, 131'072}})
    put(at, value, 4);
  for (const auto& [position, bytes] : tiles) {
    const auto at = bundle.size();
    bundle += std::string(4, '\0') + bytes;
    put(at, bytes.size(), 4);
    put(64 + 8 * position, (at + 4) | std::uint64_t{bytes.size()} << 40, 8);
  }
  put(24, bundle.size(), 8);
  return bundle;
}

/// Description of a web mercator .tpkx with levels 0 to 5.
inline std::string make_root_json() {
  std::string lods;
  for (int level = 0; level <= 5; ++level)
    lods += (level ? "," : "") + std::string("{\"level\":") + std::to_string(level) + ",\"resolution\":1,\"scale\":1}";
  return R"({"tileBundlesPath":"./tile","storageInfo":{"storageFormat":"esriMapCacheStorageModeCompactV2","packetSize":128},)"
         R"("tileInfo":{"rows":256,"cols":256,"spatialReference":{"wkid":102100,"latestWkid":3857},"lods":[)"
    + lods + "]}}";
}

inline const std::string png_tile = "\x89PNG\r\n\x1a\n pixels";

} // namespace io
