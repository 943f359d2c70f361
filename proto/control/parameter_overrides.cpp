#include "proto/control/parameter_overrides.hpp"

#include "proto/arcgis/export_tiles.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/request_fields.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/control/member_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace proto {

template <>
struct words_of<geodatabase_sync_model> {
  static constexpr std::array<std::string_view, 3> list{"none", "geodatabase", "layer"};
};
template <>
struct words_of<utility_network_sync_mode> {
  static constexpr std::array<std::string_view, 3> list{"none", "syncSystemTables", "syncSystemAndTopologyTables"};
};

namespace {

using member_names = std::span<const std::string_view>;

constexpr auto geodatabases = "generateGeodatabaseParameters";
constexpr auto tile_caches = "exportTileCacheParameters";
constexpr auto vector_tiles = "exportVectorTilesParameters";
constexpr auto original_service = "useOriginalService";

constexpr std::array<std::string_view, 5> dictionary_names{
  geodatabases, tile_caches, vector_tiles, "onlineLayers", "onlineTables"};
constexpr std::array<std::string_view, 10> geodatabase_names{"extent", "layerOptions", "outSpatialReference",
  "returnAttachments", "attachmentSyncDirection", "syncModel", "syncAnnotations", "syncDimensions",
  "syncContingentValues", "utilityNetworkSyncMode"};
constexpr std::array<std::string_view, 5> option_names{
  "layerId", "queryOption", "useGeometry", "whereClause", "includeRelated"};
constexpr std::array<std::string_view, 3> tile_cache_names{"areaOfInterest", "levelIds", "compressionQuality"};
constexpr std::array<std::string_view, 3> vector_names{"areaOfInterest", "maxLevel", "esriVectorTilesDownloadOption"};

nlohmann::json area_or_null(const std::optional<area>& given) { return given ? to_json(*given) : nlohmann::json{}; }

nlohmann::json option_json(const layer_query& option) {
  return {{"layerId", option.layer_id}, {"queryOption", word_in(option.query_option)},
    {"useGeometry", option.use_geometry}, {"whereClause", valid_utf8(option.where)},
    {"includeRelated", option.include_related}};
}

nlohmann::json geodatabase_json(const generate_geodatabase_parameters& given) {
  auto options = nlohmann::json::array();
  for (const auto& option : given.layer_options)
    options.push_back(option_json(option));
  const auto& reference = given.out_spatial_reference;
  return {{"extent", area_or_null(given.extent)}, {"layerOptions", std::move(options)},
    {"outSpatialReference", reference ? to_json(*reference) : nlohmann::json{}},
    {"returnAttachments", given.return_attachments},
    {"attachmentSyncDirection", word_in(given.attachment_sync_direction)}, {"syncModel", word_in(given.sync_model)},
    {"syncAnnotations", given.sync_annotations}, {"syncDimensions", given.sync_dimensions},
    {"syncContingentValues", given.sync_contingent_values},
    {"utilityNetworkSyncMode", word_in(given.utility_network_sync_mode)}};
}

nlohmann::json entry_json(const std::vector<generate_geodatabase_parameters>& replicas) {
  if (replicas.size() == 1)
    return geodatabase_json(replicas.front());
  auto list = nlohmann::json::array();
  for (const auto& replica : replicas)
    list.push_back(geodatabase_json(replica));
  return list;
}

nlohmann::json entry_json(const export_tile_cache_parameters& given) {
  const auto& quality = given.compression_quality;
  return {{"areaOfInterest", area_or_null(given.area_of_interest)}, {"levelIds", given.level_ids},
    {"compressionQuality", quality ? nlohmann::json(*quality) : nlohmann::json{}}};
}

nlohmann::json entry_json(const export_vector_tiles_parameters& given) {
  return {{"areaOfInterest", area_or_null(given.area_of_interest)}, {"maxLevel", given.max_level},
    {"esriVectorTilesDownloadOption", original_service}};
}

template <class Value>
nlohmann::json dictionary_json(const std::map<std::string, Value>& entries) {
  auto json = nlohmann::json::object();
  for (const auto& [service, entry] : entries)
    json[valid_utf8(service)] = entry_json(entry);
  return json;
}

/// Reads a job's overrides; one element after the other.
class override_reader {
public:
  explicit override_reader(request_reader& in) : in_(in) {}

