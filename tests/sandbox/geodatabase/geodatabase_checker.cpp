#include "tests/sandbox/geodatabase/geodatabase_checker.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "tests/sandbox/geodatabase/blob_reader.hpp"
#include "tests/sandbox/geodatabase/related_checker.hpp"

namespace sandbox {

namespace {

using text_row = checked_geodatabase::row;

class checker : checked_geodatabase {
public:
  explicit checker(const std::filesystem::path& file) : checked_geodatabase{file}, file_{file} {}

  std::vector<std::string> check() {
    check_header();
    expect_text("PRAGMA integrity_check", "ok");
    expect_text("SELECT count(*) FROM GDB_Version", "1");
    for (const text_row& layer :
      rows("SELECT f_table_name,f_geometry_column,geometry_type,srid FROM st_geometry_columns"))
      check_layer(layer[0], layer[1], layer[2], layer[3]);
    check_registry();
    check_service_items();
    check_archived_tables();
    check_relationships();
    check_related_classes(*this);
    return problems();
  }

private:
  void check_header() {
    std::ifstream stream{file_, std::ios::binary};
    std::string head(100, '\0');
    stream.read(head.data(), 100);
    const auto number = [&](std::size_t at, int count) {
      std::uint64_t sum = 0;
      for (int i = 0; i < count; ++i)
        sum = sum << 8 | static_cast<unsigned char>(head[at + static_cast<std::size_t>(i)]);
      return sum;
    };
    if (std::memcmp(head.data(), "SQLite format 3", 16) != 0)
      wrong("no SQLite file");
    if (number(68, 4) != 0x45737269)
      wrong("another application id");
    if (number(16, 2) * number(28, 4) != std::filesystem::file_size(file_))
      wrong("size is not pages times page size");
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
      if (std::filesystem::exists(file_.string() + suffix))
        wrong(std::string{"stray "} + suffix);
    }
  }

  void check_layer(
    const std::string& table, const std::string& column, const std::string& type, const std::string& srid) {
    if (text("SELECT count(*) FROM pragma_table_info('" + table + "') WHERE name='" + column + "'") != "1")
      wrong(table + "." + column + " is missing");
    const auto layer = rows("SELECT minx,miny,maxx,maxy,layer_id FROM GDB_Layers WHERE table_name='" + table
      + "' AND spatial_column='" + column + "' AND srid=" + srid);
    if (layer.size() != 1)
      return wrong(table + " has not one layer");
    expect_text(
      "SELECT object_id FROM GDB_ColumnRegistry WHERE table_name='" + table + "' AND column_name='" + column + "'",
      layer[0][4]);
    if (table != "GDB_Items")
      expect_text("SELECT count(*) FROM GDB_Items NOT INDEXED WHERE Name='main." + table
          + "' AND Type='{70737809-852C-4A03-9E22-2CECEA5B9BFA}'",
        "1");
    const std::string index = "st_spindex__" + table + "_" + column;
    std::map<std::string, text_row> boxes;
    for (text_row& box : rows("SELECT pkid,minx,maxx,miny,maxy FROM \"" + index + "\""))
      boxes.emplace(box[0], std::move(box));
    const auto aux = rows("SELECT falsex,falsey,xyunits FROM st_aux_spatial_reference_systems WHERE srid=" + srid);
    const double mercator[] = {-20037700, -30241100, 10000}, degrees[] = {-400, -400, 1e9};
    double grid[3];
    for (std::size_t i = 0; i < 3; ++i)
      grid[i] = !aux.empty() ? std::stod(aux[0][i]) : srid == "4326" ? degrees[i] : mercator[i];
    std::size_t indexed = 0;
    for (const text_row& shape :
      rows("SELECT rowid," + column + " FROM \"" + table + "\" WHERE " + column + " IS NOT NULL")) {
      indexed += check_shape(table + " " + shape[0], shape[1], type, srid, grid, boxes, shape[0], layer[0]);
    }
    if (indexed != boxes.size())
      wrong(table + ": " + std::to_string(boxes.size()) + " entries of the spatial index for " + std::to_string(indexed)
        + " geometries");
  }

  /// 1 if the shape must have an entry in the spatial index.
  std::size_t check_shape(const std::string& name, const std::string& bytes, const std::string& type,
    const std::string& srid, const double* grid, const std::map<std::string, text_row>& boxes, const std::string& id,
    const text_row& layer) {
    const auto read = read_geometry_blob(bytes);
    if (!read)
      return wrong(name + ": geometry cannot be read"), 1;
    if (std::to_string(read->srid) != srid || std::to_string(read->type >> 2) != type)
      wrong(name + ": srid or type");
    if (read->parts.empty())
      return 0;
    std::int64_t low_x = INT64_MAX, low_y = INT64_MAX, high_x = INT64_MIN, high_y = INT64_MIN;
    for (const auto& part : read->parts) {
      for (const auto& v : part) {
        low_x = std::min(low_x, v.x), low_y = std::min(low_y, v.y), high_x = std::max(high_x, v.x),
        high_y = std::max(high_y, v.y);
      }
      if (type == "6")
        check_rings(name, part);
    }
    if (read->box && *read->box != std::array{low_x, low_y, high_x, high_y})
      wrong(name + ": envelope differs from the vertices");
    const double world[] = {static_cast<double>(low_x) / grid[2] + grid[0],
      static_cast<double>(high_x) / grid[2] + grid[0], static_cast<double>(low_y) / grid[2] + grid[1],
      static_cast<double>(high_y) / grid[2] + grid[1]};
    const double slack = 1 / grid[2];
    if (world[0] < std::stod(layer[0]) - slack || world[2] < std::stod(layer[1]) - slack
      || world[1] > std::stod(layer[2]) + slack || world[3] > std::stod(layer[3]) + slack) {
      wrong(name + ": outside of the layer's extent");
    }
    const auto box = boxes.find(id);
    if (box == boxes.end())
      return wrong(name + ": not in the spatial index"), 1;
    for (std::size_t i = 0; i < 4; ++i) {
      const double entry = std::stod(box->second[i + 1]),
                   ulp = std::abs(world[i]) * 1.9e-7 + 1e-30; // SQLite itself goes up to one and a half
      const double beyond = i % 2 == 0 ? world[i] - entry : entry - world[i];
      if (beyond < -slack || beyond > ulp + slack)
        wrong(name + ": entry of the spatial index");
    }
    return 1;
  }

