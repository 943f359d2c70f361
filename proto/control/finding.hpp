#pragma once

#include "proto/failure.hpp"
#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proto {

/// How much a finding counts. `hard`: the layer, or the map, will not be taken (a
/// failure says so); `soft`: it may fail or disappoint; `info`: good to know.
enum class finding_level { hard, soft, info };

/// Who can change what was found.
enum class finding_party { map_author, service_owner, portal_administrator, caller, machine_operator };

/// What planning finds out about a map beside its failures. The words, levels,
/// parties, meanings and advice stand in one table (finding.cpp).
enum class finding_code {
  // what servers accept, and fail at or lose later
  no_global_id,
  index_name,
  join_view,
  relationship_key_hidden,
  subtype_field_hidden,
  true_curves,
  field_type,
  field_name,
  multi_source_style,
  collection_type,
  branch_versioned,
  tile_limit,
  reference_basemap_too_small,
  style_incomplete,
  // what the map's author should know
  no_scale_range,
  address_not_reachable_by_portal,
  advanced_symbols_lost,
  not_marked_offline,
  map_member_ignored,
  thumbnail_unreadable,
  parameter_not_stored,
  setting_not_applied,
  sync_data_options_left_out,
  // how it will be taken
  outside_area,
  all_rows_of_table,
  rows_by_expression_alone,
  remains_online,
  reduced_fonts,
  no_reduced_fonts,
  basemap_substituted,
  own_style,
  read_only_in_map,
  attachments_coerced,
  attachments_for_all,
  unregistered_after_download,
  left_out_by_overrides,
  subtype_group,
  annotation,
  dimension,
};

/// A row of the table.
struct finding_kind {
  finding_code code;
  finding_level level; ///< soft or info
  finding_party who;
  std::string_view word; ///< stable camelCase word, as in JSON
  std::string_view what; ///< one line for people
  std::string_view how;  ///< what can be done about it
};
/// The whole table, in the order of the enumeration.
std::span<const finding_kind> finding_kinds();
const finding_kind& kind_of(finding_code code);

/// Something that was found out about a layer, a service, or the whole map where
/// neither is named.
struct finding {
  finding_code code = finding_code::map_member_ignored;
  std::string layer{};   ///< id in the web map
  std::string title{};   ///< of the layer, or its id
  std::string service{}; ///< address without query
  std::string why{};     ///< what is special about this case; a server's words unchanged

  bool operator==(const finding&) const = default;
};

/// One line for reports and terminals: "title or service: what (why)".
std::string describe(const finding& f);

/// `{code, level, what, why, who, how, layer, title, service}`; reading takes the
/// words from the table again.
nlohmann::json to_json(const finding& f);
result<finding> read_finding(const nlohmann::json& json);
/// A failure of planning, as a finding of level hard, with the same members.
nlohmann::json to_json_as_finding(
  const failure& why, const std::string& layer, const std::string& title, const std::string& service);
/// Who can change what makes planning fail so.
finding_party party_of(failure_code code);

} // namespace proto
