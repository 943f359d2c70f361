#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proto {

/// Where a tile export job stands; an unknown jobStatus reads as running.
enum class job_state { running, succeeded, failed, cancelled, timed_out, deleted };

/// The submit answer or the job resource of an export, both families
/// (ArcGIS Enterprise: `results`; ArcGIS Online: `output.outputUrl`).
struct server_job {
  std::string job_id;
  job_state state = job_state::running;
  std::string status_word;              ///< jobStatus as written
  std::string param_url;                ///< results.out_service_url.paramUrl, as written
  std::vector<std::string> output_urls; ///< output.outputUrl as string or array, or a top-level outputUrl
  std::vector<std::string> messages;    ///< descriptions, errors last
  std::optional<double> percent;        ///< 0..100
};
result<server_job> read_server_job(const nlohmann::json& json);

/// `results/out_service_url`: a file, a folder or an object with `url`.
result<std::string> read_result_value(const nlohmann::json& json);

/// A folder listing: the entry that is a tile package, else the first file.
result<std::string> read_folder_listing(const nlohmann::json& json);

/// Whether an address (its query aside) ends in .tpkx, .tpk or .vtpk.
bool names_a_tile_package(std::string_view address);

} // namespace proto
