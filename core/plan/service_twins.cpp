#include "core/plan/service_twins.hpp"

#include "proto/arcgis/service_address.hpp"

#include <algorithm>
#include <array>

namespace core {
namespace {

struct twin {
  const char* original;
  const char* reduced;
};

// The pair whose addresses are public knowledge; many styles draw from the first.
constexpr std::array twins{
  twin{"https://basemaps.arcgis.com/arcgis/rest/services/World_Basemap_v2/VectorTileServer",
    "https://basemaps.arcgis.com/arcgis/rest/services/World_Basemap_Export_v2/VectorTileServer"},
};

} // namespace

std::optional<std::string> reduced_fonts_twin(const std::string& service) {
  const auto known = std::ranges::find_if(twins,
    [&](const twin& one) { return proto::comparable_address(one.original) == proto::comparable_address(service); });
  return known == twins.end() ? std::nullopt : std::optional<std::string>{known->reduced};
}

std::optional<std::string> substitute_of(const basemap_substitutions& configured, const std::string& service) {
  const auto named = std::ranges::find_if(configured,
    [&](const auto& one) { return proto::comparable_address(one.first) == proto::comparable_address(service); });
  return named == configured.end() ? std::nullopt : std::optional{named->second};
}

} // namespace core
