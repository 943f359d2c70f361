#include "sandbox/model/data_folder.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/model/data_place.hpp"
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

void add_folder(dataset& into, const fs::path& folder) {
  for (const fs::path& file : json_files(folder / "services")) {
    const auto source = read_data_json(file);
    service_data read = read_service({source, file.string()}, folder, into.base);
    if (into.find_service(read.name) != nullptr)
      throw bad_data{file.string() + ": /name: there is a service " + read.name + " already"};
    into.services.push_back(std::move(read));
  }
  for (const fs::path& file : json_files(folder / "tiles")) {
    const auto source = read_data_json(file);
    tile_service_data read = read_tile_service({source, file.string()});
    if (into.find_tiles(read.path()) != nullptr)
      throw bad_data{file.string() + ": /name: there is a service " + read.path() + " already"};
    into.tiles.push_back(std::move(read));
  }
}

} // namespace

outcome<dataset> load_dataset(const fs::path& shipped, const std::vector<fs::path>& added) try {
  dataset loaded;
  loaded.base = load_base_map(shipped / "base");
  add_folder(loaded, shipped);
  for (const fs::path& folder : added)
    add_folder(loaded, folder);
  return loaded;
} catch (const bad_data& wrong) {
  return problem{wrong.what()};
}

} // namespace sandbox
