#include "core/plan/tile_plan.hpp"

#include "core/plan/area.hpp"
#include "core/plan/capability.hpp"
#include "core/plan/tile_count.hpp"

#include <algorithm>

namespace core {
namespace {

/// The reference of the tiling scheme decides; shortened answers have it only in
/// the extent.
proto::spatial_reference reference_of(const proto::tile_service_root& root) {
  if (root.tiles->spatial_reference.given())
    return root.tiles->spatial_reference;
  return root.full_extent ? root.full_extent->spatial_reference : proto::spatial_reference{};
}

void note_limit(const tile_service& service, const proto::area& area, const std::vector<int>& levels,
  std::vector<proto::finding>& findings) {
  const auto& root = service.description;
  if (root.is_vector || !root.max_export_tiles_count)
    return; // an indexed vector service holds far fewer tiles than any formula says
  const auto count = count_tiles(*root.tiles, levels, area, tiled_extent(service));
  const auto limit = static_cast<std::uint64_t>(std::max<std::int64_t>(*root.max_export_tiles_count, 0));
  if (count.upper <= limit)
    return;
  const auto number = count.lower == count.upper ? std::to_string(count.upper)
                                                 : std::to_string(count.lower) + " to " + std::to_string(count.upper);
  findings.push_back(finding_of(proto::finding_code::tile_limit, service.root,
    number + " tiles are asked for, the service allows " + std::to_string(limit) + " in one export"));
}

proto::export_task task_of(const tile_service& service, const proto::area& area, const tile_order& order) {
  const auto& root = service.description;
  const int wkid = reference_of(root).epsg();
  if (root.is_vector)
    return proto::vector_tiles_task{service.root, {area, order.levels.back()}, wkid};
  return proto::raster_tiles_task{
    service.root, {area, order.levels, order.compression_quality}, wkid, root.tiles->cols};
}

} // namespace

std::optional<proto::envelope> tiled_extent(const tile_service& service) {
  const auto& root = service.description;
  const auto extent = root.full_extent ? project(*root.full_extent, reference_of(root)) : proto::failure{};
  return extent ? std::optional{proto::box_of(*extent)} : std::nullopt;
}

proto::result<std::vector<int>> levels_for(
  const proto::web_map_layer& layer, const tile_service& service, const scale_range& asked) {
  const scale_range map{layer.min_scale, layer.max_scale};
  const auto& root = service.description;
  if (!root.is_vector)
    return raster_levels(root, map, asked, label(layer));
  auto deepest = max_vector_level(root, map, asked, label(layer));
  if (!deepest)
    return deepest.error();
  std::vector<int> levels;
  for (int level = 0; level <= *deepest; ++level)
    levels.push_back(level);
  return levels;
}

proto::outcome tile_refusal(const proto::web_map_layer& layer, const tile_service& service, const proto::area& area) {
  if (auto no = tile_capability(layer, service))
    return no;
  const auto own_area = project(area, reference_of(service.description));
  if (!own_area)
    return own_area.error();
  if (const auto extent = tiled_extent(service); extent && !meets(*own_area, *extent))
    return refusal(proto::failure_code::outside_area, layer);
  return std::nullopt;
}

proto::result<planned_export> plan_tiles(const tile_service& service,
  const std::vector<const proto::web_map_layer*>& layers, const tile_order& order,
  std::vector<proto::finding>& findings) {
  const auto own_area = project(order.area, reference_of(service.description));
  if (!own_area)
    return own_area.error();
  planned_export planned;
  for (const auto* layer : layers)
    planned.covers.push_back({layer->id, layer->title, layer->pointer, -1, false});
  planned.task = task_of(service, *own_area, order);
  note_limit(service, *own_area, order.levels, findings);
  return planned;
}

} // namespace core
