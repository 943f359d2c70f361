#include "sandbox/model/data_folder.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/item_reader.hpp"
#include "sandbox/model/placeholders.hpp"
#include "sandbox/model/quick_service.hpp"
#include "sandbox/model/service_reader.hpp"
#include "sandbox/model/tile_service_reader.hpp"

namespace sandbox {
namespace {

namespace fs = std::filesystem;

/// The JSON files of a folder by their names; none if there is no such folder.
std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{folder, failed}) {
    if (entry.path().extension() == ".json")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Ids are made of titles: no two items may have the same.
void refuse_known_title(const dataset& data, const std::string& title, const data_place& source) {
  if (data.has_item(title))
    (source.has("title") ? source.at("title") : source.at("name")).wrong("there is an item " + title + " already");
}

void add_services(dataset& into, const fs::path& folder) {
  for (const fs::path& file : json_files(folder / "services")) {
    const auto source = read_data_json(file);
    const data_place place{source, file.string()};
    service_data read = read_service(place, folder, into.base);
    if (into.find_service(read.name) != nullptr)
      place.at("name").wrong("there is a service " + read.name + " already");
    refuse_known_title(into, read.title, place);
    read.source = file;
    into.services.push_back(std::move(read));
  }
  for (const fs::path& file : json_files(folder / "tiles")) {
    const auto source = read_data_json(file);
    const data_place place{source, file.string()};
    tile_service_data read = read_tile_service(place);
    if (into.find_tiles(read.path()) != nullptr)
      place.at("name").wrong("there is a service " + read.path() + " already");
    refuse_known_title(into, read.title, place);
    into.tiles.push_back(std::move(read));
  }
}

void add_items(dataset& into, const fs::path& folder, bool added) {
  for (const char* kind : {"maps", "items"}) {
    for (const fs::path& file : json_files(folder / kind)) {
      const auto source = read_data_json(file);
      const data_place place{source, file.string()};
      item_data read = kind == std::string_view{"maps"} ? read_web_map(place) : read_item(place, folder);
      read.source = file;
      read.added = added;
      refuse_known_title(into, read.title, place);
      into.items.push_back(std::move(read));
    }
  }
}

/// Files of GeoJSON with nothing said about them.
void add_bare_folder(dataset& into, const fs::path& folder) {
  service_data service = quick_service(folder);
  service.source = folder;
  item_data map = quick_map(service);
  map.source = folder;
  map.added = true;
  for (const std::string& title : {service.title, map.title}) {
    if (into.has_item(title))
      throw bad_data{folder.string() + ": there is an item " + title + " already"};
  }
  if (into.find_service(service.name) != nullptr)
    throw bad_data{folder.string() + ": there is a service " + service.name + " already"};
  into.services.push_back(std::move(service));
  into.items.push_back(std::move(map));
}

/// Once everything is there that they may name.
void check_items(const dataset& data) {
  for (const service_data& service : data.services)
    check_placeholders({service.item_data, service.source.string(), "/itemData"}, data);
  for (const item_data& item : data.items) {
    check_placeholders({item.data, item.source.string(), item.type == "Web Map" ? "/map" : "/data"}, data);
    for (const auto& [name, file] : item.resources) {
      if (file.extension() != ".json")
        continue;
      const auto document = read_data_json(file);
      check_placeholders({document, file.string()}, data);
    }
  }
}

} // namespace

outcome<dataset> load_dataset(const fs::path& shipped, const std::vector<fs::path>& added) try {
  dataset loaded;
  loaded.base = load_base_map(shipped / "base");
  add_services(loaded, shipped);
  add_items(loaded, shipped, false);
  for (const fs::path& folder : added) {
    if (is_bare_folder(folder)) {
      add_bare_folder(loaded, folder);
      continue;
    }
    const std::size_t before = loaded.services.size() + loaded.tiles.size() + loaded.items.size();
    add_services(loaded, folder);
    add_items(loaded, folder, true);
    if (loaded.services.size() + loaded.tiles.size() + loaded.items.size() == before)
      throw bad_data{folder.string() + ": there is nothing to serve in it"};
  }
  check_items(loaded);
  return loaded;
} catch (const bad_data& wrong) {
  return problem{wrong.what()};
}

} // namespace sandbox
