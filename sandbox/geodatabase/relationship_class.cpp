#include "sandbox/geodatabase/relationship_class.hpp"

#include <algorithm>
#include <cctype>

#include "sandbox/geodatabase/class_xml.hpp"
#include "sandbox/geodatabase/definition_xml.hpp"

namespace sandbox {

namespace {

const char* cardinality_name(cardinality many) {
  switch (many) {
  case cardinality::one_to_one: return "esriRelCardinalityOneToOne";
  case cardinality::many_to_many: return "esriRelCardinalityManyToMany";
  case cardinality::one_to_many: break;
  }
  return "esriRelCardinalityOneToMany";
}

void write_names(xml_writer& xml, const char* name, const std::string& only) {
  xml.open(name, "typens:Names");
  xml.element("Name", qualified(only));
  xml.close();
}

void write_key(xml_writer& xml, const std::string& field_name, const char* role) {
  xml.open("RelationshipClassKey", "typens:RelationshipClassKey");
  xml.element("ObjectKeyName", field_name);
  xml.element("ClassKeyName", "");
  xml.element("KeyRole", role);
  xml.close();
}

/// As tables are named: letters, digits and underscores.
std::string safe_name(std::string name) {
  std::replace_if(
    name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

relationship_class attachment_relationship(const table& source) {
  relationship_class made;
  made.origin = source.dataset_name();
  made.name = made.origin + "__ATTACHREL";
  made.destination = attachment_class_of(source).name;
  made.origin_key = source.fields[source.global_id_column()].name;
  made.destination_key = "REL_GLOBALID";
  made.composite = true;
  made.attachments = true;
  made.forward_label = "attachment";
  made.backward_label = "object";
  return made;
}

} // namespace

std::vector<relationship_class> relationship_classes(
  const service_data& service, const std::vector<const table*>& tables) {
  const auto there = [&](int id) -> const table* {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const table* one) { return one->id == id; });
    return found == tables.end() ? nullptr : *found;
  };
  std::vector<relationship_class> made;
  for (const relationship& one : service.relationships) {
    const table *origin = there(one.origin), *destination = there(one.destination);
    if (origin == nullptr || destination == nullptr)
      continue;
    made.push_back({safe_name(one.name), origin->dataset_name(), destination->dataset_name(), one.origin_key,
      one.destination_key, one.many, one.composite, false, destination->name, origin->name});
  }
  for (const table* one : tables) {
    if (one->has_attachments)
      made.push_back(attachment_relationship(*one));
  }
  return made;
}

std::int64_t cardinality_code(cardinality many) {
  switch (many) {
  case cardinality::one_to_one: return 1;
  case cardinality::many_to_many: return 3;
  case cardinality::one_to_many: break;
  }
  return 2;
}

std::string relationship_class_xml(const relationship_class& described, std::int64_t id, bool archived) {
  gdb_class dataset; // a relationship by keys has no table of its own
  dataset.name = described.name;
  xml_writer xml;
  xml.root("DERelationshipClassInfo", false);
  write_class_head(xml, dataset, id, "esriDTRelationshipClass", "");
  xml.element("Cardinality", cardinality_name(described.many));
  xml.element("Notification", described.composite ? "esriRelNotificationForward" : "esriRelNotificationNone");
  xml.element("IsAttributed", false);
  xml.element("IsComposite", described.composite);
  write_names(xml, "OriginClassNames", described.origin);
  write_names(xml, "DestinationClassNames", described.destination);
  xml.element("KeyType", "esriRelKeyTypeSingle");
  xml.element("ClassKey", "esriRelClassKeyUndefined");
  xml.element("ForwardPathLabel", described.forward_label);
  xml.element("BackwardPathLabel", described.backward_label);
  xml.element("IsReflexive", false);
  xml.open("OriginClassKeys", "typens:ArrayOfRelationshipClassKey");
  write_key(xml, described.origin_key, "esriRelKeyRoleOriginPrimary");
  write_key(xml, described.destination_key, "esriRelKeyRoleOriginForeign");
  xml.close();
  write_empty_list(xml, "RelationshipRules", "typens:ArrayOfRelationshipRule");
  xml.element("IsAttachmentRelationship", described.attachments);
  xml.element("ChangeTracked", archived);
  xml.close();
  return xml.text();
}

} // namespace sandbox
