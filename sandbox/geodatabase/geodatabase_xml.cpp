#include "sandbox/geodatabase/geodatabase_xml.hpp"

#include <ctime>
#include <type_traits>

#include "sandbox/geodatabase/geometry_blob.hpp"
#include "sandbox/model/well_known_text.hpp"
#include "sandbox/base/xml_writer.hpp"

namespace sandbox {

namespace {

void spatial_reference(xml_writer& xml, int wkid) {
  const coordinate_grid grid = *standard_grid(wkid);
  const bool degrees = wkid == wgs84;
  xml.open("SpatialReference", degrees ? "typens:GeographicCoordinateSystem" : "typens:ProjectedCoordinateSystem");
  xml.element("WKT", degrees ? degrees_wkt : mercator_wkt);
  xml.element("XOrigin", grid.false_x);
  xml.element("YOrigin", grid.false_y);
  xml.element("XYScale", grid.units);
  for (const char* axis : {"Z", "M"}) {
    xml.element(axis + std::string{"Origin"}, -100000LL);
    xml.element(axis + std::string{"Scale"}, 10000LL);
  }
  xml.element("XYTolerance", degrees ? 8.983152841195215e-09 : 0.001);
  xml.element("ZTolerance", 0.001);
  xml.element("MTolerance", 0.001);
  xml.element("HighPrecision", true);
  if (degrees)
    xml.element("LeftLongitude", -180LL);
  xml.element("WKID", degrees ? 4326LL : 102100LL);
  xml.element("LatestWKID", static_cast<long long>(wkid));
  xml.close();
}

/// The corners only; an empty one is NaN all round.
void corners(xml_writer& xml, const envelope& box) {
  const auto corner = [&](const char* name, double number) {
    box.empty() ? xml.element(name, "NaN") : xml.element(name, number);
  };
  corner("XMin", box.min_x);
  corner("YMin", box.min_y);
  corner("XMax", box.max_x);
  corner("YMax", box.max_y);
}

void field_info(xml_writer& xml, const std::string& name, const std::string& alias, const char* type, bool nullable,
  const std::string& domain_name, bool required, bool editable) {
  xml.open("GPFieldInfoEx", "typens:GPFieldInfoEx");
  xml.element("Name", name);
  if (!alias.empty())
    xml.element("AliasName", alias);
  xml.element("ModelName", name);
  if (!domain_name.empty())
    xml.element("DomainName", domain_name);
  xml.element("FieldType", type);
  xml.element("IsNullable", nullable);
  if (required)
    xml.element("Required", true);
  if (!editable)
    xml.element("Editable", false);
  xml.close();
}

void field_infos(xml_writer& xml, const table& source) {
  xml.open("GPFieldInfoExs", "typens:ArrayOfGPFieldInfoEx");
  for (const field& column : source.fields) {
    const bool identifies = column.type == field_type::object_id || column.type == field_type::global_id;
    field_info(xml, column.name, column.alias, esri_name(column.type), column.nullable && !identifies, column.domain,
      identifies, column.editable && !identifies);
  }
  field_info(xml, shape_column, "", "esriFieldTypeGeometry", true, "", true, true);
  if (source.type == geometry_type::polygon) {
    for (const std::string function : {"st_area", "st_perimeter"}) {
      field_info(xml, function + "(" + shape_column + ")", "", "esriFieldTypeDouble", false, "", true, false);
    }
  }
  xml.close();
}

void empty_list(xml_writer& xml, const char* name, const char* type) {
  xml.open(name, type);
  xml.close();
}

std::string field_named(const table& source, field_type type) {
  for (const field& column : source.fields) {
    if (column.type == type)
      return column.name;
  }
  return {};
}

/// The table, as definitions name it.
std::string dataset_name(const table& source) { return "main." + source.dataset_name(); }

/// What tables and feature classes have in common, in the order that the schema asks for.
void table_head(xml_writer& xml, const table& source, std::int64_t dataset_id) {
  const std::string name = dataset_name(source);
  xml.element("CatalogPath", "\\" + name);
  xml.element("Name", name);
  xml.element("ChildrenExpanded", false);
  xml.element("DatasetType", "esriDTFeatureClass");
  xml.element("DSID", static_cast<long long>(dataset_id));
  xml.element("Versioned", false);
  xml.element("CanVersion", true);
  xml.element("ConfigurationKeyword", "");
  xml.element("RequiredGeodatabaseClientVersion", "10.2");
  xml.element("HasOID", true);
  xml.element("OIDFieldName", field_named(source, field_type::object_id));
  field_infos(xml, source);
  xml.element("CLSID", "{52353152-891A-11D0-BEC6-00805F7C4268}");
  xml.element("EXTCLSID", "");
  empty_list(xml, "RelationshipClassNames", "typens:Names");
  xml.element("AliasName", source.name);
  xml.element("ModelName", "");
  xml.element("HasGlobalID", true);
  xml.element("GlobalIDFieldName", field_named(source, field_type::global_id));
  xml.element("RasterFieldName", "");
  xml.open("ExtensionProperties", "typens:PropertySet");
  empty_list(xml, "PropertyArray", "typens:ArrayOfPropertySetProperty");
  xml.close();
  empty_list(xml, "ControllerMemberships", "typens:ArrayOfControllerMembership");
  xml.element("EditorTrackingEnabled", false);
  for (const char* name_of : {"CreatorFieldName", "CreatedAtFieldName", "EditorFieldName", "EditedAtFieldName"})
    xml.element(name_of, "");
  xml.element("IsTimeInUTC", true);
}

void code(xml_writer& xml, const value& held) {
  std::visit(
    [&](const auto& one) {
      using held_type = std::decay_t<decltype(one)>;
      if constexpr (std::is_same_v<held_type, std::string>) {
        xml.element("Code", one, "xs:string");
      } else if constexpr (std::is_same_v<held_type, std::int64_t>) {
        xml.element("Code", std::to_string(one), "xs:int");
      } else if constexpr (std::is_same_v<held_type, double>) {
        xml.element("Code", std::to_string(one), "xs:double");
      }
    },
    held);
}

const char* direction_name(sync_direction direction) {
  return direction == sync_direction::download ? "esriSyncDirectionDownload" : "esriSyncDirectionBidirectional";
}

const char* direction_name(attachment_direction direction) {
  switch (direction) {
  case attachment_direction::none: return "esriAttachmentsSyncDirectionNone";
  case attachment_direction::upload: return "esriAttachmentsSyncDirectionUpload";
  case attachment_direction::bidirectional: break;
  }
  return "esriAttachmentsSyncDirectionBidirectional";
}

const char* option_name(query_option option) {
  switch (option) {
  case query_option::none: return "esriRowsTypeNone";
  case query_option::all: return "esriRowsTypeAll";
  case query_option::use_filter: break;
  }
  return "esriRowsTypeFilter";
}

void sync_dataset_content(
  xml_writer& xml, const replica_request& request, const replica_layer& layer, std::int64_t dataset_id) {
  const bool whole = request.model == sync_model::per_replica;
  xml.element("DatasetID", static_cast<long long>(dataset_id));
  xml.element("DatasetName", dataset_name(*layer.source));
  xml.element("DatasetType", "esriDTFeatureClass");
  xml.element("LayerID", static_cast<long long>(layer.source->id));
  xml.element("LayerName", layer.source->name);
  // What nobody may edit has nothing to send back.
  xml.element("Direction", direction_name(layer.source->is_editable() ? request.direction : sync_direction::download));
  xml.element("ReplicaServerGen", static_cast<long long>(whole ? request.server_generation : layer.server_generation));
  // A client counts its own generations from here.
  for (const char* name : {"ReplicaClientDownloadGen", "ReplicaClientUploadGen", "ReplicaClientAcknowledgeUploadGen"})
    xml.element(name, 1000LL);
  xml.element("UseGeometry", layer.use_geometry);
  xml.element("Where", layer.where);
  xml.element("IncludeRelated", layer.include_related);
  xml.element("QueryOption", option_name(layer.option));
}

void query_geometry(xml_writer& xml, const area& asked) {
  xml.open("QueryGeometry", "typens:PolygonN");
  for (const char* name : {"HasID", "HasZ", "HasM"})
    xml.element(name, false);
  xml.open("Extent", "typens:EnvelopeN");
  corners(xml, asked.extent());
  xml.close();
  xml.open("RingArray", "typens:ArrayOfRing");
  for (const path& ring : asked.rings) {
    xml.open("Ring", "typens:Ring");
    xml.open("PointArray", "typens:ArrayOfPoint");
    for (point p : ring) {
      xml.open("Point", "typens:PointN");
      xml.element("X", p.x);
      xml.element("Y", p.y);
      xml.close();
    }
    xml.close();
    xml.close();
  }
  xml.close();
  spatial_reference(xml, asked.wkid);
  xml.close();
}

} // namespace

std::string xml_time(std::int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts)};
}

