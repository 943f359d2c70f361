#include "proto/control/finding.hpp"

#include "proto/fields.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>

namespace proto {

template <>
struct words_of<finding_level> {
  static constexpr std::array<std::string_view, 3> list{"hard", "soft", "info"};
};
template <>
struct words_of<finding_party> {
  static constexpr std::array<std::string_view, 5> list{
    "mapAuthor", "serviceOwner", "portalAdministrator", "caller", "machineOperator"};
};

namespace {

using enum finding_code;
using level = finding_level;
using party = finding_party;

constexpr std::array findings{
  finding_kind{no_global_id, level::soft, party::service_owner, "noGlobalId",
    "the service layer has no global id field",
    "servers refuse to synchronise such layers: add global ids to the data"},
  finding_kind{index_name, level::soft, party::service_owner, "indexName",
    "an index of the service layer has a name that no SQLite database takes", "rename the index without + and -"},
  finding_kind{join_view, level::soft, party::service_owner, "joinView",
    "the service layer is a view that joins layers", "take the layers that it joins, or a view of one layer"},
  finding_kind{relationship_key_hidden, level::soft, party::service_owner, "relationshipKeyHidden",
    "the key field of a relationship is hidden", "let the view show the field"},
  finding_kind{subtype_field_hidden, level::soft, party::service_owner, "subtypeFieldHidden",
    "the field that tells subtypes apart is hidden", "let the view show the field"},
  finding_kind{true_curves, level::soft, party::service_owner, "trueCurves",
    "the service's rules for editing curves do not fit together",
    "allow curves to be updated, by clients that know them or by all, not both or neither"},
  finding_kind{field_type, level::soft, party::service_owner, "fieldType",
    "a field is of a type that offline data may lack", "use one of the older types, or leave the field out"},
  finding_kind{field_name, level::soft, party::service_owner, "fieldName",
    "a field has a name that an offline database does not take well",
    "use a name of at most 31 characters that is no word of SQL"},
  finding_kind{multi_source_style, level::soft, party::map_author, "multiSourceStyle",
    "the vector style draws from several services", "only the first source goes offline: use a style with one"},
  finding_kind{collection_type, level::soft, party::map_author, "collectionType", "a collection of routes or map notes",
    "viewers may not show it offline: keep such data in a feature layer"},
  finding_kind{branch_versioned, level::soft, party::service_owner, "branchVersioned",
    "the service's data are branch versioned", "needs a server that synchronises versions"},
  finding_kind{tile_limit, level::soft, party::caller, "tileLimit",
    "more tiles are asked for than the service allows in one export", "take a smaller area or fewer levels"},
  finding_kind{reference_basemap_too_small, level::soft, party::caller, "referenceBasemapTooSmall",
    "the reference basemap does not cover the area", "name a tile package that does, or take the map's own basemap"},
  finding_kind{style_incomplete, level::soft, party::map_author, "styleIncomplete",
    "the layer's own style, or pictures of it, could not be read",
    "save the style again, or use the service's own; the tile package has that"},
  finding_kind{no_scale_range, level::soft, party::caller, "noScaleRange",
    "neither the map nor the job limits the scales of these tiles",
    "give maxScale: every level takes four times the one above"},
  finding_kind{address_not_reachable_by_portal, level::soft, party::map_author, "addressNotReachableByPortal",
    "the service's address is not one that the portal could reach", "use the service's public address in the map"},
  finding_kind{advanced_symbols_lost, level::soft, party::map_author, "advancedSymbolsLost",
    "the map draws the layer with symbols that come out empty offline",
    "define these symbols in the service instead of the map"},
  finding_kind{not_marked_offline, level::soft, party::map_author, "notMarkedOffline",
    "nobody has prepared the map for offline use", "enable offline use in the item's settings"},
  finding_kind{map_member_ignored, level::info, party::map_author, "mapMemberIgnored",
    "a part of the map is not understood", "save the web map again in its portal"},
  finding_kind{thumbnail_unreadable, level::info, party::map_author, "thumbnailUnreadable",
    "the item's thumbnail could not be read", "give the item another thumbnail"},
  finding_kind{parameter_not_stored, level::info, party::map_author, "parameterNotStored",
    "a custom parameter of the map is not stored, and the export asked for without it",
    "name a credential for the host in the configuration"},
  finding_kind{setting_not_applied, level::info, party::map_author, "settingNotApplied",
    "a setting of the map's author has no counterpart among the parameters", "use overrides"},
  finding_kind{sync_data_options_left_out, level::info, party::service_owner, "syncDataOptionsLeftOut",
    "some of the author's syncDataOptions are not supported by the service", "let the service's owner enable them"},
  finding_kind{outside_area, level::info, party::caller, "outsideArea", "the layer's extent does not meet the area",
    "the layer comes without rows; people can add some"},
  finding_kind{all_rows_of_table, level::info, party::caller, "allRowsOfTable", "all rows are taken",
    "give the table a definition expression, or use overrides"},
  finding_kind{rows_by_expression_alone, level::info, party::map_author, "rowsByExpressionAlone",
    "rows are taken by the map's definition expression alone, wherever the rows they belong to are",
    "leave the expression out to have related rows only"},
  finding_kind{finding_code::remains_online, level::info, party::caller, "remainsOnline",
    "stays in the offline map with its online address, and needs a network to be seen",
    "leave onlineOnlyServicesOption out to have a map without it"},
  finding_kind{finding_code::reduced_fonts, level::info, party::caller, "reducedFonts",
    "tiles and fonts are those of the service with fewer glyphs",
    "use useOriginalService to have Chinese, Georgian, Japanese, Korean and Thai letters"},
  finding_kind{no_reduced_fonts, level::info, party::caller, "noReducedFonts",
    "the original service is taken, since none with fewer glyphs is known or can be exported",
    "nothing needs to be done"},
  finding_kind{finding_code::basemap_substituted, level::info, party::machine_operator, "basemapSubstituted",
    "the basemap's service cannot be exported, so the tiles are those of the service that the configuration names",
    "see basemapSubstitutions in the configuration"},
  finding_kind{finding_code::own_style, level::info, party::caller, "ownStyle",
    "the layer has a style of its own, which is saved beside its tile package",
    "look whether the app draws it; the tile package has the service's style"},
  finding_kind{read_only_in_map, level::info, party::map_author, "readOnlyInMap",
    "rows are taken although only the schema of editable layers is wanted, since the map lets nobody edit it",
    "allow editing in the map to have the schema alone"},
  finding_kind{attachments_coerced, level::info, party::caller, "attachmentsCoerced",
    "the two parameters of attachments contradict each other", "give a pair that goes together"},
  finding_kind{attachments_for_all, level::info, party::caller, "attachmentsForAll",
    "attachments are asked for all layers alike, since a relationship joins layers that would get them with layers "
    "that would not",
    "use overrides"},
  finding_kind{unregistered_after_download, level::info, party::service_owner, "unregisteredAfterDownload",
    "the service gives no data without a replica, so one is registered and given back after the download",
    "nothing needs to be done, or let the service offer the sync model none"},
  finding_kind{left_out_by_overrides, level::info, party::caller, "leftOutByOverrides", "left out by the overrides",
    "name its service and its layer in the overrides to have it"},
  finding_kind{finding_code::subtype_group, level::info, party::caller, "subtypeGroup",
    "a subtype group: taken as the one service layer behind it", "nothing needs to be done"},
  finding_kind{annotation, level::info, party::caller, "annotation",
    "an annotation layer: its texts are taken as they are, and not edited offline", "nothing needs to be done"},
  finding_kind{dimension, level::info, party::caller, "dimension",
    "a dimension layer: its dimensions are taken as they are, and not edited offline", "nothing needs to be done"},
};

constexpr bool findings_in_order() {
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (static_cast<std::size_t>(findings[i].code) != i || findings[i].level == level::hard)
      return false;
  return findings.size() == static_cast<std::size_t>(dimension) + 1;
}
static_assert(findings_in_order(), "one row a code, in the order of the enumeration");

nlohmann::json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::json{} : nlohmann::json(valid_utf8(text));
}

} // namespace

