#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>

namespace proto {

/// What a tile service thinks an export comes to (Estimate Export Tiles Size).
struct size_estimate {
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> tiles;
};

/// The value of `results/out_service_url` of such a job: an object, also as text.
result<size_estimate> read_size_estimate(const nlohmann::json& json);
/// ArcGIS Online tells it in the job itself; nothing where that does not.
std::optional<size_estimate> size_estimate_in_job(const nlohmann::json& job);

} // namespace proto
