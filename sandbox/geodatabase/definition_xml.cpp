#include "sandbox/geodatabase/definition_xml.hpp"

#include <charconv>
#include <cmath>
#include <ctime>

#include "sandbox/geodatabase/geometry_blob.hpp"
#include "sandbox/model/well_known_text.hpp"

namespace sandbox {

namespace {

const char* xml_type(field_type type) {
  switch (type) {
  case field_type::small_integer: return "xs:short";
  case field_type::object_id:
  case field_type::integer: return "xs:int";
  case field_type::single: return "xs:float";
  case field_type::real: return "xs:double";
  case field_type::date: return "xs:dateTime";
  case field_type::global_id:
  case field_type::guid:
  case field_type::text: break;
  }
  return "xs:string";
}

std::string shortest(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

} // namespace

void write_spatial_reference(xml_writer& xml, int wkid) {
  const storage_grid grid = *standard_grid(wkid);
  const bool degrees = wkid == wgs84;
  xml.open("SpatialReference", degrees ? "typens:GeographicCoordinateSystem" : "typens:ProjectedCoordinateSystem");
  xml.element("WKT", degrees ? degrees_wkt : mercator_wkt);
  xml.element("XOrigin", grid.false_x);
  xml.element("YOrigin", grid.false_y);
  xml.element("XYScale", grid.units);
  for (const char* axis : {"Z", "M"}) {
    xml.element(axis + std::string{"Origin"}, grid.false_z);
    xml.element(axis + std::string{"Scale"}, grid.z_units);
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

void write_corners(xml_writer& xml, const envelope& box) {
  const auto corner = [&](const char* name, double number) {
    box.empty() ? xml.element(name, "NaN") : xml.element(name, number);
  };
  corner("XMin", box.min_x);
  corner("YMin", box.min_y);
  corner("XMax", box.max_x);
  corner("YMax", box.max_y);
}

void write_empty_list(xml_writer& xml, const char* name, const char* type) {
  xml.open(name, type);
  xml.close();
}

void write_typed(xml_writer& xml, const char* name, const value& held, field_type type) {
  if (const auto* text = std::get_if<std::string>(&held)) {
    xml.element(name, *text, xml_type(type));
  } else if (const auto* whole = std::get_if<std::int64_t>(&held)) {
    xml.element(name, type == field_type::date ? xml_time(*whole) : std::to_string(*whole), xml_type(type));
  } else if (const auto* real = std::get_if<double>(&held)) {
    xml.element(name, type == field_type::date ? xml_time(std::llround(*real)) : shortest(*real), xml_type(type));
  }
}

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
  write_empty_list(xml, "Domains", "typens:ArrayOfDomain");
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

} // namespace sandbox
