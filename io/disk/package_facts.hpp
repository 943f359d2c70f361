#pragma once

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace io {

/// A layer or table of a map in a package, and what lies behind it.
struct layer_facts {
  std::string id;
  std::string title;
  std::string type; ///< layerType of the map; empty for a table
  bool is_basemap = false;
  bool is_table = false;
  std::string service;                   ///< address it came from, without query
  std::string file;                      ///< relative to the package; empty where the layer stays online
  std::optional<int> item_id;            ///< `?itemId=` of its path
  std::string dataset;                   ///< local table
  std::optional<std::uint64_t> features; ///< current rows: of the archive view where the table is archived
};

/// A data file of a package.
struct data_file_facts {
  std::string path; ///< relative to the package
  std::string kind; ///< geodatabase, tpk, tpkx, vtpk, or the name's ending
  std::uint64_t bytes = 0;
  std::map<int, std::uint64_t> tiles; ///< per level
  std::string replica_id;
  std::vector<std::string> notes;
};

struct map_facts {
  std::string name;
  std::string title;
  std::vector<layer_facts> layers; ///< basemap first, then as drawn, then tables
};

/// A mobile map package as it lies on disk, read without the vendor's software:
/// whether that opens it cannot be told from here.
struct package_facts {
  std::string title;
  std::string snippet;
  std::string description; ///< HTML
  std::vector<std::string> tags;
  std::string access_information;
  std::string terms_of_use; ///< HTML
  bool has_thumbnail = false;
  std::string guid;
  std::string version;                         ///< of the package's format
  std::int64_t created = 0;                    ///< epoch milliseconds
  std::string spatial_reference;               ///< its name
  std::optional<std::array<double, 4>> extent; ///< xmin, ymin, xmax, ymax; longitude, latitude, WGS 84
  std::vector<map_facts> maps;
  std::vector<data_file_facts> files;
  std::uint64_t bytes = 0;           ///< of everything in it
  std::vector<std::string> problems; ///< what a loader or a later sync would stumble over
};

nlohmann::json to_json(const package_facts& facts);

} // namespace io
