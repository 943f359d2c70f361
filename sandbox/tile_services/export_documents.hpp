#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "sandbox/jobs.hpp"

namespace sandbox {

/// `esriJobExecuting` ...
std::string job_status_word(job_state state);
/// The job resource of ArcGIS Server: a geoprocessing job.
nlohmann::json enterprise_job_json(const job_view& job);
/// The job resource of ArcGIS Online; `address` is that of the finished file.
nlohmann::json online_job_json(const job_view& job, const nlohmann::json& address);

} // namespace sandbox