std::string workspace_xml() {
  xml_writer xml;
  xml.root("DEWorkspace", false);
  xml.element("CatalogPath", "\\");
  xml.element("Name", "");
  xml.element("ChildrenExpanded", false);
  xml.element("WorkspaceType", "esriRemoteDatabaseWorkspace");
  xml.element("WorkspaceFactoryProgID", "");
  xml.element("ConnectionString", "");
  empty_list(xml, "Domains", "typens:ArrayOfDomain");
  xml.element("MajorVersion", 3LL);
  xml.element("MinorVersion", 0LL);
  xml.element("BugfixVersion", 0LL);
  xml.close();
  return xml.text();
}

std::string historical_marker_xml(std::int64_t created_ms) {
  xml_writer xml;
  xml.root("GPHistoricalMarker", false);
  xml.element("Name", "DEFAULT");
  xml.element("TimeStamp", xml_time(created_ms), "xs:dateTime");
  xml.close();
  return xml.text();
}

std::string coded_value_domain_xml(const domain& codes) {
  xml_writer xml;
  xml.root("GPCodedValueDomain2", false);
  xml.element("DomainName", codes.name);
  xml.element("FieldType", esri_name(codes.type));
  xml.element("MergePolicy", "esriMPTDefaultValue");
  xml.element("SplitPolicy", "esriSPTDefaultValue");
  xml.element("Description", codes.description);
  xml.element("Owner", "");
  xml.open("CodedValues", "typens:ArrayOfCodedValue");
  for (const coded_value& one : codes.values) {
    xml.open("CodedValue", "typens:CodedValue");
    xml.element("Name", one.name);
    code(xml, one.code);
    xml.close();
  }
  xml.close();
  xml.close();
  return xml.text();
}

