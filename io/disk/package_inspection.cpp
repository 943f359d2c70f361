#include "io/disk/package_inspection.hpp"

#include "io/disk/data_inspection.hpp"
#include "io/disk/folder.hpp"
#include "io/disk/json_text.hpp"
#include "io/disk/layer_path.hpp"
#include "io/disk/output_roots.hpp"
#include "io/disk/package_directory.hpp"
#include "proto/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>

namespace io {
namespace {

constexpr std::uint64_t document_limit = 64u << 20;
constexpr int newest_version = 5; // major; a greater one fails to load

bool has_ending(const std::string& name, std::string_view ending) { return name.ends_with("." + std::string(ending)); }

/// Kinds of files that a layer of a type may have.
bool fits_type(const std::string& type, bool is_table, const std::string& file) {
  const bool of_rows = type == "ArcGISFeatureLayer" || type == "SubtypeGroupLayer"
    || proto::contains_word(type, "annotation") || proto::contains_word(type, "dimension");
  if (is_table || of_rows)
    return has_ending(file, "geodatabase");
  if (type == "VectorTileLayer")
    return has_ending(file, "vtpk");
  return has_ending(file, "tpk") || has_ending(file, "tpkx");
}

std::uint64_t bytes_below(int folder, int depth) {
  constexpr int deepest = 4; // style, fonts, name of a font, file
  std::uint64_t bytes = 0;
  const auto names = names_in(folder, {});
  for (const auto& name : names&& depth < deepest ? *names : std::vector<std::string>{}) {
    struct stat status {};
    if (const auto inner = open_folder(folder, name))
      bytes += bytes_below(inner.get(), depth + 1);
    else if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode))
      bytes += static_cast<std::uint64_t>(status.st_size);
  }
  return bytes;
}

class inspector {
public:
  inspector(file_descriptor root, std::string path, std::stop_token stop)
    : root_(std::move(root)),
      parts_(open_folder(root_.get(), parts_folder)),
      path_(std::move(path)),
      stop_(std::move(stop)) {}

  proto::result<package_facts> run() {
    const auto names = names_in(root_.get(), path_);
    if (!names)
      return names.error();
    const bool has_info = std::ranges::any_of(*names, [](const auto& name) { return has_ending(name, "info"); });
    if (!parts_ && !has_info) {
      problem("it is no mobile map package: it has neither a .info file nor a folder p13");
      return std::move(facts_);
    }
    if (!parts_)
      problem("it has no folder p13");
    const auto info = read_info(*names);
    inspect_files();
    for (const auto& map : member(info, "maps"))
      if (map.is_string())
        inspect_map(map.get<std::string>());
    find_orphans();
    return std::move(facts_);
  }

private:
  void problem(std::string words) { facts_.problems.push_back(std::move(words)); }

  /// A JSON document of the package; its size counts.
  nlohmann::json read_document(int folder, const std::string& name) {
    const auto text = read_text(folder, name, document_limit);
    if (!text) {
      problem(name + " cannot be read: " + text.error().server_said);
      return {};
    }
    facts_.bytes += text->size();
    if (proto::contains_word(*text, "token="))
      problem(name + " holds the text `token=`");
    auto json = parse_json(*text);
    if (!json.is_object())
      problem(name + " is not JSON");
    return json;
  }

  nlohmann::json read_info(const std::vector<std::string>& names) {
    std::vector<std::string> infos;
    for (const auto& name : names) {
      if (has_ending(name, "info"))
        infos.push_back(name);
      else if (name != parts_folder)
        problem(name + " does not belong into a package");
    }
    if (infos.size() != 1) {
      problem(
        infos.empty() ? "it has no .info file: a loader takes it for no package" : "it has more than one .info file");
      return {};
    }
    const auto info = read_document(root_.get(), infos.front());
    facts_.title = text_member(info, "title");
    facts_.snippet = text_member(info, "snippet");
    facts_.description = text_member(info, "description");
    for (const auto& tag : member(info, "tags"))
      if (tag.is_string())
        facts_.tags.push_back(tag.get<std::string>());
    facts_.access_information = text_member(info, "accessInformation");
    facts_.terms_of_use = text_member(info, "licenseInfo");
    facts_.has_thumbnail = !text_member(info, "thumbnail").empty();
    facts_.guid = text_member(info, "guid");
    facts_.version = text_member(info, "version");
    const auto& created = member(info, "created");
    facts_.created = created.is_number_integer() ? created.get<std::int64_t>() : 0;
    facts_.spatial_reference = text_member(info, "spatialReference");
    check_info(info, infos.front());
    return info;
  }

