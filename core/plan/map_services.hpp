#pragma once

#include "proto/arcgis/service_root.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/control/finding.hpp"
#include "proto/record/job_record.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// A feature service that the map names, as far as it could be read.
struct feature_service {
  std::string root;                      ///< …/FeatureServer, as the first layer writes it
  std::optional<proto::failure> failure; ///< why the root could not be read
  proto::feature_service_root description;
  std::map<int, proto::result<proto::service_layer>> layers; ///< those that the map names
};

/// A tile service that the map names, as far as it could be read.
struct tile_service {
  std::string root;
  std::optional<proto::failure> failure;
  proto::tile_service_root description;
};

/// Where the data of a layer come from, as the map writes it: its address, or that
/// of its style.
const std::string& address_of(const proto::web_map_layer& layer);

/// Title of a layer, or its id where it has none.
std::string label(const proto::web_map_layer& layer);

/// A refusal of a layer; `detail` says what is special about it.
proto::failure refusal(proto::failure_code code, const proto::web_map_layer& layer, const std::string& detail = {});

/// Something that was found out about a layer, or about a service by its root.
proto::finding finding_of(proto::finding_code code, const proto::web_map_layer& layer, std::string why = {});
proto::finding finding_of(proto::finding_code code, const std::string& service, std::string why = {});
/// The report's lines.
std::vector<std::string> lines_of(const std::vector<proto::finding>& findings);

/// A layer that is left out, and why.
proto::layer_error error_of(const proto::web_map_layer& layer, const proto::failure& why);

/// Whether the layer needs an export of a feature service.
bool is_of_feature_service(const proto::web_map_layer& layer);
bool is_raster_tiles(const proto::web_map_layer& layer);

} // namespace core
