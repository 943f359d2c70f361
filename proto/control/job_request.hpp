#pragma once

#include "proto/arcgis/geometry.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace proto {

/// Where the parameters that a job file leaves out come from.
enum class parameter_defaults { author, none };

/// GenerateOfflineMapParameters as a job file gives them, SDK names verbatim in
/// YAML and JSON. What is absent comes from the defaults.
struct job_parameters {
  area area_of_interest;
  double min_scale = 0; ///< denominator, 0 = from the coarsest level
  double max_scale = 0; ///< denominator, 0 = to the most detailed level
  bool include_basemap = true;
  bool continue_on_errors = true;
  bool operator==(const job_parameters&) const = default;
};

/// A job as submitted: the job file's contents, also the `job` of `job.submit`.
struct job_request {
  std::string portal;             ///< address, or a name from the configuration
  std::string item;               ///< the web map's item, 32 hex digits
  std::string download_directory; ///< absolute when the daemon takes it
  parameter_defaults defaults = parameter_defaults::author;
  job_parameters parameters;
  std::optional<std::chrono::seconds> deadline; ///< from acceptance
  bool operator==(const job_request&) const = default;
};

/// camelCase, the same members as the job file. Reading names the element that
/// is wrong (`parameters.maxScale`), refuses unknown members with the nearest
/// name, and refuses by name (unsupportedParameter) any value of the SDK's other
/// parameters that differs from the class default.
nlohmann::json to_json(const job_request& request);
result<job_request> read_job_request(const nlohmann::json& json);

} // namespace proto
