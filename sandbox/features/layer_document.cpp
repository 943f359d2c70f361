#include "sandbox/features/layer_document.hpp"

#include "sandbox/features/extent_document.hpp"
#include "sandbox/features/field_document.hpp"
#include "sandbox/features/query_request.hpp"
#include "sandbox/world.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t last_edit_ms = 1'717'200'000'000; // no data changes while they are served

json solid_line(int red, int green, int blue, double width) {
  return {{"type", "esriSLS"}, {"style", "esriSLSSolid"}, {"color", {red, green, blue, 255}}, {"width", width}};
}

json marker(int red, int green, int blue) {
  return {{"type", "esriSMS"}, {"style", "esriSMSCircle"}, {"color", {red, green, blue, 255}}, {"size", 8},
    {"angle", 0}, {"xoffset", 0}, {"yoffset", 0}, {"outline", solid_line(255, 255, 255, 1)}};
}

json symbol_json(geometry_type type) {
  if (type == geometry_type::polygon)
    return {{"type", "esriSFS"}, {"style", "esriSFSSolid"}, {"color", {244, 236, 214, 90}},
      {"outline", solid_line(140, 110, 70, 1)}};
  return type == geometry_type::polyline ? solid_line(166, 60, 20, 2) : marker(0, 112, 192);
}

/// What queries can do here; the JavaScript SDK asks for nothing that is not said to be there.
json query_capabilities(const table& layer) {
  json made{{"supportsPagination", true}, {"supportsPaginationOnAggregatedQueries", true},
    {"supportsQueryRelatedPagination", true}, {"supportsQueryWithDistance", true},
    {"supportsReturningQueryExtent", true}, {"supportsStatistics", true}, {"supportsOrderBy", true},
    {"supportsDistinct", true}, {"supportsQueryWithResultType", true}, {"supportsSqlExpression", false},
    {"supportsAdvancedQueryRelated", true}, {"supportsCountDistinct", true}, {"supportsPercentileStatistics", false},
    {"supportsLod", false}, {"supportsQueryWithLodSR", false}, {"supportsReturningGeometryCentroid", false},
    {"supportsReturningGeometryProperties", false}, {"supportsQueryWithDatumTransformation", false},
    {"supportsHavingClause", false}, {"supportsOutFieldSQLExpression", false}, {"supportsMaxRecordCountFactor", true},
    {"supportsTopFeaturesQuery", false}, {"supportsDisjointSpatialRel", true}, {"supportsQueryWithCacheHint", true},
    {"supportsDefaultSR", true}, {"supportsQueryAttachments", layer.has_attachments}};
  if (layer.type == geometry_type::polygon)
    made["supportsReturningGeometryCentroid"] = true;
  if (layer.has_attachments)
    made.update({{"supportsQueryAttachmentsWithReturnUrl", true}, {"supportsQueryAttachmentsCountOnly", true}});
  return made;
}

json abilities(bool editable) {
  return {{"supportsAppend", false}, {"supportsCalculate", false}, {"supportsASyncCalculate", false},
    {"supportsTruncate", false}, {"supportsAttachmentsByUploadId", false}, {"supportsAttachmentsResizing", false},
    {"supportsRollbackOnFailureParameter", editable}, {"supportsStatistics", true},
    {"supportsExceedsLimitStatistics", false}, {"supportsAdvancedQueries", true}, {"supportsValidateSql", false},
    {"supportsCoordinatesQuantization", true}, {"supportsFieldDescriptionProperty", false},
    {"supportsQuantizationEditMode", true}, {"supportsApplyEditsWithGlobalIds", editable},
    {"supportsLayerOverrides", true}};
}

json spatial_members(const table& layer) {
  return {{"geometryType", esri_name(layer.type)}, {"minScale", layer.min_scale}, {"maxScale", layer.max_scale},
    {"extent", service_extent_json(layer.extent)}, {"supportsMultiScaleGeometry", false},
    {"supportsReturningQueryGeometry", true}, {"hasGeometryProperties", false},
    {"drawingInfo", {{"renderer", renderer_json(layer)}, {"transparency", 0}, {"labelingInfo", nullptr}}}};
}

json attachment_properties() {
  json list = json::array();
  for (const char* name : {"name", "size", "contentType", "keywords", "exifInfo"})
    list.push_back({{"name", name}, {"isEnabled", std::string_view{name} != "exifInfo"}});
  return list;
}

json index_json(const std::string& name, const std::string& fields, bool unique) {
  return {{"name", name}, {"fields", fields}, {"isAscending", true}, {"isUnique", unique}, {"description", ""}};
}

json indexes_json(const table& layer) {
  const std::string object_id = layer.fields[layer.object_id_column()].name;
  const std::string global_id = layer.fields[layer.global_id_column()].name;
  json list{
    index_json("PK_" + layer.dataset_name(), object_id, true), index_json("UUID_" + global_id, global_id, true)};
  if (layer.is_spatial())
    list.push_back(index_json(layer.dataset_name() + "_Shape_sidx", "Shape", false));
  return list;
}

const char* drawing_tool(geometry_type type) {
  switch (type) {
  case geometry_type::polygon: return "esriFeatureEditToolPolygon";
  case geometry_type::polyline: return "esriFeatureEditToolLine";
  case geometry_type::point:
  case geometry_type::multipoint: return "esriFeatureEditToolPoint";
  case geometry_type::none: break;
  }
  return "esriFeatureEditToolNone";
}

