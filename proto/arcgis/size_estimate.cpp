#include "proto/arcgis/size_estimate.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/json.hpp"

namespace proto {
namespace {

// Bytes; beyond it stands a mistake or an attack, and sums must not overflow.
constexpr std::uint64_t most_bytes = 1'000'000'000'000'000;

} // namespace

result<size_estimate> read_size_estimate(const nlohmann::json& json) {
  const auto* value = member(json, "value");
  const auto text = value && value->is_string() ? parse_json(value->get_ref<const std::string&>()) : std::nullopt;
  const auto& told = text ? *text : value ? *value : json;
  const auto bytes = integer_in<std::uint64_t>(told, "totalSize");
  if (!bytes || *bytes > most_bytes)
    return unreadable(json, "estimating the size of an export", "has no totalSize");
  return size_estimate{*bytes, integer_in<std::uint64_t>(told, "totalTilesToExport")};
}

std::optional<size_estimate> size_estimate_in_job(const nlohmann::json& job) {
  const auto bytes = integer_in<std::uint64_t>(job, "estimatedTilesSize");
  if (!bytes || *bytes == 0 || *bytes > most_bytes)
    return std::nullopt;
  return size_estimate{*bytes, integer_in<std::uint64_t>(job, "estimatedNumTiles")};
}

} // namespace proto
