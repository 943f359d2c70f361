#include "tests/sandbox/geodatabase/related_checker.hpp"

#include <set>

namespace sandbox {
namespace {

constexpr const char* current = "abs(gdb_to_date-5373484.4999884255)<1e-9";

/// What stands in the elements of a name, one after the other.
std::vector<std::string> elements(const std::string& xml, const std::string& name) {
  std::vector<std::string> found;
  for (std::size_t at = xml.find("<" + name); at != std::string::npos; at = xml.find("<" + name, at + 1)) {
    const std::size_t open = xml.find('>', at), close = xml.find("</" + name + ">", at);
    const char next = xml[at + name.size() + 1];
    if (open != std::string::npos && close != std::string::npos && (next == '>' || next == ' '))
      found.push_back(xml.substr(open + 1, close - open - 1));
  }
  return found;
}

std::string element(const std::string& xml, const std::string& name) {
  const auto found = elements(xml, name);
  return found.empty() ? "" : found.front();
}

std::string unqualified(const std::string& name) { return name.starts_with("main.") ? name.substr(5) : name; }

class related_checker {
public:
  explicit related_checker(checked_geodatabase& file) : file_{file} {}

  void check() {
    for (const auto& item : items("{B606A7E1-FA5B-439C-849C-6E9C2481537B}"))
      check_relationship(item[0], item[1], item[2]);
    for (const auto& table : file_.rows("SELECT table_name,object_flags & 0x40000 FROM GDB_TableRegistry WHERE "
                                        "table_name LIKE '%\\_\\_ATTACH' ESCAPE '\\'"))
      check_attachments(table[0], table[1] != "0");
    for (const auto& item : items("{C29DA988-8C3E-45F7-8B5C-18E51EE7BEB4}"))
      check_range(item[0], item[2]);
    check_domain_names();
    check_receipt();
  }

private:
  /// Name, UUID and definition of the items of a type.
  std::vector<checked_geodatabase::row> items(const std::string& type) {
    return file_.rows("SELECT Name,UUID,Definition FROM GDB_Items NOT INDEXED WHERE Type='" + type + "'");
  }

  bool has_column(const std::string& table, const std::string& column) {
    return file_.text("SELECT count(*) FROM pragma_table_info('" + table + "') WHERE name='" + column + "'") == "1";
  }

  std::string definition(const std::string& name) {
    return file_.text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Name='" + name + "'");
  }

  void check_relationship(const std::string& name, const std::string& uuid, const std::string& xml) {
    const std::string origin = element(element(xml, "OriginClassNames"), "Name"),
                      destination = element(element(xml, "DestinationClassNames"), "Name");
    const auto keys = elements(xml, "ObjectKeyName");
    if (keys.size() != 2 || !has_column(unqualified(origin), keys[0]) || !has_column(unqualified(destination), keys[1]))
      return file_.wrong(name + ": its keys are no columns");
    for (const std::string& end : {origin, destination}) {
      const auto names = elements(element(definition(end), "RelationshipClassNames"), "Name");
      if (std::set<std::string>(names.begin(), names.end()).count(name) != 1)
        file_.wrong(name + ": " + end + " does not name it");
      file_.expect_text("SELECT count(*) FROM GDB_ItemRelationships r NOT INDEXED JOIN GDB_Items i NOT INDEXED ON "
                        "i.UUID=r.OriginID WHERE r.Type='{725BADAB-3452-491B-A795-55F32D67229C}' AND r.DestID='"
          + uuid + "' AND i.Name='" + end + "'",
        "1");
    }
    const std::string kind = element(xml, "Cardinality"),
                      code = file_.text("SELECT DatasetSubtype1 FROM GDB_Items NOT INDEXED WHERE UUID='" + uuid + "'");
    if (code != (kind == "esriRelCardinalityOneToOne" ? "1" : kind == "esriRelCardinalityOneToMany" ? "2" : "3"))
      file_.wrong(name + ": cardinality " + kind + " with number " + code);
  }

  void check_attachments(const std::string& table, bool archived) {
    const std::string parent = table.substr(0, table.size() - 8);
    const std::string id = element(definition("main." + parent), "GlobalIDFieldName");
    const std::string now = archived ? " AND " + std::string{current} : "";
    if (id.empty())
      return file_.wrong(table + ": " + parent + " has no global ids");
    file_.expect_text("SELECT count(*) FROM " + table + " a WHERE REL_GLOBALID NOT IN (SELECT " + id + " FROM " + parent
        + " WHERE 1" + now + ")" + now,
      "0");
    file_.expect_text(
      "SELECT count(*) FROM " + table + " WHERE DATA IS NOT NULL AND DATA_SIZE<>length(DATA)" + now, "0");
    file_.expect_text("SELECT count(*)-count(DISTINCT GLOBALID) FROM " + table + " WHERE 1" + now, "0");
    file_.expect_text("SELECT count(*) FROM GDB_Items NOT INDEXED WHERE Name='main." + parent + "__ATTACHREL'", "1");
  }

  void check_range(const std::string& name, const std::string& xml) {
    const std::string low = element(xml, "MinValue"), high = element(xml, "MaxValue");
    if (low.empty() || high.empty() || (low.find('T') == std::string::npos && std::stod(low) > std::stod(high)))
      file_.wrong(name + ": from " + low + " to " + high);
  }

  /// Every domain that a definition names is there, and related to it.
  void check_domain_names() {
    for (const auto& item : file_.rows("SELECT Name,UUID,Definition FROM GDB_Items NOT INDEXED WHERE Type IN "
                                       "('{70737809-852C-4A03-9E22-2CECEA5B9BFA}',"
                                       "'{CD06BC3B-789D-4C51-AAFA-A467912B8965}')")) {
      for (const std::string& rule : elements(item[2], "DomainName"))
        file_.expect_text("SELECT count(*) FROM GDB_ItemRelationships r NOT INDEXED JOIN GDB_Items i NOT INDEXED ON "
                          "i.UUID=r.DestID WHERE r.Type='{17E08ADB-2B31-4DCD-8FDD-DF529E88F843}' AND r.OriginID='"
            + item[1] + "' AND i.Name='" + rule + "'",
          "1");
    }
  }

  /// Every dataset of the receipt is a class here, and every archived class but none else is one of them.
  void check_receipt() {
    std::set<std::string> told, there;
    for (const auto& item : items("{D86502F9-9758-45C6-9D23-6DD1A0107B47}")) {
      const std::string id = element(item[2], "DatasetID"), name = unqualified(element(item[2], "DatasetName"));
      file_.expect_text("SELECT Name FROM GDB_Items NOT INDEXED WHERE ObjectID=" + id, "main." + name);
      told.insert(name);
    }
    for (const auto& table : file_.rows("SELECT table_name FROM GDB_TableRegistry WHERE (object_flags & 0x40000) != 0"))
      there.insert(table[0]);
    if (told != there)
      file_.wrong("the receipt speaks of other tables than there are");
  }

  checked_geodatabase& file_;
};

} // namespace

void check_related_classes(checked_geodatabase& file) { related_checker{file}.check(); }

} // namespace sandbox