/// A new row as an editor begins with it.
json template_json(const table& layer, const std::string& name, const subtype* kind) {
  json attributes = json::object();
  for (const field& column : layer.fields) {
    if (column.editable)
      attributes[column.name] = to_json(column.default_value);
  }
  if (kind != nullptr) {
    for (const auto& [column, first] : kind->defaults)
      attributes[column] = to_json(first);
    attributes[layer.subtype_field] = kind->code;
  }
  return {{"name", name}, {"description", ""}, {"drawingTool", drawing_tool(layer.type)},
    {"prototype", {{"attributes", std::move(attributes)}}}};
}

/// The domains of one subtype: its own ones, and for the other fields the word that they are the fields'.
json subtype_domains(const service_data& service, const table& layer, const subtype& kind) {
  json made = json::object();
  for (const field& column : layer.fields) {
    const auto own = kind.domains.find(column.name);
    const domain* rule = own == kind.domains.end() ? nullptr : service.find_domain(own->second);
    if (rule != nullptr)
      made[column.name] = domain_json(*rule);
    else if (!column.domain.empty())
      made[column.name] = {{"type", "inherited"}};
  }
  return made;
}

json subtype_members(const service_data& service, const table& layer) {
  json types = json::array(), subtypes = json::array();
  for (const subtype& kind : layer.subtypes) {
    const json domains = subtype_domains(service, layer, kind);
    json defaults = json::object();
    for (const auto& [column, first] : kind.defaults)
      defaults[column] = to_json(first);
    types.push_back({{"id", kind.code}, {"name", kind.name}, {"domains", domains},
      {"templates", json::array({template_json(layer, kind.name, &kind)})}});
    subtypes.push_back(
      {{"code", kind.code}, {"name", kind.name}, {"defaultValues", std::move(defaults)}, {"domains", domains}});
  }
  json made{{"typeIdField", layer.subtype_field}, {"types", std::move(types)}, {"templates", json::array()}};
  if (layer.subtypes.empty())
    made["templates"].push_back(template_json(layer, layer.name, nullptr));
  else
    made.update({{"subtypeField", layer.subtype_field}, {"defaultSubtypeCode", layer.default_subtype},
      {"subtypes", std::move(subtypes)}});
  return made;
}

const char* cardinality_word(cardinality many) {
  switch (many) {
  case cardinality::one_to_one: return "esriRelCardinalityOneToOne";
  case cardinality::one_to_many: return "esriRelCardinalityOneToMany";
  case cardinality::many_to_many: break;
  }
  return "esriRelCardinalityManyToMany";
}

} // namespace

json renderer_json(const table& layer) {
  if (layer.drawing.contains("renderer"))
    return layer.drawing.at("renderer");
  return {{"type", "simple"}, {"label", layer.name}, {"description", ""}, {"symbol", symbol_json(layer.type)}};
}

json relationships_json(const service_data& service, const table& layer) {
  json list = json::array();
  const auto add = [&](const relationship& link, bool from_origin) {
    list.push_back({{"id", link.id}, {"name", link.name},
      {"relatedTableId", from_origin ? link.destination : link.origin}, {"cardinality", cardinality_word(link.many)},
      {"role", from_origin ? "esriRelRoleOrigin" : "esriRelRoleDestination"},
      {"keyField", from_origin ? link.origin_key : link.destination_key}, {"composite", link.composite}});
  };
  for (const relationship& link : service.relationships) {
    if (link.origin == layer.id)
      add(link, true);
    if (link.destination == layer.id && link.destination != link.origin)
      add(link, false);
  }
  return list;
}

json feature_layer_json(const service_data& service, const table& layer, dialect speaks) {
  const std::string object_id = layer.fields[layer.object_id_column()].name;
  json fields = json::array();
  for (const field& column : layer.fields)
    fields.push_back(field_json(service, column));
  const auto limit = static_cast<std::size_t>(service.max_record_count);
  json made{{"currentVersion", current_version(speaks)}, {"id", layer.id}, {"name", layer.name},
    {"type", layer.is_spatial() ? "Feature Layer" : "Table"}, {"serviceItemId", item_id(service.title)},
    {"displayField", layer.display_field}, {"description", layer.description}, {"copyrightText", service.credits},
    {"defaultVisibility", true}, {"editFieldsInfo", nullptr}, {"editingInfo", {{"lastEditDate", last_edit_ms}}},
    {"ownershipBasedAccessControlForFeatures", nullptr}, {"relationships", relationships_json(service, layer)},
    {"isDataVersioned", false}, {"isDataArchived", true}, {"advancedQueryCapabilities", query_capabilities(layer)},
    {"useStandardizedQueries", true}, {"allowGeometryUpdates", layer.is_editable() && layer.is_spatial()},
    {"hasAttachments", layer.has_attachments}, {"htmlPopupType", "esriServerHTMLPopupTypeAsHTMLText"}, {"hasM", false},
    {"hasZ", layer.has_z}, {"objectIdField", object_id},
    {"uniqueIdField", {{"name", object_id}, {"isSystemMaintained", true}}},
    {"globalIdField", layer.fields[layer.global_id_column()].name}, {"fields", fields},
    {"indexes", indexes_json(layer)},
    {"dateFieldsTimeReference", {{"timeZone", "UTC"}, {"respectsDaylightSaving", false}}},
    {"supportedQueryFormats", "JSON, geoJSON, PBF"}, {"hasStaticData", false}, {"maxRecordCount", limit},
    {"standardMaxRecordCount", tile_record_count_factor * limit},
    {"tileMaxRecordCount", tile_record_count_factor * limit}, {"maxRecordCountFactor", 1},
    {"capabilities", layer.capabilities}};
  made.update(abilities(layer.is_editable()));
  made.update(subtype_members(service, layer));
  if (layer.is_spatial())
    made.update(spatial_members(layer));
  if (layer.has_attachments)
    made["attachmentProperties"] = attachment_properties();
  made.merge_patch(layer.says);
  return made;
}

} // namespace sandbox
