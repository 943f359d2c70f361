#pragma once

#include "core/plan/planner.hpp"
#include "core/ports/disk.hpp"
#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace core {

/// The mobile map package of a job as files and contents: a pure function, so
/// that the same records give the same bytes. `layers` are all layers of the
/// job, done or failed.
package_files make_package(
  const proto::job_record& job, const offline_plan& plan, const std::vector<proto::layer_record>& layers);

/// Name of a part without extension: a UUID that belongs to this attempt's file.
std::string part_stem(const std::string& job, int layer, std::uint32_t attempt, std::size_t artifact);

} // namespace core