  void check_rings(const std::string& name, const std::vector<read_blob::vertex>& part) {
    const auto rings = rings_of(part);
    if (!rings)
      return wrong(name + ": ring is open");
    for (std::size_t i = 0; i < rings->size(); ++i) {
      double sum = 0;
      const auto& ring = (*rings)[i];
      if (ring.size() < 4)
        wrong(name + ": ring of " + std::to_string(ring.size()));
      for (std::size_t k = 1; k < ring.size(); ++k) {
        sum += static_cast<double>(ring[k - 1].x - ring[0].x) * static_cast<double>(ring[k].y - ring[0].y)
          - static_cast<double>(ring[k].x - ring[0].x) * static_cast<double>(ring[k - 1].y - ring[0].y);
      }
      if ((sum > 0) != (i == 0))
        wrong(name + ": ring " + std::to_string(i) + " runs the wrong way");
    }
  }

  void check_registry() {
    for (const text_row& table : rows("SELECT table_name,rowid_column,registration_id FROM GDB_TableRegistry")) {
      std::set<std::string> columns, registered;
      for (const text_row& column : rows("SELECT name FROM pragma_table_info('" + table[0] + "')"))
        columns.insert(column[0]);
      for (const text_row& column :
        rows("SELECT column_name FROM GDB_ColumnRegistry WHERE table_name='" + table[0] + "'"))
        registered.insert(column[0]);
      if (columns.empty() || columns != registered)
        wrong(table[0] + ": columns and registry differ");
      if (table[1].empty())
        continue;
      const std::string base = text("SELECT base_id FROM GDB_RowidGenerators WHERE registration_id=" + table[2]);
      const std::string largest = text("SELECT ifnull(max(" + table[1] + "),0) FROM \"" + table[0] + "\" NOT INDEXED");
      if (base.empty() || std::stoll(base) <= std::stoll(largest))
        wrong(table[0] + ": row id generator at " + base + " for ids up to " + largest);
    }
  }

  void check_service_items() {
    for (const text_row& item : rows("SELECT ItemType,ItemId,DatasetName,ItemInfo FROM GDB_ServiceItems")) {
      const auto info = nlohmann::json::parse(item[3], nullptr, false);
      if (!info.is_object()) {
        wrong(item[2] + ": ItemInfo is no JSON");
        continue;
      }
      if (item[0] != "1")
        continue;
      if (std::to_string(info.value("id", -7)) != item[1])
        wrong(item[2] + ": ItemInfo.id");
      std::set<std::string> columns;
      for (const text_row& column : rows("SELECT name FROM pragma_table_info('" + item[2] + "')"))
        columns.insert(column[0]);
      if (columns.empty())
        wrong(item[2] + ": no such table");
      for (const auto& field : info.value("fields", nlohmann::json::array())) {
        const auto name = field.value("name", "");
        if (!name.starts_with("Shape__") && !columns.contains(name))
          wrong(item[2] + ": no column for the field " + name);
      }
    }
  }

  void check_archived_tables() {
    for (const text_row& table :
      rows("SELECT table_name,rowid_column FROM GDB_TableRegistry WHERE (object_flags & 0x40000) != 0")) {
      const std::string current = " FROM \"" + table[0] + "\" WHERE abs(gdb_to_date-5373484.4999884255)<1e-9";
      expect_text("SELECT count(*)-count(DISTINCT " + table[1] + ")" + current, "0");
      expect_text("SELECT count(*) FROM \"" + table[0] + "_evw\"", text("SELECT count(*)" + current));
    }
  }

  void check_relationships() {
    expect_text("SELECT count(*) FROM GDB_ItemRelationships r NOT INDEXED WHERE NOT EXISTS(SELECT 1 FROM GDB_Items i "
                "NOT INDEXED WHERE i.UUID=r.OriginID)"
                " OR NOT EXISTS(SELECT 1 FROM GDB_Items i NOT INDEXED WHERE i.UUID=r.DestID) OR NOT EXISTS(SELECT 1 "
                "FROM GDB_ItemRelationshipTypes t WHERE t.UUID=r.Type)",
      "0");
    expect_text("SELECT count(*) FROM GDB_Items i NOT INDEXED WHERE NOT EXISTS(SELECT 1 FROM GDB_ItemTypes t WHERE "
                "t.UUID=i.Type)",
      "0");
    for (const text_row& item :
      rows(
        "SELECT ObjectID,Definition FROM GDB_Items NOT INDEXED WHERE Type IN ('{70737809-852C-4A03-9E22-2CECEA5B9BFA}',"
        "'{CD06BC3B-789D-4C51-AAFA-A467912B8965}','{B606A7E1-FA5B-439C-849C-6E9C2481537B}')")) {
      if (item[1].find("<DSID>" + item[0] + "</DSID>") == std::string::npos)
        wrong("item " + item[0] + ": another DSID");
    }
  }

  std::filesystem::path file_;
};

} // namespace

std::vector<std::string> check_geodatabase(const std::filesystem::path& file) { return checker{file}.check(); }

} // namespace sandbox
