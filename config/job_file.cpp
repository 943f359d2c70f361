#include "config/job_file.hpp"

#include "config/yaml_document.hpp"
#include "core/plan/area_union.hpp"
#include "core/plan/thumbnail.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/geojson.hpp"
#include "proto/control/rpc.hpp"
#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <variant>

namespace config {
namespace {

/// A number as YAML 1.2 and JSON write it, else nothing.
std::optional<nlohmann::json> read_number(const std::string& text) {
  auto number = nlohmann::json::parse(text, nullptr, false);
  if (number.is_number())
    return number;
  return {};
}

/// YAML nodes as JSON values, and where each of them stands.
class converter {
public:
  nlohmann::json convert(const YAML::Node& node, const std::string& path) {
    if (node.IsMap()) {
      auto object = nlohmann::json::object();
      for (const auto& entry : node) {
        const auto& key = entry.first.Scalar();
        const auto member = member_of(path, key);
        // What a block holds begins a line later than its key.
        marks.insert_or_assign(member, (entry.second.IsScalar() ? entry.second : entry.first).Mark());
        object[key] = convert(entry.second, member);
      }
      return object;
    }
    if (node.IsSequence()) {
      auto list = nlohmann::json::array();
      for (const auto& element : node) {
        const auto member = inside(path, list.size());
        marks.insert_or_assign(member, element.Mark());
        list.push_back(convert(element, member));
      }
      return list;
    }
    return node.IsScalar() ? scalar(node, path) : nlohmann::json();
  }

