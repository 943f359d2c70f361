#include "sandbox/model/schema_reader.hpp"

#include <utility>

namespace sandbox {
namespace {

field_type read_type(const data_place& source) {
  const auto type = field_type_named(source.text());
  if (!type)
    source.wrong("there is no such type");
  return *type;
}

/// A value of a field's type.
value value_of(const data_place& source, field_type type) {
  if (source.value().is_null())
    return {};
  if (is_whole(type))
    return source.whole();
  if (type == field_type::single || type == field_type::real)
    return source.number();
  return source.text();
}

coded_value read_coded_value(const data_place& source, field_type type) {
  const auto pair = source.items();
  if (pair.size() != 2)
    source.wrong("a code and its name are wanted");
  return {value_of(pair[0], type), pair[1].text()};
}

cardinality read_cardinality(const data_place& source) {
  const std::string word = source.text("cardinality", "oneToMany");
  if (word == "oneToOne")
    return cardinality::one_to_one;
  if (word == "oneToMany")
    return cardinality::one_to_many;
  if (word != "manyToMany")
    source.at("cardinality").wrong("oneToOne, oneToMany or manyToMany is wanted");
  return cardinality::many_to_many;
}

const field& field_of(const table& of, const std::string& name, const data_place& source) {
  const field* found = of.find_field(name);
  if (found == nullptr)
    source.wrong("there is no field " + name);
  return *found;
}

subtype read_subtype(const table& of, const data_place& source) {
  source.only({"code", "name", "domains", "defaults"});
  subtype read{source.whole("code"), source.text("name"), {}, {}};
  if (source.has("domains")) {
    const data_place domains = source.at("domains");
    for (const auto& [name, domain] : domains.value().items())
      read.domains[field_of(of, name, domains).name] = domains.text(name.c_str());
  }
  if (source.has("defaults")) {
    const data_place defaults = source.at("defaults");
    for (const auto& [name, held] : defaults.value().items()) {
      const field& column = field_of(of, name, defaults);
      read.defaults[column.name] = value_of(defaults.at(name.c_str()), column.type);
    }
  }
  return read;
}

} // namespace

domain read_domain(const data_place& source) {
  source.only({"name", "description", "type", "values", "range"});
  domain read{source.text("name"), source.text("description", ""), read_type(source.at("type")), {}, {}};
  for (const data_place& entry : source.items("values"))
    read.values.push_back(read_coded_value(entry, read.type));
  if (source.has("range")) {
    const auto ends = source.at("range").items();
    if (ends.size() != 2 || ends[0].number() > ends[1].number())
      source.at("range").wrong("the least and the most are wanted");
    read.range = {ends[0].number(), ends[1].number()};
  }
  if (read.values.empty() != read.range.has_value())
    source.wrong("either values or a range are wanted");
  return read;
}

field read_field(const data_place& source) {
  source.only({"name", "alias", "type", "length", "nullable", "editable", "domain", "default"});
  field read;
  read.name = source.text("name");
  read.alias = source.text("alias", read.name);
  read.type = read_type(source.at("type"));
  const bool identifies = read.type == field_type::object_id || read.type == field_type::global_id;
  read.length = static_cast<int>(source.whole("length", read.type == field_type::text ? 255 : 0));
  read.nullable = source.flag("nullable", !identifies);
  read.editable = source.flag("editable", !identifies);
  read.domain = source.text("domain", "");
  if (source.has("default"))
    read.default_value = value_of(source.at("default"), read.type);
  return read;
}

relationship read_relationship(const data_place& source) {
  source.only({"id", "name", "origin", "destination", "originKey", "destinationKey", "cardinality", "composite"});
  relationship read;
  read.id = static_cast<int>(source.whole("id"));
  read.name = source.text("name");
  read.origin = static_cast<int>(source.whole("origin"));
  read.destination = static_cast<int>(source.whole("destination"));
  read.origin_key = source.text("originKey");
  read.destination_key = source.text("destinationKey");
  read.many = read_cardinality(source);
  read.composite = source.flag("composite", false);
  return read;
}

void read_subtypes(table& into, const data_place& source) {
  source.only({"field", "default", "values"});
  into.subtype_field = field_of(into, source.text("field"), source.at("field")).name;
  for (const data_place& entry : source.items("values"))
    into.subtypes.push_back(read_subtype(into, entry));
  if (into.subtypes.empty())
    source.wrong("it has no values");
  into.default_subtype = source.whole("default", into.subtypes.front().code);
}

} // namespace sandbox
