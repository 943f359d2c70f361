#pragma once

#include "proto/control/job_parameters.hpp"
#include "proto/control/parameter_overrides.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace proto {

/// A job as submitted: the job file's contents, also the `job` of `job.submit`.
struct job_request {
  std::string portal;             ///< address, or a name from the configuration
  std::string item;               ///< the web map's item, 32 hex digits
  std::string download_directory; ///< absolute when the daemon takes it
  parameter_defaults defaults = parameter_defaults::author;
  job_parameters parameters;
  std::optional<parameter_overrides> overrides; ///< absent = what the parameters come to
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