std::span<const finding_kind> finding_kinds() { return findings; }

const finding_kind& kind_of(finding_code code) { return findings.at(static_cast<std::size_t>(code)); }

std::string describe(const finding& f) {
  std::string line = !f.title.empty() ? f.title : !f.service.empty() ? f.service : "the map";
  line += ": " + std::string{kind_of(f.code).what};
  if (!f.why.empty())
    line += " (" + f.why + ")";
  return printable(line);
}

nlohmann::json to_json(const finding& f) {
  const auto& kind = kind_of(f.code);
  return {{"code", kind.word}, {"level", word_in(kind.level)}, {"what", kind.what}, {"why", text_or_null(f.why)},
    {"who", word_in(kind.who)}, {"how", kind.how}, {"layer", text_or_null(f.layer)}, {"title", text_or_null(f.title)},
    {"service", text_or_null(f.service)}};
}

result<finding> read_finding(const nlohmann::json& json) {
  field_reader in{json};
  std::string word;
  finding f;
  in("code", word);
  in("layer", f.layer);
  in("title", f.title);
  in("service", f.service);
  in("why", f.why);
  const auto known = std::ranges::find(findings, word, &finding_kind::word);
  if (known == findings.end())
    in.reject("code", "is no finding that this version knows");
  else
    f.code = known->code;
  if (in.ok())
    return f;
  return failure{
    .code = failure_code::state_damaged, .during = "reading a finding", .subject = in.where(), .hint = in.error()};
}

nlohmann::json to_json_as_finding(
  const failure& why, const std::string& layer, const std::string& title, const std::string& service) {
  const auto& kind = kind_of(why.code);
  auto words = why.server_said.empty() ? why.subject : why.subject + "; server said: " + why.server_said;
  return {{"code", kind.word}, {"level", word_in(level::hard)}, {"what", kind.meaning}, {"why", text_or_null(words)},
    {"who", word_in(party_of(why.code))}, {"how", valid_utf8(why.hint.empty() ? std::string{kind.hint} : why.hint)},
    {"layer", text_or_null(layer)}, {"title", text_or_null(title)}, {"service", text_or_null(service)}};
}

finding_party party_of(failure_code code) {
  using enum failure_code;
  switch (code) {
  case unsupported_layer_type:
  case duplicate_endpoint:
  case offline_disabled:
  case missing_item_property:
  case web_map_not_supported: return party::map_author;
  case sign_in_failed:
  case sign_in_required:
  case address_refused:
  case tls_refused: return party::machine_operator;
  case permission_missing: return party::portal_administrator;
  default: break;
  }
  const auto group = kind_of(code).group;
  const bool asked_so = group == failure_group::request || group == failure_group::limit
    || code == failure_code::outside_area || code == scales_do_not_meet;
  return asked_so ? party::caller : party::service_owner;
}

} // namespace proto
