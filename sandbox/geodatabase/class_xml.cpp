#include "sandbox/geodatabase/class_xml.hpp"

#include "sandbox/geodatabase/definition_xml.hpp"

namespace sandbox {

namespace {

constexpr const char *feature_class_id = "{52353152-891A-11D0-BEC6-00805F7C4268}",
                     *table_id = "{7A566981-C114-11D2-8A28-006097AFF44E}";

const char* type_name(const gdb_column& column) {
  switch (column.kind) {
  case column_kind::row_id: return "esriFieldTypeOID";
  case column_kind::int16: return "esriFieldTypeSmallInteger";
  case column_kind::int32: return "esriFieldTypeInteger";
  case column_kind::float32: return "esriFieldTypeSingle";
  case column_kind::float64: return "esriFieldTypeDouble";
  case column_kind::blob: return "esriFieldTypeBlob";
  case column_kind::date: return "esriFieldTypeDate";
  case column_kind::shape: return "esriFieldTypeGeometry";
  case column_kind::xml: return "esriFieldTypeXML";
  case column_kind::uuid: return column.role == column_role::global_id ? "esriFieldTypeGlobalID" : "esriFieldTypeGUID";
  case column_kind::text:
  case column_kind::long_text: break;
  }
  return "esriFieldTypeString";
}

void write_default(xml_writer& xml, const value& held) {
  if (const auto* text = std::get_if<std::string>(&held)) {
    xml.element("DefaultValueString", *text);
  } else if (const auto* whole = std::get_if<std::int64_t>(&held)) {
    xml.element("DefaultValueNumeric", static_cast<long long>(*whole));
  } else if (const auto* real = std::get_if<double>(&held)) {
    xml.element("DefaultValueNumeric", *real);
  }
}

void write_field(xml_writer& xml, const gdb_field& one) {
  const gdb_column& column = one.column;
  const bool identifies = column.kind == column_kind::row_id || column.role == column_role::global_id;
  xml.open("GPFieldInfoEx", "typens:GPFieldInfoEx");
  xml.element("Name", column.name);
  if (!one.alias.empty())
    xml.element("AliasName", one.alias);
  xml.element("ModelName", column.name);
  if (!one.domain.empty())
    xml.element("DomainName", one.domain);
  xml.element("FieldType", type_name(column));
  write_default(xml, one.default_value);
  xml.element("IsNullable", column.nullable);
  if (identifies || column.kind == column_kind::shape)
    xml.element("Required", true);
  if (identifies || !one.editable)
    xml.element("Editable", false);
  xml.close();
}

std::string of_shape(const char* function) { return std::string{function} + "(" + shape_column + ")"; }

/// Area and length are no columns but functions of the shape.
void write_measure(xml_writer& xml, const char* function) {
  gdb_field measure;
  measure.column = {of_shape(function), column_kind::float64, 0, false, column_role::plain, {}, {}, false};
  measure.editable = false;
  write_field(xml, measure);
}

void write_fields(xml_writer& xml, const gdb_class& described) {
  xml.open("GPFieldInfoExs", "typens:ArrayOfGPFieldInfoEx");
  for (const gdb_field& one : described.fields)
    write_field(xml, one);
  if (described.type == geometry_type::polygon) {
    write_measure(xml, "st_area");
    write_measure(xml, "st_perimeter");
  } else if (described.type == geometry_type::polyline) {
    write_measure(xml, "st_length");
  }
  xml.close();
}

void write_subtype(xml_writer& xml, const table& source, const subtype& kind) {
  xml.open("Subtype", "typens:Subtype");
  xml.element("SubtypeName", kind.name);
  xml.element("SubtypeCode", static_cast<long long>(kind.code));
  xml.open("FieldInfos", "typens:ArrayOfSubtypeFieldInfo");
  for (const field& one : source.fields) {
    const auto rule = kind.domains.find(one.name);
    const auto fallback = kind.defaults.find(one.name);
    if (rule == kind.domains.end() && fallback == kind.defaults.end())
      continue;
    xml.open("SubtypeFieldInfo", "typens:SubtypeFieldInfo");
    xml.element("FieldName", one.name);
    if (rule != kind.domains.end())
      xml.element("DomainName", rule->second);
    if (fallback != kind.defaults.end())
      write_typed(xml, "DefaultValue", fallback->second, one.type);
    xml.close();
  }
  xml.close();
  xml.close();
}

void write_subtypes(xml_writer& xml, const table& source) {
  xml.element("SubtypeFieldName", source.subtype_field);
  xml.element("DefaultSubtypeCode", static_cast<long long>(source.default_subtype));
  xml.open("Subtypes", "typens:ArrayOfSubtype");
  for (const subtype& kind : source.subtypes)
    write_subtype(xml, source, kind);
  xml.close();
}

void write_shape_part(xml_writer& xml, const gdb_class& described, const class_facts& facts) {
  const bool polygons = described.type == geometry_type::polygon, lines = described.type == geometry_type::polyline;
  xml.element("FeatureType", "esriFTSimple");
  xml.element("ShapeType", esri_name(described.type));
  xml.element("ShapeFieldName", shape_column);
  xml.element("HasM", false);
  xml.element("HasZ", described.has_z);
  xml.element("HasSpatialIndex", true);
  xml.element("AreaFieldName", polygons ? of_shape("st_area") : std::string{});
  xml.element("LengthFieldName", polygons ? of_shape("st_perimeter") : lines ? of_shape("st_length") : std::string{});
  xml.open("Extent", "typens:EnvelopeN");
  write_corners(xml, facts.extent);
  write_spatial_reference(xml, facts.wkid);
  xml.close();
  write_spatial_reference(xml, facts.wkid);
}

} // namespace

void write_class_head(
  xml_writer& xml, const gdb_class& described, std::int64_t id, const char* type, const char* class_id) {
  const std::string name = qualified(described.name), row_id = described.row_id();
  xml.element("CatalogPath", "\\" + name);
  xml.element("Name", name);
  xml.element("ChildrenExpanded", false);
  xml.element("DatasetType", type);
  xml.element("DSID", static_cast<long long>(id));
  xml.element("Versioned", false);
  xml.element("CanVersion", !described.fields.empty());
  xml.element("ConfigurationKeyword", "");
  xml.element("RequiredGeodatabaseClientVersion", "10.2");
  xml.element("HasOID", !row_id.empty());
  xml.element("OIDFieldName", row_id);
  write_fields(xml, described);
  xml.element("CLSID", class_id);
  xml.element("EXTCLSID", "");
  xml.open("RelationshipClassNames", "typens:Names");
  for (const std::string& one : described.relationship_classes)
    xml.element("Name", qualified(one));
  xml.close();
  xml.element("AliasName", described.alias);
  xml.element("ModelName", "");
  xml.element("HasGlobalID", !described.global_id().empty());
  xml.element("GlobalIDFieldName", described.global_id());
  xml.element("RasterFieldName", "");
  xml.open("ExtensionProperties", "typens:PropertySet");
  write_empty_list(xml, "PropertyArray", "typens:ArrayOfPropertySetProperty");
  xml.close();
  if (described.subtypes_of != nullptr)
    write_subtypes(xml, *described.subtypes_of);
  write_empty_list(xml, "ControllerMemberships", "typens:ArrayOfControllerMembership");
  xml.element("EditorTrackingEnabled", false);
  for (const char* name_of : {"CreatorFieldName", "CreatedAtFieldName", "EditorFieldName", "EditedAtFieldName"})
    xml.element(name_of, "");
  xml.element("IsTimeInUTC", true);
}

std::string class_xml(const gdb_class& described, const class_facts& facts) {
  const bool spatial = described.is_spatial();
  xml_writer xml;
  xml.root(spatial ? "DEFeatureClassInfo" : "DETableInfo", false);
  write_class_head(
    xml, described, facts.id, spatial ? "esriDTFeatureClass" : "esriDTTable", spatial ? feature_class_id : table_id);
  if (spatial)
    write_shape_part(xml, described, facts);
  xml.element("ChangeTracked", facts.archived);
  xml.element("FieldFilteringEnabled", false);
  write_empty_list(xml, "FilteredFieldNames", "typens:Names");
  xml.close();
  return xml.text();
}

} // namespace sandbox