  void read(const nlohmann::json& json, const std::string& path, std::vector<generate_geodatabase_parameters>& into) {
    std::set<int> seen;
    if (!json.is_array())
      return into.push_back(geodatabase(json, path, seen));
    if (json.empty())
      return in_.fail(path, "is empty: leave the entry out to leave the service out");
    for (std::size_t i = 0; i < json.size() && !in_.failed(); ++i)
      into.push_back(geodatabase(json[i], at(path, i), seen));
  }

  void read(const nlohmann::json& json, const std::string& path, export_tile_cache_parameters& into) {
    if (!is_known(json, path, tile_cache_names))
      return;
    member_reader read{in_, json, path};
    into.area_of_interest = read.geometry("areaOfInterest");
    quality(read, into.compression_quality);
    levels(read, into.level_ids);
  }

  void read(const nlohmann::json& json, const std::string& path, export_vector_tiles_parameters& into) {
    if (!is_known(json, path, vector_names))
      return;
    member_reader read{in_, json, path};
    into.area_of_interest = read.geometry("areaOfInterest");
    const auto* deepest = read.find("maxLevel");
    const auto level = deepest ? level_in(*deepest) : std::nullopt;
    if (level)
      into.max_level = *level;
    else
      read.fail("maxLevel", "must be a level, 0 or more");
    std::string option = original_service;
    read.text("esriVectorTilesDownloadOption", option);
    if (!same_word(option, original_service))
      read.fail("esriVectorTilesDownloadOption", "is not taken by this version, only " + std::string{original_service},
        failure_code::unsupported_parameter);
  }

  void online(const nlohmann::json& overrides, const char* name, std::vector<std::string>& into) {
    const auto* list = in_.find(overrides, name);
    const auto path = std::string{"overrides."} + name;
    if (list && !list->is_array())
      return in_.fail(path, "must be a list of ids of the web map");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      const auto element = path + "[" + std::to_string(i) + "]";
      const auto* id = (*list)[i].get_ptr<const std::string*>();
      if (!id || id->empty())
        in_.fail(element, "must be an id of the web map");
      else if (std::ranges::find(into, *id) != into.end())
        in_.fail(element, "is there twice");
      else
        into.push_back(*id);
    }
  }

  template <class Value>
  void dictionary(const nlohmann::json& overrides, const char* name, std::map<std::string, Value>& into) {
    const auto* json = in_.find(overrides, name);
    if (!json || !in_.is_object(*json, std::string{"overrides."} + name))
      return;
    std::set<std::string> seen;
    for (const auto& [key, value] : json->items()) {
      const auto service = without_query(key);
      const auto path = override_element(name, service);
      if (!seen.insert(comparable_address(service)).second)
        in_.fail(path, "is a service that stands here already");
      if (in_.failed())
        return;
      read(value, path, into[service]);
    }
  }

private:
  static std::string at(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }
  static std::optional<int> level_in(const nlohmann::json& json) {
    const auto number = integer_of(json);
    return number && *number >= 0 && *number <= deepest_level ? std::optional{static_cast<int>(*number)} : std::nullopt;
  }
  bool is_known(const nlohmann::json& json, const std::string& path, member_names known) {
    if (!in_.is_object(json, path))
      return false;
    in_.refuse_unknown(json, path + ".", known);
    return !in_.failed();
  }

  /// `seen` are the layers that the service's replicas have so far.
  generate_geodatabase_parameters geodatabase(
    const nlohmann::json& json, const std::string& path, std::set<int>& seen) {
    generate_geodatabase_parameters into;
    if (!is_known(json, path, geodatabase_names))
      return into;
    member_reader read{in_, json, path};
    into.extent = read.geometry("extent");
    options(read, into.layer_options, seen);
    reference(read, into.out_spatial_reference);
    attachments(read, into);
    read.word<geodatabase_sync_model>("syncModel", into.sync_model);
    read.flag("syncAnnotations", into.sync_annotations);
    read.flag("syncDimensions", into.sync_dimensions);
    read.flag("syncContingentValues", into.sync_contingent_values);
    read.word<utility_network_sync_mode>("utilityNetworkSyncMode", into.utility_network_sync_mode);
    if (into.utility_network_sync_mode == utility_network_sync_mode::sync_system_and_topology_tables)
      read.fail("utilityNetworkSyncMode", "syncSystemAndTopologyTables is not taken by this version",
        failure_code::unsupported_parameter);
    return into;
  }

