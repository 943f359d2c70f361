#include "sandbox/features/feature_documents.hpp"

#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/world.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

/// In the service's own reference, web mercator.
json extent_json(const envelope& degrees) {
  const auto low = project(point{degrees.min_x, degrees.min_y}, wgs84, web_mercator);
  const auto high = project(point{degrees.max_x, degrees.max_y}, wgs84, web_mercator);
  envelope metres;
  if (low)
    metres.include(*low);
  if (high)
    metres.include(*high);
  return to_esri_json(metres, web_mercator);
}

json domain_json(const domain& rule) {
  json values = json::array();
  for (const coded_value& entry : rule.values)
    values.push_back({{"name", entry.name}, {"code", to_json(entry.code)}});
  return {{"type", "codedValue"}, {"name", rule.name}, {"description", rule.description}, {"codedValues", values}};
}

json solid_line(int red, int green, int blue, double width) {
  return {{"type", "esriSLS"}, {"style", "esriSLSSolid"}, {"color", {red, green, blue, 255}}, {"width", width}};
}

json marker(int red, int green, int blue) {
  return {{"type", "esriSMS"}, {"style", "esriSMSCircle"}, {"color", {red, green, blue, 255}}, {"size", 8},
    {"angle", 0}, {"xoffset", 0}, {"yoffset", 0}, {"outline", solid_line(255, 255, 255, 1)}};
}

json query_capabilities() {
  return {{"supportsPagination", true}, {"supportsPaginationOnAggregatedQueries", false},
    {"supportsQueryWithDistance", false}, {"supportsReturningQueryExtent", false}, {"supportsStatistics", false},
    {"supportsOrderBy", false}, {"supportsDistinct", false}, {"supportsSqlExpression", false},
    {"supportsQueryAttachments", false}, {"supportsMaxRecordCountFactor", false}, {"supportsDefaultSR", false}};
}

json sync_capabilities(dialect speaks) {
  const bool online = speaks == dialect::online;
  return {{"supportsAsync", true}, {"supportsRegisteringExistingData", false}, {"supportsSyncDirectionControl", true},
    {"supportsPerLayerSync", true}, {"supportsPerReplicaSync", online}, // hosted layers of Enterprise do not have it
    {"supportsSyncModelNone", true}, {"supportsRollbackOnFailure", online}, {"supportsAttachmentsSyncDirection", true},
    {"supportsBiDirectionalSyncForServer", false}, {"supportedSyncDataOptions", 0}};
}

} // namespace

json to_json(const value& cell) {
  return std::visit(
    [](const auto& held) -> json {
      if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
        return nullptr;
      } else {
        return held;
      }
    },
    cell);
}

json to_json(const value& cell, field_type type, dialect speaks) {
  const auto* text = std::get_if<std::string>(&cell);
  const bool is_id = type == field_type::global_id || type == field_type::guid;
  if (text == nullptr || !is_id || speaks != dialect::online)
    return to_json(cell);
  return lower_case(text->substr(1, text->size() - 2)); // hosted services write ids bare
}

json field_json(const service_data& service, const field& column) {
  json made{{"name", column.name}, {"type", esri_name(column.type)}, {"alias", column.alias},
    {"sqlType", "sqlTypeOther"}, {"nullable", column.nullable}, {"editable", column.editable}, {"domain", nullptr},
    {"defaultValue", nullptr}};
  if (column.type == field_type::text)
    made["length"] = column.length;
  if (column.type == field_type::global_id || column.type == field_type::guid)
    made["length"] = 38;
  if (column.type == field_type::date)
    made["length"] = 8;
  if (const domain* rule = service.find_domain(column.domain))
    made["domain"] = domain_json(*rule);
  return made;
}

json renderer_json(const table& layer) {
  if (layer.drawing.contains("renderer"))
    return layer.drawing.at("renderer");
  const json symbol = layer.type == geometry_type::point
    ? marker(0, 112, 192)
    : json{{"type", "esriSFS"}, {"style", "esriSFSSolid"}, {"color", {244, 236, 214, 90}},
      {"outline", solid_line(140, 110, 70, 1)}};
  return {{"type", "simple"}, {"label", layer.name}, {"description", ""}, {"symbol", symbol}};
}

