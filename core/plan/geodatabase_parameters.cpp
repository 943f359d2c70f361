#include "core/plan/geodatabase_parameters.hpp"

#include "core/plan/attachment_rules.hpp"
#include "core/plan/capability.hpp"

#include <algorithm>

namespace core {
namespace {

using choices_of_replica = std::vector<feature_choice>;

// What the SDK asks for by itself: annotations, dimensions, contingent values
// (GenerateGeodatabaseParameters).
constexpr int usual_sync_data_options =
  sync_data_option::annotations | sync_data_option::dimensions | sync_data_option::contingent_values;

/// How a table is related to the rest of its replica: related rows can be asked
/// for only where the origin is in the same one.
struct table_relations {
  bool of_layer = false;  ///< destination of a layer in the replica
  bool of_table = false;  ///< destination of a table in it
  bool is_origin = false; ///< source of a relationship, wherever its destination is
};

table_relations relations_of(const proto::service_layer& table, const choices_of_replica& choices) {
  table_relations all;
  for (const auto& relationship : table.relationships) {
    if (relationship.related_table_id == table.id)
      continue;
    if (!relationship.is_destination)
      all.is_origin = true;
    else if (const auto* origin = choice_of(choices, relationship.related_table_id))
      (is_without_geometry(*origin) ? all.of_table : all.of_layer) = true;
  }
  return all;
}

/// Whether only the rows that belong to the layers' rows are taken
/// (GenerateOfflineMapParameters, destinationTableRowFilter: exceptions). Where the
/// guide and the class pages differ, all rows are, with a note.
bool takes_related_rows_only(const feature_choice& table, const choices_of_replica& choices,
  const proto::generate_offline_map_parameters& parameters, std::vector<proto::finding>& findings) {
  if (table.layer->place != proto::layer_place::tables
    || parameters.destination_table_row_filter == proto::destination_table_row_filter::all)
    return false;
  const auto relations = relations_of(*table.described, choices);
  if (!relations.of_layer && !relations.of_table)
    return false;
  if (relations.of_table || relations.is_origin) {
    findings.push_back(finding_of(proto::finding_code::all_rows_of_table, *table.layer,
      std::string{"the table is also the "}
        + (relations.is_origin ? "source of a relationship" : "destination of another table")));
    return false;
  }
  return true;
}

proto::layer_query empty_query(int id, bool related) { return {id, proto::query_option::none, {}, true, related}; }

/// Definition expression before relationship before "all rows".
proto::layer_query table_query(const feature_choice& choice, const choices_of_replica& choices,
  const std::string& where, const proto::generate_offline_map_parameters& parameters,
  std::vector<proto::finding>& findings) {
  const int id = choice.described->id;
  if (!where.empty()) {
    if (relations_of(*choice.described, choices).of_layer)
      findings.push_back(finding_of(proto::finding_code::rows_by_expression_alone, *choice.layer));
    return {id, proto::query_option::use_filter, where, false, false};
  }
  if (takes_related_rows_only(choice, choices, parameters, findings))
    return empty_query(id, true);
  return {id, proto::query_option::all, {}, true, false};
}

proto::layer_query query_of(const feature_choice& choice, const feature_service& service,
  const choices_of_replica& choices, const feature_context& context, std::vector<proto::finding>& findings) {
  if (context.parameters.return_schema_only_for_editable_layers && is_editable(service, *choice.described)) {
    if (!is_read_only_in_map(*choice.layer))
      return empty_query(choice.described->id, false);
    findings.push_back(finding_of(proto::finding_code::read_only_in_map, *choice.layer));
  }
  const auto where =
    context.parameters.is_definition_expression_filter_enabled ? choice.layer->definition_expression : std::string{};
  if (is_without_geometry(choice))
    return table_query(choice, choices, where, context.parameters, findings);
  return {choice.described->id, proto::query_option::use_filter, where, true, false};
}

struct attachment_group {
  attachment_choice attachments;
  choices_of_replica choices;
};

/// Layers without attachments fit every setting and join the first group.
std::vector<attachment_group> groups_by_attachments(const feature_service& service, const choices_of_replica& choices,
  const proto::generate_offline_map_parameters& parameters) {
  std::vector<attachment_group> groups;
  for (const auto& choice : choices) {
    const auto wanted = attachments_of_layer(parameters, is_editable(service, *choice.described));
    const auto known =
      std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.attachments == wanted; });
    if (known == groups.end() && (choice.described->has_attachments || groups.empty()))
      groups.push_back({wanted, {choice}});
    else
      (known == groups.end() ? groups.front() : *known).choices.push_back(choice);
  }
  return groups;
}

