#include "core/plan/export_planning.hpp"

#include "core/plan/override_check.hpp"
#include "core/service_parameters.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace core {
namespace {

/// Levels of a vector tile export always begin at 0.
std::vector<int> levels_to(int deepest) {
  std::vector<int> levels(static_cast<std::size_t>(deepest) + 1);
  std::iota(levels.begin(), levels.end(), 0);
  return levels;
}

/// What an entry of either kind asks for; nothing where the service has no entry.
std::optional<tile_order> order_of(
  const proto::parameter_overrides& overrides, const tile_service& service, const std::string& key) {
  const auto area_or_all = [&](const std::optional<proto::area>& area) {
    const auto& all = service.description.full_extent;
    return area ? *area : all ? proto::area{*all} : proto::area{};
  };
  if (is_vector(service)) {
    const auto* entry = entry_of(overrides.export_vector_tiles_parameters, key);
    return entry == nullptr
      ? std::nullopt
      : std::optional<tile_order>{{area_or_all(entry->area_of_interest), levels_to(entry->max_level)}};
  }
  const auto* entry = entry_of(overrides.export_tile_cache_parameters, key);
  if (entry == nullptr)
    return std::nullopt;
  tile_order order{area_or_all(entry->area_of_interest), entry->level_ids, entry->compression_quality};
  std::ranges::sort(order.levels);
  return order;
}

void enter(proto::parameter_overrides& overrides, const tile_service& service, const proto::area& area,
  const std::vector<int>& levels) {
  const auto root = proto::without_query(service.root);
  if (is_vector(service))
    overrides.export_vector_tiles_parameters[root] = {area, levels.back()};
  else
    overrides.export_tile_cache_parameters[root] = {area, levels, std::nullopt};
}

bool is_covered(const std::vector<planned_export>& exports, const proto::web_map_layer& layer) {
  return std::ranges::any_of(exports, [&](const auto& planned) {
    return std::ranges::any_of(planned.covers, [&](const auto& covered) { return covered.pointer == layer.pointer; });
  });
}

} // namespace

export_planning::export_planning(
  const plan_inputs& map, const feature_context& context, const proto::parameter_overrides* given)
  : map_(map),
    context_(context),
    given_(given) {
  if (given_ != nullptr)
    result_.overrides = *given_;
}

void export_planning::plan_features(const std::string& key, const std::vector<feature_choice>& choices) {
  const auto& service = map_.features.at(key);
  const auto root = proto::without_query(service.root);
  if (given_ == nullptr)
    result_.overrides.generate_geodatabase_parameters[root] =
      geodatabase_parameters(service, choices, context_, result_.findings);
  const auto* replicas = entry_of(result_.overrides.generate_geodatabase_parameters, key);
  const replica_frame frame{context_.parameters.area_of_interest, context_.map_reference};
  std::vector<planned_export> exports;
  for (std::size_t i = 0; replicas != nullptr && i < replicas->size(); ++i) {
    auto element = proto::override_element("generateGeodatabaseParameters", root);
    if (replicas->size() > 1)
      element += "[" + std::to_string(i) + "]";
    auto planned = plan_feature_sync(service, choices, (*replicas)[i], frame, element, result_.findings);
    if (!planned)
      result_.wrong = planned.error();
    else if (!planned->covers.empty())
      exports.push_back(std::move(*planned));
  }
  for (const auto& choice : choices)
    if (!is_covered(exports, *choice.layer))
      leave_out(*choice.layer);
  for (auto& planned : exports)
    add_export(std::move(planned));
}

void export_planning::plan_tiles(const std::string& key, const layers& all) {
  const auto& service = map_.tiles.at(key);
  if (given_ != nullptr)
    plan_given_tiles(service, key, all);
  else
    plan_default_tiles(service, key, all);
}

/// What could not be taken without overrides either says so.
void export_planning::plan_given_tiles(const tile_service& service, const std::string& key, const layers& all) {
  const auto& asked = context_.parameters;
  const auto order = order_of(*given_, service, key);
  layers served;
  for (const auto* layer : all) {
    if (is_refused(service, *layer, order ? order->area : asked.area_of_interest))
      continue;
    if (order)
      served.push_back(layer);
    else if (auto levels = levels_for(*layer, service, {asked.min_scale, asked.max_scale}); !levels)
      result_.refused.emplace_back(layer, levels.error());
    else
      leave_out(*layer);
  }
  if (!served.empty())
    add_tiles(service, served, *order);
}

void export_planning::plan_default_tiles(const tile_service& service, const std::string& key, const layers& all) {
  const auto& asked = context_.parameters;
  std::set<int> wanted;
  layers served;
  for (const auto* layer : all) {
    if (is_refused(service, *layer, asked.area_of_interest))
      continue;
    const auto levels = levels_for(*layer, service, {asked.min_scale, asked.max_scale});
    if (!levels) {
      result_.refused.emplace_back(layer, levels.error());
      continue;
    }
    wanted.insert(levels->begin(), levels->end());
    served.push_back(layer);
  }
  if (served.empty())
    return;
  enter(result_.overrides, service, asked.area_of_interest, {wanted.begin(), wanted.end()});
  add_tiles(service, served, *order_of(result_.overrides, service, key));
}

bool export_planning::is_refused(
  const tile_service& service, const proto::web_map_layer& layer, const proto::area& area) {
  auto why = tile_refusal(layer, service, area);
  if (why)
    result_.refused.emplace_back(&layer, std::move(*why));
  return why.has_value();
}

void export_planning::add_tiles(const tile_service& service, const layers& served, const tile_order& order) {
  auto planned = core::plan_tiles(service, served, order, result_.findings);
  if (planned)
    return add_export(std::move(*planned));
  for (const auto* layer : served)
    result_.refused.emplace_back(layer, planned.error());
}

void export_planning::leave_out(const proto::web_map_layer& layer) {
  result_.left_out = true;
  result_.findings.push_back(finding_of(proto::finding_code::left_out_by_overrides, layer));
}

/// With what its layers want on every request; the first in draw order wins.
void export_planning::add_export(planned_export planned) {
  const auto& service = proto::service_of(planned.task);
  proto::service_parameters wanted;
  proto::parameter_sources secret;
  for (const auto& covered : planned.covers)
    for (const auto& layer : map_.map.layers)
      if (layer.pointer == covered.pointer && same_origin(address_of(layer), service)) {
        const auto plain = storable(layer.custom_parameters);
        wanted.insert(plain.begin(), plain.end());
        for (auto& source : sources_of(layer, map_.documents))
          if (std::ranges::find(secret, source) == secret.end())
            secret.push_back(std::move(source));
      }
  std::visit(
    [&](auto& task) {
      task.parameters = std::move(wanted);
      task.secret_parameters = std::move(secret);
    },
    planned.task);
  result_.exports.push_back(std::move(planned));
}

} // namespace core
