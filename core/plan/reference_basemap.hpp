#pragma once

#include "core/ports/disk.hpp"
#include "proto/control/finding.hpp"
#include "proto/control/job_request.hpp"
#include "proto/control/offline_map_parameters.hpp"
#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace core {

/// A tile package on this machine that takes the place of a map's whole basemap.
struct reference_basemap {
  std::string file; ///< absolute, lexically normal
  std::string path; ///< of its layer in the offline map: absolute if the directory is, else relative to the map's file
  basemap_facts facts{};
};

/// Whether a job wants one instead of the map's basemap.
bool wants_reference_basemap(const proto::job_parameters& parameters);

/// Where it has to be: `name` in the job's directory, which is absolute or relative to
/// the folder that holds the package (GenerateOfflineMapParameters.referenceBasemapDirectory).
/// referenceBasemapMissing without a name.
proto::result<reference_basemap> locate_basemap(const proto::job_request& job, const std::string& name);

/// The offline map's `baseMap`, with a single layer that has no `path` yet.
nlohmann::json base_map_of(const reference_basemap& basemap);

/// That the package's extent leaves out part of the area; nothing where it says no extent.
std::optional<proto::finding> basemap_coverage(const reference_basemap& basemap, const proto::area& area);

} // namespace core
