#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string_view>

/// GenerateOfflineMapParameters of the ArcGIS Maps SDKs, by name.
namespace proto {

/// Every member of the class, those that are taken first.
std::span<const std::string_view> sdk_parameter_names();

/// Refuses (unsupportedParameter) a parameter that is not taken, by name and
/// value, unless carrying it out means what happens anyway: the class default.
outcome refuse_other_parameters(const nlohmann::json& parameters);

} // namespace proto
