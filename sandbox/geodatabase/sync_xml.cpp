#include "sandbox/geodatabase/sync_xml.hpp"

#include "sandbox/geodatabase/definition_xml.hpp"
#include "sandbox/geodatabase/gdb_class.hpp"

namespace sandbox {

namespace {

const char* direction_name(sync_direction direction) {
  return direction == sync_direction::download ? "esriSyncDirectionDownload" : "esriSyncDirectionBidirectional";
}

// The words of the two that a recorded file shows; the third follows their pattern.
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

void write_dataset(xml_writer& xml, const replica_request& request, const sync_dataset& dataset) {
  const replica_layer& layer = *dataset.layer;
  const table& source = *layer.source;
  const bool whole = request.model == sync_model::per_replica;
  xml.element("DatasetID", static_cast<long long>(dataset.id));
  xml.element("DatasetName", qualified(dataset.table));
  xml.element("DatasetType", source.is_spatial() && !dataset.attachments ? "esriDTFeatureClass" : "esriDTTable");
  xml.element("LayerID", static_cast<long long>(source.id));
  xml.element("LayerName", source.name);
  // What nobody may edit has nothing to send back.
  xml.element("Direction", direction_name(source.is_editable() ? request.direction : sync_direction::download));
  xml.element("ReplicaServerGen", static_cast<long long>(whole ? request.server_generation : layer.server_generation));
  // A client counts its own generations from here.
  for (const char* name : {"ReplicaClientDownloadGen", "ReplicaClientUploadGen", "ReplicaClientAcknowledgeUploadGen"})
    xml.element(name, 1000LL);
  xml.element("UseGeometry", layer.use_geometry);
  xml.element("Where", layer.where);
  xml.element("IncludeRelated", layer.include_related);
  xml.element("QueryOption", option_name(layer.option));
  if (dataset.attachments) {
    xml.element("IsAttachment", true);
  } else if (source.has_attachments) {
    xml.element("HasAttachments", true);
  }
}

void write_coordinates(xml_writer& xml, point p) {
  xml.element("X", p.x);
  xml.element("Y", p.y);
}

void write_points(xml_writer& xml, const path& line) {
  xml.open("PointArray", "typens:ArrayOfPoint");
  for (const point p : line) {
    xml.open("Point", "typens:PointN");
    write_coordinates(xml, p);
    xml.close();
  }
  xml.close();
}

/// The parts of a line or polygon, each a list of points in an element of its own.
void write_parts(xml_writer& xml, const std::vector<path>& parts, const std::string& each) {
  xml.open(each + "Array", "typens:ArrayOf" + each);
  for (const path& part : parts) {
    xml.open(each, "typens:" + each);
    write_points(xml, part);
    xml.close();
  }
  xml.close();
}

const char* xml_name(geometry_type type) {
  switch (type) {
  case geometry_type::point: return "typens:PointN";
  case geometry_type::multipoint: return "typens:MultipointN";
  case geometry_type::polyline: return "typens:PolylineN";
  case geometry_type::polygon:
  case geometry_type::none: break;
  }
  return "typens:PolygonN";
}

void write_query_geometry(xml_writer& xml, const placed_geometry& asked) {
  const geometry& shape = asked.shape;
  xml.open("QueryGeometry", xml_name(shape.type));
  if (shape.type == geometry_type::point) {
    write_coordinates(xml, shape.parts[0][0]);
  } else {
    for (const char* name : {"HasID", "HasZ", "HasM"})
      xml.element(name, false);
    xml.open("Extent", "typens:EnvelopeN");
    write_corners(xml, shape.extent());
    xml.close();
    if (shape.type == geometry_type::multipoint) {
      write_points(xml, shape.parts[0]);
    } else {
      write_parts(xml, shape.parts, shape.type == geometry_type::polyline ? "Path" : "Ring");
    }
  }
  write_spatial_reference(xml, asked.wkid);
  xml.close();
}

} // namespace

std::string sync_dataset_xml(const replica_request& request, const sync_dataset& dataset) {
  xml_writer xml;
  xml.root("GPSyncDataset", true);
  write_dataset(xml, request, dataset);
  xml.close();
  return xml.text();
}

std::string sync_replica_xml(const replica_request& request, std::int64_t item_id,
  const std::vector<sync_dataset>& datasets, const placed_geometry& asked) {
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
  write_query_geometry(xml, asked);
  xml.open("GPSyncDatasets", "typens:ArrayOfGPSyncDataset");
  for (const sync_dataset& one : datasets) {
    xml.open("GPSyncDataset", "typens:GPSyncDataset");
    write_dataset(xml, request, one);
    xml.close();
  }
  xml.close();
  xml.element("AttachmentsSyncDirection", direction_name(request.attachments));
  xml.close();
  return xml.text();
}

} // namespace sandbox
