#include "core/plan/planner.hpp"

#include "core/addresses.hpp"
#include "core/names.hpp"
#include "core/plan/area.hpp"
#include "core/plan/capability.hpp"
#include "core/plan/effective_parameters.hpp"
#include "core/plan/export_planning.hpp"
#include "core/plan/map_checks.hpp"
#include "core/plan/online_layers.hpp"
#include "core/plan/override_check.hpp"
#include "core/plan/plan_basis.hpp"
#include "core/plan/readiness.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace core {
namespace {

using code = proto::failure_code;

/// What is asked of one service, in draw order.
struct service_share {
  std::vector<feature_choice> features;
  std::vector<const proto::web_map_layer*> tiles;
};

/// Sorts the layers of a map into exports and refusals.
class planning {
public:
  planning(const plan_question& question, plan_inputs inputs) : request_(question.request), in_(std::move(inputs)) {
    plan_.findings = in_.findings;
    plan_.styles = in_.styles;
    std::vector<proto::finding> superseded; // what overrides make pointless to say
    auto& findings = request_.overrides ? superseded : plan_.findings;
    context_.parameters = effective_parameters(request_.parameters, author_settings(), findings);
    context_.sync_data_options = author_sync_data_options(author_settings(), findings);
    if (in_.basemap && in_.basemap->facts.spatial_reference.given())
      take_reference(in_.basemap->facts.spatial_reference);
    context_.map_reference = in_.map.spatial_reference;
  }

  /// No service has been read.
  plan_step parameters_alone(const std::string& portal_url) {
    describe_map(portal_url);
    auto parameters = parameters_in_effect();
    return prepared_map{std::move(plan_), {}, std::move(parameters), {}};
  }

  plan_step run(const std::string& portal_url) {
    add(check_map(in_));
    if (auto found = in_.basemap ? basemap_coverage(*in_.basemap, context_.parameters.area_of_interest) : std::nullopt)
      plan_.findings.push_back(std::move(*found));
    for (const auto& layer : in_.map.layers)
      if (is_looked_at(layer))
        judge(layer, portal_url);
    if (auto why = plan_services())
      return *why;
    list_refused();
    describe_map(portal_url);
    if (auto why = in_.refusals.empty() ? extent() : std::nullopt)
      return *why;
    list_online();
    auto basis = basis_of(in_, plan_.exports);
    if (auto why = request_.basis ? changed_since(*request_.basis, basis) : std::nullopt)
      return *why;
    auto found = capabilities();
    auto parameters = parameters_in_effect();
    prepared_map map{std::move(plan_), std::move(found), std::move(parameters), std::move(overrides_)};
    map.basis = std::move(basis);
    map.inputs = std::make_shared<plan_inputs>(std::move(in_));
    return map;
  }

private:
  /// The map is drawn as its basemap is.
  void take_reference(const proto::spatial_reference& of_basemap) {
    if (same(in_.map.spatial_reference, of_basemap))
      return;
    in_.map.spatial_reference = of_basemap;
    in_.map.document["spatialReference"] = proto::to_json(of_basemap);
  }

  const proto::offline_settings* author_settings() const {
    const bool wanted = request_.defaults == proto::parameter_defaults::author;
    return wanted && in_.map.offline ? &*in_.map.offline : nullptr;
  }

  /// Overrides supersede includeBasemap: what they name is taken. It still says whether
  /// the base map's layers are missed where they name none of them.
  bool has_base_map() const {
    if (!request_.overrides || context_.parameters.include_basemap)
      return context_.parameters.include_basemap;
    return std::ranges::any_of(in_.map.layers, [&](const auto& layer) {
      const auto source = in_.sources.find(layer.pointer);
      return layer.place == proto::layer_place::base_map
        && (is_kept_online(layer, request_, in_.map.offline)
          || (source != in_.sources.end() && names(*request_.overrides, source->second.service)));
    });
  }

  bool is_looked_at(const proto::web_map_layer& layer) const {
    if (const auto source = in_.sources.find(layer.pointer);
        layer.kind == proto::layer_kind::group_layer && source != in_.sources.end())
      return source->second.failure.has_value(); // of its item
    return is_considered(layer, request_) && (layer.place != proto::layer_place::base_map || has_base_map());
  }

  void add(const std::vector<proto::finding>& findings) {
    plan_.findings.insert(plan_.findings.end(), findings.begin(), findings.end());
  }
  void refuse(const proto::web_map_layer& layer, const proto::failure& why) { refused_.emplace(layer.pointer, why); }

  service_share& share_of(const std::string& service) {
    const auto [share, is_new] = shares_.try_emplace(service);
    if (is_new)
      order_.push_back(service);
    return share->second;
  }

