#pragma once

#include "proto/arcgis/request_fields.hpp"
#include "proto/control/job_parameters.hpp"

#include <array>
#include <string_view>

/// The words of the parameters' enumerations, as job files and documents have them.
namespace proto {

template <>
struct words_of<return_layer_attachment_option> {
  static constexpr std::array<std::string_view, 4> list{"none", "allLayers", "readOnlyLayers", "editableLayers"};
};
template <>
struct words_of<destination_table_row_filter> {
  static constexpr std::array<std::string_view, 2> list{"all", "relatedOnly"};
};
template <>
struct words_of<update_mode> {
  static constexpr std::array<std::string_view, 2> list{"syncWithFeatureServices", "noUpdates"};
};
template <>
struct words_of<online_only_services_option> {
  static constexpr std::array<std::string_view, 3> list{"exclude", "include", "useAuthoredSettings"};
};
template <>
struct words_of<esri_vector_tiles_download_option> {
  static constexpr std::array<std::string_view, 2> list{"useOriginalService", "useReducedFontsService"};
};

} // namespace proto
