#include "sandbox/features/service_document.hpp"

#include "sandbox/features/extent_document.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/world.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

json sync_capabilities(dialect speaks) {
  const bool online = speaks == dialect::online;
  return {{"supportsAsync", true}, {"supportsRegisteringExistingData", false}, {"supportsSyncDirectionControl", true},
    {"supportsPerLayerSync", true}, {"supportsPerReplicaSync", online}, // hosted layers of Enterprise do not have it
    {"supportsSyncModelNone", true}, {"supportsRollbackOnFailure", online}, {"supportsAttachmentsSyncDirection", true},
    {"supportsBiDirectionalSyncForServer", false}, {"supportedSyncDataOptions", 0}};
}

json entry_json(const table& layer, dialect speaks) {
  json made{{"id", layer.id}, {"name", layer.name}};
  if (speaks == dialect::enterprise) // hosted layers of Enterprise list no more
    return made;
  made.update({{"parentLayerId", -1}, {"defaultVisibility", true}, {"subLayerIds", nullptr},
    {"minScale", layer.min_scale}, {"maxScale", layer.max_scale}});
  if (layer.is_spatial())
    made["geometryType"] = esri_name(layer.type);
  return made;
}

/// What only one family of servers says of itself.
json dialect_members(const service_data& service, dialect speaks) {
  if (speaks == dialect::online)
    return {{"hasSharedDomains", false}, {"supportsSharedDomains", false}, {"supportsVCSProjection", false},
      {"hasStaticData", false}};
  return {{"enableZDefaults", true}, {"zDefault", 0}, {"maxViewsCount", 20}, {"isLocationTrackingService", false},
    {"hasSyncEnabledViews", false}, {"hasViews", false}, {"sourceSchemaChangesAllowed", service.is_editable()}};
}

json editor_tracking() {
  return {{"enableEditorTracking", false}, {"enableOwnershipAccessControl", false}, {"allowOthersToQuery", true},
    {"allowOthersToUpdate", true}, {"allowOthersToDelete", true}, {"allowAnonymousToQuery", true},
    {"allowAnonymousToUpdate", true}, {"allowAnonymousToDelete", true}};
}

} // namespace

json feature_service_json(const service_data& service, dialect speaks) {
  json layers = json::array(), tables = json::array();
  for (const table& layer : service.tables)
    (layer.is_spatial() ? layers : tables).push_back(entry_json(layer, speaks));
  json made{{"currentVersion", current_version(speaks)}, {"serviceItemId", item_id(service.title)},
    {"serviceDescription", service.description}, {"description", ""}, {"copyrightText", service.credits},
    {"hasVersionedData", false}, {"supportsDisconnectedEditing", false}, {"maxRecordCount", service.max_record_count},
    {"supportedQueryFormats", "JSON"}, {"capabilities", service.capabilities},
    {"spatialReference", spatial_reference_json(web_mercator)},
    {"initialExtent", service_extent_json(service.extent())}, {"fullExtent", service_extent_json(service.extent())},
    {"allowGeometryUpdates", service.is_editable()}, {"units", "esriMeters"}, {"supportsAppend", false},
    {"syncEnabled", service.sync}, {"supportsApplyEditsWithGlobalIds", service.is_editable()},
    {"supportsReturnDeleteResults", false}, {"datesInUnknownTimezone", false},
    {"editorTrackingInfo", editor_tracking()},
    {"xssPreventionInfo",
      {{"xssPreventionEnabled", true}, {"xssPreventionRule", "InputOnly"}, {"xssInputRule", "rejectInvalid"}}},
    {"layers", layers}, {"tables", tables}};
  if (service.sync)
    made["syncCapabilities"] = sync_capabilities(speaks);
  made.update(dialect_members(service, speaks));
  made.merge_patch(service.says);
  return made;
}

} // namespace sandbox