std::string feature_class_xml(
  const table& source, std::int64_t dataset_id, const envelope& extent, int wkid, bool archived) {
  const bool polygons = source.type == geometry_type::polygon;
  xml_writer xml;
  xml.root("DEFeatureClassInfo", false);
  table_head(xml, source, dataset_id);
  xml.element("FeatureType", "esriFTSimple");
  xml.element("ShapeType", esri_name(source.type));
  xml.element("ShapeFieldName", shape_column);
  xml.element("HasM", false);
  xml.element("HasZ", false);
  xml.element("HasSpatialIndex", true);
  xml.element("AreaFieldName", polygons ? "st_area(" + std::string{shape_column} + ")" : "");
  xml.element("LengthFieldName", polygons ? "st_perimeter(" + std::string{shape_column} + ")" : "");
  xml.open("Extent", "typens:EnvelopeN");
  corners(xml, extent);
  spatial_reference(xml, wkid);
  xml.close();
  spatial_reference(xml, wkid);
  xml.element("ChangeTracked", archived);
  xml.element("FieldFilteringEnabled", false);
  empty_list(xml, "FilteredFieldNames", "typens:Names");
  xml.close();
  return xml.text();
}

std::string sync_dataset_xml(const replica_request& request, const replica_layer& layer, std::int64_t dataset_id) {
  xml_writer xml;
  xml.root("GPSyncDataset", true);
  sync_dataset_content(xml, request, layer, dataset_id);
  xml.close();
  return xml.text();
}

std::string sync_replica_xml(const replica_request& request, std::int64_t item_id,
  const std::vector<std::int64_t>& dataset_ids, const area& asked) {
  xml_writer xml;
  xml.root("GPSyncReplica", true);
  xml.element("ReplicaName", request.replica_name);
  xml.element("ID", static_cast<long long>(item_id));
  xml.element("ReplicaID", request.replica_id);
  xml.element("ServiceName", request.service_url);
  xml.element("Owner", request.owner);
  xml.element("Role", "esriReplicaRoleChild");
  xml.element(
    "SyncModel", request.model == sync_model::per_replica ? "esriSyncModelPerReplica" : "esriSyncModelPerLayer");
  xml.element("Direction", direction_name(request.direction));
  xml.element("CreationDate", xml_time(request.created_ms));
  xml.element("LastSyncDate", xml_time(1000)); // never yet
  xml.element("ReturnsAttachments", request.returns_attachments);
  xml.element("SpatialRelation", "esriSpatialRelIntersects");
  query_geometry(xml, asked);
  xml.open("GPSyncDatasets", "typens:ArrayOfGPSyncDataset");
  for (std::size_t i = 0; i < request.layers.size(); ++i) {
    xml.open("GPSyncDataset", "typens:GPSyncDataset");
    sync_dataset_content(xml, request, request.layers[i], dataset_ids[i]);
    xml.close();
  }
  xml.close();
  xml.element("AttachmentsSyncDirection", direction_name(request.attachments));
  xml.close();
  return xml.text();
}

} // namespace sandbox
