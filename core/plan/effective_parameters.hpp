#pragma once

#include "proto/arcgis/web_map.hpp"
#include "proto/control/finding.hpp"
#include "proto/control/offline_map_parameters.hpp"

#include <optional>
#include <vector>

namespace core {

/// What a job gives, else what the map's author has set, else the class defaults.
/// `author` is null without such settings or with `defaults: none`. Settings that no
/// parameter corresponds to are reported and not applied. A pair of attachment
/// parameters that means nothing is mended, with a finding: the option decides.
proto::generate_offline_map_parameters effective_parameters(
  const proto::job_parameters& given, const proto::offline_settings* author, std::vector<proto::finding>& findings);

/// The bits of the author's syncDataOptions that parameters correspond to
/// (GenerateGeodatabaseParameters); the others are reported. Nothing if the author
/// says nothing.
std::optional<int> author_sync_data_options(
  const proto::offline_settings* author, std::vector<proto::finding>& findings);

} // namespace core