bool relationship_crosses(const std::vector<attachment_group>& groups) {
  for (const auto& group : groups)
    for (const auto& choice : group.choices)
      for (const auto& relationship : choice.described->relationships)
        for (const auto& other : groups)
          if (&other != &group && choice_of(other.choices, relationship.related_table_id) != nullptr)
            return true;
  return false;
}

attachment_choice superset(const std::vector<attachment_group>& groups) {
  attachment_choice all;
  for (const auto& group : groups) {
    all.returned = all.returned || group.attachments.returned;
    all.direction = std::max(all.direction, group.attachments.direction);
  }
  return all;
}

/// Without updates no replica is wanted; otherwise each layer for itself, where the
/// service can do that.
proto::geodatabase_sync_model sync_model_of(
  const feature_service& service, const proto::generate_offline_map_parameters& parameters) {
  using model = proto::geodatabase_sync_model;
  if (parameters.update_mode == proto::update_mode::no_updates)
    return model::none;
  return service.description.sync.supports_per_layer_sync ? model::layer : model::geodatabase;
}

void choose_sync_data_options(const feature_service& service, const std::optional<int>& author,
  proto::generate_geodatabase_parameters& into, std::vector<proto::finding>& findings) {
  const int wanted = author.value_or(usual_sync_data_options);
  into.sync_annotations = (wanted & sync_data_option::annotations) != 0;
  into.sync_dimensions = (wanted & sync_data_option::dimensions) != 0;
  into.sync_contingent_values = (wanted & sync_data_option::contingent_values) != 0;
  if ((wanted & sync_data_option::system_tables) != 0)
    into.utility_network_sync_mode = proto::utility_network_sync_mode::sync_system_tables;
  const int left_out = author.value_or(0) & ~service.description.sync.supported_sync_data_options;
  if (left_out != 0)
    findings.push_back(finding_of(
      proto::finding_code::sync_data_options_left_out, service.root, "syncDataOptions " + std::to_string(left_out)));
}

proto::generate_geodatabase_parameters parameters_of(const feature_service& service, const attachment_group& group,
  const feature_context& context, std::vector<proto::finding>& findings) {
  proto::generate_geodatabase_parameters all;
  for (const auto& choice : group.choices)
    all.layer_options.push_back(query_of(choice, service, group.choices, context, findings));
  all.extent = context.parameters.area_of_interest;
  const auto& reference = context.map_reference.given() ? context.map_reference : service.description.spatial_reference;
  if (reference.given())
    all.out_spatial_reference = reference;
  all.return_attachments = group.attachments.returned;
  all.attachment_sync_direction = group.attachments.direction;
  all.sync_model = sync_model_of(service, context.parameters);
  choose_sync_data_options(service, context.sync_data_options, all, findings);
  return all;
}

} // namespace

std::vector<proto::generate_geodatabase_parameters> geodatabase_parameters(const feature_service& service,
  const std::vector<feature_choice>& choices, const feature_context& context, std::vector<proto::finding>& findings) {
  auto groups = groups_by_attachments(service, choices, context.parameters);
  if (groups.size() > 1 && relationship_crosses(groups)) {
    findings.push_back(finding_of(proto::finding_code::attachments_for_all, service.root));
    groups = {{superset(groups), choices}};
  }
  std::vector<proto::generate_geodatabase_parameters> replicas;
  for (const auto& group : groups)
    replicas.push_back(parameters_of(service, group, context, findings));
  return replicas;
}

} // namespace core