  void check_info(const nlohmann::json& info, const std::string& name) {
    if (text_member(info, "type") != "Mobile Map Package")
      problem(name + ": type is not `Mobile Map Package`");
    int major = 0, minor = 0;
    if (std::sscanf(facts_.version.c_str(), "%9d.%9d", &major, &minor) != 2 || major < 1)
      problem(name + ": version is not major.minor");
    else if (major > newest_version)
      problem(name + ": version " + facts_.version + " is newer than any loader");
    if (!member(info, "maps").is_array() || member(info, "maps").empty())
      problem(name + ": it names no map");
    facts_.extent = read_extent(member(info, "extent"));
    if (!facts_.extent)
      problem(name + ": extent is not two corners in degrees");
  }

  static std::optional<std::array<double, 4>> read_extent(const nlohmann::json& json) {
    std::array<double, 4> box{};
    for (std::size_t i = 0; i < 4; ++i) {
      if (!json.is_array() || json.size() != 2 || !json[i / 2].is_array() || json[i / 2].size() != 2
        || !json[i / 2][i % 2].is_number())
        return std::nullopt;
      box[i] = json[i / 2][i % 2].get<double>();
    }
    const bool is_inside = box[0] >= -180 && box[2] <= 180 && box[1] >= -90 && box[3] <= 90;
    return is_inside && box[0] <= box[2] && box[1] <= box[3] ? std::optional(box) : std::nullopt;
  }

