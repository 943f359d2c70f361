#pragma once

#include "core/plan/planner.hpp"
#include "proto/record/job_record.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace core {

/// Base name of the map inside a package.
constexpr auto map_name = "mobile_map";

/// `package.info`: what makes a directory a mobile map package. `guid` has 32
/// hex digits; `reference` is the name of the map's spatial reference.
nlohmann::json make_package_info(
  const proto::job_record& job, const offline_plan& plan, const std::string& guid, const std::string& reference);

/// The `item` block of the map document.
nlohmann::json make_map_item(
  const proto::job_record& job, const offline_plan& plan, const std::string& guid, const std::string& reference);

} // namespace core
