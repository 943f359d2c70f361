#pragma once

#include "proto/control/job_parameters.hpp"
#include "proto/control/parameter_overrides.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <map>
#include <optional>
#include <string>

namespace proto {

/// A web map that a job brings along, instead of naming the item of one.
struct web_map_file {
  std::string name;                               ///< of the file, without its ending: a label for people
  std::shared_ptr<const nlohmann::json> document; ///< never null; shared, since records are copied at every step
  bool operator==(const web_map_file& other) const;
};
/// Bytes of such a file, at most: a request holds it.
inline constexpr std::size_t web_map_file_limit = std::size_t{3} << 20;
/// What a plan was made from: elements (the item, services, their layers) by name, with
/// what planning believed of them as JSON text.
using plan_basis = std::map<std::string, std::string>;

/// A job as submitted: the job file's contents, also the `job` of `job.submit`.
struct job_request {
  std::string portal; ///< address, or a name from the configuration
  std::string item;   ///< the web map's item, 32 hex digits; empty with `web_map`
  std::optional<web_map_file> web_map;
  std::string download_directory; ///< absolute when the daemon takes it
  parameter_defaults defaults = parameter_defaults::author;
  job_parameters parameters;
  std::optional<parameter_overrides> overrides; ///< absent = what the parameters come to
  std::optional<std::chrono::seconds> deadline; ///< from acceptance
  std::optional<plan_basis> basis{};            ///< of a job that executes a plan: nothing of it may have changed
  bool operator==(const job_request&) const = default;
};

/// What people know the map by before it is read: the item's id, or the name of the file.
const std::string& map_of(const job_request& request);

/// camelCase, the same members as the job file. Reading names the element that
/// is wrong (`parameters.maxScale`), refuses unknown members with the nearest
/// name, and refuses by name (unsupportedParameter) any value of the SDK's other
/// parameters that differs from the class default.
nlohmann::json to_json(const job_request& request);
result<job_request> read_job_request(const nlohmann::json& json);

} // namespace proto
