#include "proto/arcgis/web_map_offline.hpp"

#include "proto/arcgis/members.hpp"
#include "proto/arcgis/tile_package_name.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace proto {
namespace {

constexpr std::array<std::string_view, 3> downloads{"features", "featuresAndAttachments", "none"};
constexpr std::array<std::string_view, 3> syncs{
  "syncFeaturesAndAttachments", "syncFeaturesUploadAttachments", "uploadFeaturesAndAttachments"};

std::string word_among(const nlohmann::json& object, std::string_view name, std::span<const std::string_view> known,
  std::vector<std::string>& warnings) {
  const auto said = text_in(object, name);
  const auto found = std::ranges::find_if(known, [&](std::string_view word) { return same_word(word, said); });
  if (found != known.end())
    return std::string{*found};
  if (member(object, name))
    warnings.push_back(
      "the author's offline setting " + std::string{name} + " is unknown and counts as absent: " + printable(said));
  return {};
}

std::vector<std::string> ids_in(const nlohmann::json& offline) {
  std::vector<std::string> ids;
  const auto* list = member(offline, "connectedOnlineLayers");
  if (!list || !list->is_array())
    return ids;
  for (const auto& entry : *list)
    if (auto id = text_in(entry, "id"); !id.empty())
      ids.push_back(std::move(id));
  return ids;
}

std::string basemap_name_in(const nlohmann::json& basemap, std::vector<std::string>& warnings) {
  auto name = text_in(basemap, "referenceBasemapName");
  if (name.empty() || is_tile_package_name(name))
    return name;
  warnings.push_back("the author's referenceBasemapName is no name of a tile package: " + printable(name));
  return {};
}

// An object; some writers wrap it in a list.
std::optional<bool> includes_rows(const nlohmann::json& offline) {
  const auto* tables = member(offline, "tables");
  if (tables && tables->is_array() && !tables->empty())
    tables = &tables->front();
  return tables ? boolean_in(*tables, "includeRows") : std::nullopt;
}

} // namespace

std::optional<offline_settings> read_offline_settings(
  const nlohmann::json& document, std::vector<std::string>& warnings) {
  const auto* properties = member(document, "applicationProperties");
  const auto* offline = properties ? member(*properties, "offline") : nullptr;
  if (!offline || !offline->is_object())
    return {};
  offline_settings settings;
  if (const auto* editable = member(*offline, "editableLayers")) {
    settings.editable_download = word_among(*editable, "download", downloads, warnings);
    settings.editable_sync = word_among(*editable, "sync", syncs, warnings);
  }
  if (const auto* readonly = member(*offline, "readonlyLayers"))
    settings.readonly_download_attachments = boolean_in(*readonly, "downloadAttachments");
  if (const auto* basemap = member(*offline, "offlinebasemap"))
    settings.reference_basemap_name = basemap_name_in(*basemap, warnings);
  settings.connected_online_layers = ids_in(*offline);
  settings.tables_include_rows = includes_rows(*offline);
  settings.sync_data_options = std::max(0, integer_in<int>(*offline, "syncDataOptions").value_or(0));
  return settings;
}

} // namespace proto