  void options(member_reader& read, std::vector<layer_query>& into, std::set<int>& seen) {
    const auto* list = read.find("layerOptions");
    if (!list || !list->is_array() || list->empty())
      return read.fail(
        "layerOptions", "must be a list of one layer at least: leave the entry out to leave the service out");
    for (std::size_t i = 0; i < list->size() && !in_.failed(); ++i)
      into.push_back(option((*list)[i], at(read.element("layerOptions"), i), seen));
  }

  layer_query option(const nlohmann::json& json, const std::string& path, std::set<int>& seen) {
    layer_query into;
    if (!is_known(json, path, option_names))
      return into;
    member_reader read{in_, json, path};
    const auto* id = read.find("layerId");
    const auto number = id ? integer_of(*id) : std::nullopt;
    if (!number || *number < 0 || *number > std::numeric_limits<int>::max())
      read.fail("layerId", "must be the number of a layer of the service");
    else if (into.layer_id = static_cast<int>(*number); !seen.insert(into.layer_id).second)
      read.fail("layerId", "is a layer that stands here already");
    read.word<query_option>("queryOption", into.query_option);
    read.flag("useGeometry", into.use_geometry);
    read.text("whereClause", into.where);
    read.flag("includeRelated", into.include_related);
    return into;
  }

  void reference(member_reader& read, std::optional<spatial_reference>& into) {
    const auto* json = read.find("outSpatialReference");
    if (!json)
      return;
    auto found = read_spatial_reference(*json);
    if (found)
      into = std::move(*found);
    else
      read.fail("outSpatialReference", found.error().hint, found.error().code);
  }

  /// GenerateGeodatabaseParameters.attachmentSyncDirection: what is taken can go both ways
  /// or up, what is not can go up alone.
  void attachments(member_reader& read, generate_geodatabase_parameters& into) {
    using direction = attachment_sync_direction;
    read.flag("returnAttachments", into.return_attachments);
    const auto excluded = into.return_attachments ? direction::none : direction::bidirectional;
    into.attachment_sync_direction = into.return_attachments ? direction::bidirectional : direction::none;
    read.word<direction>("attachmentSyncDirection", into.attachment_sync_direction);
    if (into.attachment_sync_direction == excluded)
      read.fail("attachmentSyncDirection",
        std::string{word_in(excluded)} + " means nothing together with returnAttachments "
          + (into.return_attachments ? "true" : "false"));
  }

  void quality(member_reader& read, std::optional<int>& into) {
    const auto* json = read.find("compressionQuality");
    const auto number = json ? integer_of(*json) : std::nullopt;
    if (number && *number >= 0 && *number <= 100)
      into = static_cast<int>(*number);
    else if (json)
      read.fail("compressionQuality", "must be a whole number from 0 to 100, or null");
  }

  void levels(member_reader& read, std::vector<int>& into) {
    const auto* list = read.find("levelIds");
    if (!list || !list->is_array() || list->empty())
      return read.fail(
        "levelIds", "must be a list of one level at least: leave the entry out to leave the service out");
    for (std::size_t i = 0; i < list->size() && !in_.failed(); ++i) {
      const auto level = level_in((*list)[i]);
      const auto name = at("levelIds", i);
      if (!level)
        read.fail(name, "must be a level, 0 or more");
      else if (std::ranges::find(into, *level) != into.end())
        read.fail(name, "is a level that stands here already");
      else
        into.push_back(*level);
    }
  }

  request_reader& in_;
};

} // namespace

std::string override_element(const std::string& dictionary, const std::string& service) {
  return "overrides." + dictionary + "[\"" + service + "\"]";
}

nlohmann::json to_json(const parameter_overrides& overrides) {
  return {{geodatabases, dictionary_json(overrides.generate_geodatabase_parameters)},
    {tile_caches, dictionary_json(overrides.export_tile_cache_parameters)},
    {vector_tiles, dictionary_json(overrides.export_vector_tiles_parameters)},
    {"onlineLayers", overrides.online_layers}, {"onlineTables", overrides.online_tables}};
}

void read_parameter_overrides(request_reader& in, const nlohmann::json& json, parameter_overrides& into) {
  if (!in.is_object(json, "overrides"))
    return;
  in.refuse_unknown(json, "overrides.", dictionary_names);
  override_reader read{in};
  read.dictionary(json, geodatabases, into.generate_geodatabase_parameters);
  read.dictionary(json, tile_caches, into.export_tile_cache_parameters);
  read.dictionary(json, vector_tiles, into.export_vector_tiles_parameters);
  read.online(json, "onlineLayers", into.online_layers);
  read.online(json, "onlineTables", into.online_tables);
}

} // namespace proto