  void inspect_files() {
    const auto names =
      parts_ ? names_in(parts_.get(), path_) : proto::result<std::vector<std::string>>(std::vector<std::string>{});
    for (const auto& name : names ? *names : std::vector<std::string>{}) {
      if (has_ending(name, "mmap") || has_ending(name, "marea"))
        continue;
      if (const auto folder = open_folder(parts_.get(), name)) {
        style_folders_.insert(name);
        facts_.bytes += bytes_below(folder.get(), 0);
        continue;
      }
      const file_descriptor file(::openat(parts_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
      struct stat status {};
      if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        problem(std::string(parts_folder) + "/" + name + " is not a file");
        continue;
      }
      auto found = inspect_data_file(file.get(), std::string(parts_folder) + "/" + name, stop_);
      facts_.bytes += found.facts.bytes;
      facts_.files.push_back(found.facts);
      std::ranges::copy(found.problems, std::back_inserter(facts_.problems));
      files_[name] = std::move(found);
    }
  }

  void inspect_map(const std::string& name) {
    const auto file = name + ".mmap";
    if (!parts_ || name.find('/') != std::string::npos) {
      problem("the map " + name + " is missing");
      return;
    }
    const auto document = read_document(parts_.get(), file);
    const auto& map = member(document, "map");
    if (!map.is_object() || !member(document, "item").is_object())
      problem(file + " lacks its members `item` and `map`");
    map_facts& facts = facts_.maps.emplace_back();
    facts.name = name;
    facts.title = text_member(member(document, "item"), "title");
    for (const auto& layer : member(member(map, "baseMap"), "baseMapLayers"))
      inspect_layer(layer, facts, true, false);
    inspect_layers(member(map, "operationalLayers"), facts, 0);
    for (const auto& table : member(map, "tables"))
      inspect_layer(table, facts, false, true);
  }

  /// Group layers hold layers.
  void inspect_layers(const nlohmann::json& layers, map_facts& facts, int depth) {
    for (const auto& layer : layers) {
      if (const auto& inner = member(layer, "layers"); text_member(layer, "layerType") == "GroupLayer" && depth < 32)
        inspect_layers(inner, facts, depth + 1);
      else
        inspect_layer(layer, facts, false, false);
    }
  }

  void inspect_layer(const nlohmann::json& json, map_facts& map, bool is_basemap, bool is_table) {
    layer_facts& layer = map.layers.emplace_back();
    layer.id = text_member(json, "id");
    layer.title = text_member(json, "title");
    layer.type = text_member(json, "layerType");
    layer.is_basemap = is_basemap;
    layer.is_table = is_table;
    layer.service = proto::without_query(text_member(json, "url"));
    const auto text = text_member(json, "path");
    if (text.empty())
      return; // stays online
    const auto words = "layer " + (layer.title.empty() ? layer.id : layer.title) + ": ";
    const auto path = read_layer_path(text);
    if (!path)
      return problem(words + "path `" + text + "` is no file address");
    layer.item_id = path->item_id;
    if (!fits_type(layer.type, is_table, path->file))
      problem(words + "a " + (is_table ? "table" : layer.type) + " has no file like " + path->file);
    if (path->is_absolute() || path->leaves_folder())
      return inspect_outside(*path, layer, words);
    layer.file = std::string(parts_folder) + "/" + path->file;
    const auto file = files_.find(path->file);
    if (file == files_.end())
      return problem(words + "its file " + path->file + " is missing");
    referenced_.insert(path->file);
    if (path->item_id || has_ending(path->file, "geodatabase"))
      find_dataset(file->second, layer, words);
    if (const auto style = text_member(json, "stylePath"); !style.empty())
      inspect_style(style, words);
  }

  /// A layer's own style lies in a folder of its own, beside the tiles.
  void inspect_style(const std::string& text, const std::string& words) {
    const auto path = read_layer_path(text);
    struct stat status {};
    if (!path || path->is_absolute() || path->leaves_folder()
      || ::fstatat(parts_.get(), path->file.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
      return problem(words + "its style " + text + " is missing");
    style_folders_.erase(path->file.substr(0, path->file.find('/')));
  }

  /// A reference basemap lies outside, and nothing else does.
  void inspect_outside(const layer_path& path, layer_facts& layer, const std::string& words) {
    layer.file = path.file;
    if (!layer.is_basemap)
      return problem(words + "path `" + path.file + "` leaves the package");
    struct stat status {};
    if (!parts_ || ::fstatat(parts_.get(), path.file.c_str(), &status, 0) != 0 || !S_ISREG(status.st_mode))
      problem(words + "the reference basemap " + path.file + " is missing");
  }

  void find_dataset(const inspected_file& file, layer_facts& layer, const std::string& words) {
    const auto found =
      std::ranges::find_if(file.datasets, [&](const auto& set) { return set.item.item_id == layer.item_id; });
    if (found == file.datasets.end())
      return problem(words + "its file has no item " + (layer.item_id ? std::to_string(*layer.item_id) : "for it"));
    layer.dataset = found->item.dataset;
    layer.features = found->features;
  }

  void find_orphans() {
    for (const auto& [name, file] : files_)
      if (!referenced_.contains(name))
        problem(file.facts.path + " is used by no layer");
    for (const auto& name : style_folders_)
      problem(std::string(parts_folder) + "/" + name + " is the style of no layer");
  }

  file_descriptor root_;
  file_descriptor parts_;
  std::string path_;
  std::stop_token stop_;
  package_facts facts_;
  std::map<std::string, inspected_file> files_; ///< by name in p13
  std::set<std::string> referenced_;
  std::set<std::string> style_folders_; ///< folders in p13 that no layer has named so far
};

} // namespace

proto::result<package_facts> inspect_package(const std::string& path, const std::stop_token& stop) {
  file_descriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) {
    auto why = disk_failure(errno, "opening the package", path);
    if (errno == ENOENT || errno == ENOTDIR)
      why.code = proto::failure_code::not_found;
    why.worth_retrying = false;
    return why;
  }
  return inspector(std::move(root), path, stop).run();
}

} // namespace io