  void judge(const proto::web_map_layer& layer, const std::string& portal_url) {
    if (is_kept_online(layer, request_, in_.map.offline))
      return keep_online(layer, request_.overrides ? "the overrides want it so" : "the map's author wants it so");
    add(check_layer(in_, layer, context_.parameters, portal_url));
    place(layer);
  }

  void keep_online(const proto::web_map_layer& layer, std::string why) {
    plan_.online.push_back(layer.pointer);
    const auto& entry = in_.map.document.at(nlohmann::json::json_pointer{layer.pointer});
    plan_.findings.push_back(remains_online(layer, entry, std::move(why)));
  }

  void place(const proto::web_map_layer& layer) {
    const auto source = in_.sources.find(layer.pointer);
    if (source != in_.sources.end() && source->second.failure)
      return refuse(layer, *source->second.failure);
    if (is_of_feature_service(layer))
      place_feature_layer(layer, source->second);
    else if (is_raster_tiles(layer) || layer.kind == proto::layer_kind::vector_tile_layer)
      share_of(source->second.service).tiles.push_back(&layer);
    else if (layer.kind == proto::layer_kind::query_layer)
      refuse(layer, refusal(code::sync_not_enabled, layer, "a layer of a map service"));
    else if (layer.kind != proto::layer_kind::feature_collection)
      refuse(layer, refusal(code::unsupported_layer_type, layer, layer.layer_type));
  }

  /// A replica knows its layers by id only: the first in draw order has it.
  void place_feature_layer(const proto::web_map_layer& layer, const layer_source& source) {
    const auto endpoint = source.service + "/" + std::to_string(source.service_layer);
    const auto [winner, is_first] = endpoints_.try_emplace(endpoint, &layer);
    if (!is_first)
      return refuse(layer, refusal(code::duplicate_endpoint, layer, "taken with the layer " + label(*winner->second)));
    const auto& service = in_.features.at(source.service);
    if (const auto known = service.layers.find(source.service_layer); known != service.layers.end() && known->second)
      add(readiness(layer, *known->second));
    if (auto no = feature_capability(layer, service, source.service_layer))
      return refuse(layer, *no);
    const auto& described = *service.layers.at(source.service_layer);
    if (service.description.branch_versioned)
      plan_.findings.push_back(finding_of(proto::finding_code::branch_versioned, layer));
    note_outside(layer, described);
    share_of(source.service).features.push_back({&layer, &described});
  }

  /// No data in the area is no failure of a feature layer: people add some.
  void note_outside(const proto::web_map_layer& layer, const proto::service_layer& described) {
    if (!described.extent)
      return;
    const auto there = project_exactly(context_.parameters.area_of_interest, described.extent->spatial_reference);
    if (there && !meets(*there, *described.extent))
      plan_.findings.push_back(finding_of(proto::finding_code::outside_area, layer));
  }

  /// Nothing that is wrong with overrides is the fault of a layer.
  proto::outcome plan_services() {
    const auto* given = request_.overrides ? &*request_.overrides : nullptr;
    if (auto why = given ? check_overrides(*given, in_) : std::nullopt)
      return why;
    export_planning services{in_, context_, given};
    for (const auto& key : order_) {
      const auto& share = shares_.at(key);
      if (!share.features.empty())
        services.plan_features(key, share.features);
      if (!share.tiles.empty())
        services.plan_tiles(key, share.tiles);
    }
    auto planned = services.take();
    add(planned.findings);
    for (const auto& [layer, why] : planned.refused)
      refuse(*layer, why);
    plan_.exports = std::move(planned.exports);
    overrides_ = std::move(planned.overrides);
    if (planned.left_out && plan_.exports.empty() && plan_.online.empty() && !in_.basemap && !planned.wrong)
      return proto::failure{.code = code::overrides_take_nothing, .during = "planning", .subject = "overrides"};
    return planned.wrong;
  }

  void list_refused() {
    for (const auto& layer : in_.map.layers) {
      const auto why = refused_.find(layer.pointer);
      if (why == refused_.end())
        continue;
      if (stays_online_instead(online_option_of(request_), why->second.code)) {
        keep_online(layer, std::string{proto::kind_of(why->second.code).meaning});
        continue;
      }
      auto& errors = layer.place == proto::layer_place::tables ? plan_.table_errors : plan_.layer_errors;
      errors.push_back(error_of(layer, why->second));
    }
  }