json feature_service_json(const service_data& service, dialect speaks) {
  json layers = json::array(), tables = json::array();
  for (const table& layer : service.tables) {
    if (!layer.is_spatial()) {
      tables.push_back({{"id", layer.id}, {"name", layer.name}, {"parentLayerId", -1}, {"defaultVisibility", true},
        {"subLayerIds", nullptr}, {"minScale", 0}, {"maxScale", 0}, {"type", "Table"}});
      continue;
    }
    layers.push_back({{"id", layer.id}, {"name", layer.name}, {"parentLayerId", -1}, {"defaultVisibility", true},
      {"subLayerIds", nullptr}, {"minScale", 0}, {"maxScale", 0}, {"type", "Feature Layer"},
      {"geometryType", esri_name(layer.type)}});
  }
  return {{"currentVersion", current_version(speaks)}, {"serviceItemId", item_id(service.title)},
    {"serviceDescription", service.description}, {"description", ""}, {"copyrightText", service.credits},
    {"hasVersionedData", false}, {"supportsDisconnectedEditing", false}, {"hasStaticData", false},
    {"maxRecordCount", service.max_record_count}, {"supportedQueryFormats", "JSON"},
    {"capabilities", service.capabilities}, {"spatialReference", spatial_reference_json(web_mercator)},
    {"initialExtent", extent_json({-125, 24, -66, 50})}, {"fullExtent", extent_json(service.extent())},
    {"allowGeometryUpdates", true}, {"units", "esriMeters"}, {"syncEnabled", service.sync},
    {"syncCapabilities", sync_capabilities(speaks)}, {"supportsApplyEditsWithGlobalIds", true},
    {"editorTrackingInfo",
      {{"enableEditorTracking", false}, {"enableOwnershipAccessControl", false}, {"allowOthersToQuery", true},
        {"allowOthersToUpdate", true}, {"allowOthersToDelete", true}}},
    {"xssPreventionInfo",
      {{"xssPreventionEnabled", true}, {"xssPreventionRule", "InputOnly"}, {"xssInputRule", "rejectInvalid"}}},
    {"layers", layers}, {"tables", tables}};
}

json feature_layer_json(const service_data& service, const table& layer, dialect speaks) {
  json fields = json::array();
  for (const field& column : layer.fields)
    fields.push_back(field_json(service, column));
  return {{"currentVersion", current_version(speaks)}, {"id", layer.id}, {"name", layer.name},
    {"type", layer.is_spatial() ? "Feature Layer" : "Table"}, {"serviceItemId", item_id(service.title)},
    {"displayField", layer.display_field}, {"description", ""}, {"copyrightText", service.credits},
    {"defaultVisibility", true}, {"editFieldsInfo", nullptr}, {"ownershipBasedAccessControlForFeatures", nullptr},
    {"relationships", json::array()}, {"isDataVersioned", false}, {"isDataArchived", true},
    {"supportsLayerOverrides", true}, {"supportsRollbackOnFailureParameter", true},
    {"supportsApplyEditsWithGlobalIds", true}, {"supportsAdvancedQueries", true}, {"supportsStatistics", false},
    {"supportsCoordinatesQuantization", false}, {"advancedQueryCapabilities", query_capabilities()},
    {"geometryType", esri_name(layer.type)}, {"minScale", 0}, {"maxScale", 0}, {"extent", extent_json(layer.extent)},
    {"drawingInfo", {{"renderer", renderer_json(layer)}, {"transparency", 0}, {"labelingInfo", nullptr}}},
    {"allowGeometryUpdates", true}, {"hasAttachments", false}, {"htmlPopupType", "esriServerHTMLPopupTypeAsHTMLText"},
    {"hasM", false}, {"hasZ", false}, {"objectIdField", "OBJECTID"},
    {"uniqueIdField", {{"name", "OBJECTID"}, {"isSystemMaintained", true}}}, {"globalIdField", "GlobalID"},
    {"typeIdField", ""}, {"fields", fields}, {"indexes", json::array()}, {"types", json::array()},
    {"templates", json::array()}, {"supportedQueryFormats", "JSON"}, {"maxRecordCount", service.max_record_count},
    {"standardMaxRecordCount", 2000}, {"hasStaticData", false}, {"capabilities", layer.capabilities}};
}

} // namespace sandbox