  std::map<std::string, YAML::Mark> marks; ///< by element path

private:
  /// The way proto writes the path of an entry whose key is an address.
  static std::string member_of(const std::string& path, const std::string& key) {
    return key.find_first_of(".[") == std::string::npos ? inside(path, key) : path + "[\"" + key + "\"]";
  }
  static nlohmann::json scalar(const YAML::Node& node, const std::string& path) {
    const auto& text = node.Scalar();
    // An item id of 32 digits is a text, also where it looks like a number.
    const bool top_level = path.find_first_of(".[") == std::string::npos;
    const bool quoted = node.Tag() == "!";
    if (top_level || quoted)
      return text;
    if (text == "true" || text == "false")
      return text == "true";
    if (auto number = read_number(text))
      return *number;
    return text;
  }
};

/// The mark of an element, or of the nearest one around it (a key that is
/// missing stands nowhere).
problem locate(const std::map<std::string, YAML::Mark>& marks, const std::string& path, const std::string& message) {
  for (auto around = path;;) {
    if (auto place = marks.find(around); place != marks.end())
      return at(place->second, path, message);
    const auto cut = around.ends_with("\"]") ? around.rfind("[\"") : around.find_last_of(".[");
    if (around.empty())
      return {0, 0, path, message};
    around.resize(cut == std::string::npos ? 0 : cut);
  }
}

/// What a file beside the job file holds, up to a limit; empty if it cannot be read.
std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  std::ifstream file{path, std::ios::binary};
  std::string bytes(limit, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// A picture's file becomes what a request carries; what is wrong with it otherwise. A
/// data URI stays: `mapferry defaults` prints one.
std::optional<std::string> load_thumbnail(nlohmann::json& job, const std::filesystem::path& folder) {
  const nlohmann::json::json_pointer place{"/parameters/itemInfo/thumbnail"};
  if (!job.contains(place) || !job[place].is_string() || job[place].get_ref<const std::string&>().empty())
    return {};
  const auto given = job[place].get<std::string>();
  if (given.starts_with("data:"))
    return {};
  const auto path = folder / given;
  const auto bytes = read_file(path, proto::item_thumbnail_limit);
  if (bytes.empty())
    return "cannot read " + path.string();
  const auto uri = core::picture_uri(bytes);
  if (uri.empty())
    return path.string() + " is no PNG, JPEG or GIF";
  job[place] = uri;
  return {};
}

constexpr std::size_t area_file_limit = std::size_t{3} << 20; // a request takes 4 MiB

/// A GeoJSON file becomes the polygon that a request carries; what is wrong with it otherwise.
std::optional<std::string> load_area(nlohmann::json& job, const std::filesystem::path& folder) {
  const nlohmann::json::json_pointer place{"/parameters/areaOfInterest"};
  if (!job.contains(place) || !job[place].contains("file"))
    return {};
  const auto* name = job[place]["file"].get_ptr<const std::string*>();
  if (!name || job[place].size() != 1)
    return "must be the path of a GeoJSON file, and nothing beside it";
  const auto path = (folder / *name).lexically_normal();
  const auto text = read_file(path, area_file_limit + 1);
  if (text.empty())
    return "cannot read " + path.string();
  if (text.size() > area_file_limit)
    return path.string() + " is larger than 3 MiB: fewer vertices will do for an area";
  const auto json = proto::parse_json(text);
  if (!json)
    return path.string() + " is no JSON";
  const auto polygons = proto::read_geojson_polygons(*json);
  const auto area = polygons ? core::united(*polygons) : proto::result<proto::polygon>{polygons.error()};
  if (!area)
    return path.string() + ": " + area.error().subject + (area.error().subject.empty() ? "" : " ") + area.error().hint;
  job[place] = proto::to_json(*area);
  return {};
}

/// What a web map's file holds, or what is wrong with it.
std::variant<nlohmann::json, std::string> read_web_map_document(const std::string& path) {
  const auto text = read_file(path, proto::web_map_file_limit + 1);
  if (text.empty())
    return "cannot read " + path;
  if (text.size() > proto::web_map_file_limit)
    return path + " is larger than 3 MiB: save it as an item of the portal, and name that";
  if (proto::looks_like_html(text))
    return path + " is a web page: save what content/items/ID/data?f=json of the portal answers";
  auto document = proto::parse_json(text);
  if (!document)
    return path + " is no JSON";
  if (!document->is_object())
    return path + " is no web map: it holds no JSON object";
  return std::move(*document);
}

/// A web map's file becomes what a request carries; what is wrong with it otherwise. `file` is its path.
std::optional<std::string> load_web_map(nlohmann::json& job, const std::filesystem::path& folder, std::string& file) {
  if (!job.is_object() || !job.contains("webMap") || job["webMap"].is_null())
    return {};
  const auto* name = job["webMap"].get_ptr<const std::string*>();
  if (!name || name->empty())
    return "must be the path of a web map's JSON file";
  const auto path = (folder / *name).lexically_normal();
  auto document = read_web_map_document(path.string());
  if (auto* wrong = std::get_if<std::string>(&document))
    return *wrong;
  file = path.string();
  job["webMap"] = {{"name", path.stem().string()}, {"document", std::move(std::get<nlohmann::json>(document))}};
  return {};
}

/// Overrides of a file of their own, and where in it they stand.
struct overrides_file {
  std::string path; ///< empty: they stand in the job file, if anywhere
  std::map<std::string, YAML::Mark> marks;
};

constexpr std::size_t overrides_limit = area_file_limit;

/// A file's overrides become those of the job; what is wrong with it otherwise.
std::optional<std::string> load_overrides(
  nlohmann::json& job, const std::filesystem::path& folder, overrides_file& file) {
  if (!job.is_object() || !job.contains("overrides") || !job["overrides"].is_string())
    return {};
  const auto path = (folder / job["overrides"].get<std::string>()).lexically_normal();
  const auto text = read_file(path, overrides_limit + 1);
  if (text.empty())
    return "cannot read " + path.string();
  if (text.size() > overrides_limit)
    return path.string() + " is larger than 3 MiB";
  const auto document = parse_yaml(text);
  if (!document.found.empty()) {
    const auto& first = document.found.front();
    return path.string() + ":" + std::to_string(first.line) + ": " + first.key + (first.key.empty() ? "" : " ")
      + first.message;
  }
  converter reader;
  job["overrides"] = reader.convert(document.root, "overrides");
  file = {path.string(), std::move(reader.marks)};
  return {};
}

/// The files beside the job file that it was read with.
struct other_files {
  std::string web_map;
  overrides_file overrides;
};

/// What the file of a web map becomes in a request.
constexpr std::string_view web_map_element = "webMap.document";

/// Refusals of an element say what is wrong with it in the hint; in a file of its own, also where.
std::string message_of(const proto::failure& f, const other_files& files) {
  auto message = f.hint.empty() ? proto::describe(f) : f.hint;
  if (!files.overrides.path.empty() && f.subject.starts_with("overrides"))
    message +=
      " (" + files.overrides.path + ":" + std::to_string(locate(files.overrides.marks, f.subject, {}).line) + ")";
  if (f.subject.starts_with(web_map_element))
    message = files.web_map + ": " + f.subject.substr(web_map_element.size())
      + (f.subject == web_map_element ? "" : " ") + message;
  return message;
}

/// Puts what other files hold into the job; the element whose file cannot be taken, and why.
std::optional<std::pair<std::string, std::string>> load_files(
  nlohmann::json& job, const std::filesystem::path& folder, other_files& files) {
  if (auto why = load_area(job, folder))
    return {{"parameters.areaOfInterest.file", std::move(*why)}};
  if (auto why = load_thumbnail(job, folder))
    return {{"parameters.itemInfo.thumbnail", std::move(*why)}};
  if (auto why = load_web_map(job, folder, files.web_map))
    return {{"webMap", std::move(*why)}};
  if (auto why = load_overrides(job, folder, files.overrides))
    return {{"overrides", std::move(*why)}};
  return {};
}

/// Beside it the request's envelope takes a little.
bool is_too_large(const proto::job_request& job) { return to_json(job).dump().size() + 1024 > proto::max_request_line; }

} // namespace

loaded_job load_job(const std::string& yaml, const std::string& folder) {
  loaded_job loaded;
  const auto document = parse_yaml(yaml);
  loaded.found = document.found;
  if (!loaded.found.empty())
    return loaded;
  if (document.root.IsNull()) {
    loaded.found.push_back({0, 0, "", "is empty"});
    return loaded;
  }
  converter reader;
  reader.marks.insert_or_assign("", document.root.Mark());
  auto json = reader.convert(document.root, "");
  other_files files;
  if (const auto why = load_files(json, folder, files)) {
    loaded.found.push_back(locate(reader.marks, why->first, why->second));
    return loaded;
  }
  auto request = proto::read_job_request(json);
  if (!request) {
    const auto& why = request.error();
    loaded.why = why.code;
    const auto element = why.subject.starts_with(web_map_element) ? "webMap" : why.subject;
    loaded.found.push_back(locate(reader.marks, element, message_of(why, files)));
    return loaded;
  }
  if (is_too_large(*request)) {
    loaded.found.push_back({0, 0, "", "is larger than 4 MiB with the files that it names: a daemon takes no more"});
    return loaded;
  }
  const std::filesystem::path target = request->download_directory;
  request->download_directory = (target.is_absolute() ? target : folder / target).lexically_normal().string();
  while (request->download_directory.size() > 1 && request->download_directory.back() == '/')
    request->download_directory.pop_back();
  loaded.job = std::move(*request);
  return loaded;
}

bool is_job_file(const std::string& yaml) {
  const auto document = parse_yaml(yaml);
  const auto has = [&](const char* key) { return document.root[key].IsDefined(); };
  if (document.found.empty() && (document.root.IsNull() || (document.root.IsMap() && document.root.size() == 0)))
    return true;
  return document.root.IsMap() && (has("downloadDirectory") || has("item") || has("webMap") || has("parameters"));
}

} // namespace config