  /// Overrides that are made say what stays online, as those that are given do.
  void list_online() {
    for (const auto& layer : in_.map.layers) {
      auto& ids = layer.place == proto::layer_place::tables ? overrides_.online_tables : overrides_.online_layers;
      const bool stays = std::ranges::find(plan_.online, layer.pointer) != plan_.online.end();
      if (stays && !layer.id.empty() && std::ranges::find(ids, layer.id) == ids.end())
        ids.push_back(layer.id);
    }
  }

  proto::layer_capability capability_of(const proto::web_map_layer& layer) const {
    proto::layer_capability one;
    one.id = layer.id;
    one.title = label(layer);
    one.service = proto::without_query(address_of(layer));
    one.is_table = layer.place == proto::layer_place::tables;
    if (const auto why = refused_.find(layer.pointer); why != refused_.end())
      one.error = why->second;
    one.remains_online = std::ranges::find(plan_.online, layer.pointer) != plan_.online.end();
    for (const auto& found : plan_.findings)
      if (!found.layer.empty() && found.layer == one.id && found.title == one.title)
        one.findings.push_back(found);
    return one;
  }

  proto::offline_map_capabilities capabilities() const {
    proto::offline_map_capabilities all;
    all.errors = in_.refusals;
    for (const auto& layer : in_.map.layers)
      if (is_looked_at(layer))
        all.layers.push_back(capability_of(layer));
    for (const auto& found : plan_.findings)
      if (found.layer.empty())
        all.findings.push_back(found);
    return all;
  }

  /// The given ones, with the author's or the class's value for what was left out.
  proto::job_parameters parameters_in_effect() const {
    const auto& effective = context_.parameters;
    auto all = request_.parameters;
    all.return_schema_only_for_editable_layers = effective.return_schema_only_for_editable_layers;
    all.return_layer_attachment_option = effective.return_layer_attachment_option;
    all.attachment_sync_direction = effective.attachment_sync_direction;
    if (!effective.reference_basemap_filename.empty())
      all.reference_basemap_filename = effective.reference_basemap_filename;
    all.item_info = changes_to(plan_.item_info);
    return all;
  }

  void describe_map(const std::string& portal_url) {
    plan_.web_map = in_.map.document;
    remove_secrets(plan_.web_map);
    if (!has_base_map())
      plan_.web_map["baseMap"] = {{"baseMapLayers", nlohmann::json::array()}};
    if (in_.basemap) {
      plan_.web_map["baseMap"] = base_map_of(*in_.basemap);
      plan_.reference_basemap = in_.basemap->path;
    }
    if (!in_.map.spatial_reference.given())
      plan_.web_map["spatialReference"] = proto::to_json(reference_of_services());
    plan_.item_info = item_info_of(in_.item, in_.thumbnail, context_.parameters.item_info);
    plan_.item_id = request_.item;
    plan_.portal_url = portal_url;
    plan_.area_of_interest = context_.parameters.area_of_interest;
  }

  /// Old maps name no reference: the first service's, else that of web maps.
  proto::spatial_reference reference_of_services() const {
    for (const auto& planned : plan_.exports)
      if (const auto* task = std::get_if<proto::feature_sync_task>(&planned.task);
          task != nullptr && task->request.replica_sr.given())
        return task->request.replica_sr;
    return {102100, 3857, {}};
  }

  proto::outcome extent() {
    auto degrees = wgs84_extent(plan_.area_of_interest);
    if (!degrees)
      return degrees.error();
    plan_.extent = *degrees;
    return std::nullopt;
  }

  const proto::job_request& request_;
  plan_inputs in_;
  feature_context context_;
  offline_plan plan_;
  std::map<std::string, proto::failure> refused_;                ///< by pointer
  std::map<std::string, const proto::web_map_layer*> endpoints_; ///< who has a feature service layer
  std::map<std::string, service_share> shares_;
  proto::parameter_overrides overrides_;
  std::vector<std::string> order_; ///< of the services, first drawn first
};

} // namespace

plan_step make_plan(const plan_question& question, const plan_documents& documents) {
  const auto wrong = check_area(question.request.parameters.area_of_interest, "areaOfInterest");
  const bool is_survey = question.purpose == plan_purpose::survey || is_measured(question.purpose);
  if (wrong && !(is_survey && wrong->code == code::crosses_dateline))
    return *wrong;
  const portal_access access{portal_root(question.portal_url), question.portal};
  auto gathered = gather_inputs(question, access, documents);
  if (auto* step = std::get_if<plan_step>(&gathered))
    return std::move(*step);
  auto& inputs = std::get<plan_inputs>(gathered);
  if (wrong)
    inputs.refusals.push_back(*wrong);
  planning plan{question, std::move(inputs)};
  return question.purpose == plan_purpose::defaults ? plan.parameters_alone(access.url) : plan.run(access.url);
}

} // namespace core
