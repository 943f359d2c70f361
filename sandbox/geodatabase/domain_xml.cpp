#include "sandbox/geodatabase/domain_xml.hpp"

#include <cmath>

#include "sandbox/geodatabase/definition_xml.hpp"

namespace sandbox {

namespace {

/// An end of a range as the domain's type has it.
value limit(double number, field_type type) {
  return is_whole(type) ? value{static_cast<std::int64_t>(std::llround(number))} : value{number};
}

} // namespace

std::string domain_xml(const domain& rule) {
  xml_writer xml;
  xml.root(rule.range ? "GPRangeDomain2" : "GPCodedValueDomain2", false);
  xml.element("DomainName", rule.name);
  xml.element("FieldType", esri_name(rule.type));
  xml.element("MergePolicy", "esriMPTDefaultValue");
  xml.element("SplitPolicy", "esriSPTDefaultValue");
  xml.element("Description", rule.description);
  xml.element("Owner", "");
  if (rule.range) {
    write_typed(xml, "MaxValue", limit(rule.range->second, rule.type), rule.type);
    write_typed(xml, "MinValue", limit(rule.range->first, rule.type), rule.type);
  } else {
    xml.open("CodedValues", "typens:ArrayOfCodedValue");
    for (const coded_value& one : rule.values) {
      xml.open("CodedValue", "typens:CodedValue");
      xml.element("Name", one.name);
      write_typed(xml, "Code", one.code, rule.type);
      xml.close();
    }
    xml.close();
  }
  xml.close();
  return xml.text();
}

} // namespace sandbox
