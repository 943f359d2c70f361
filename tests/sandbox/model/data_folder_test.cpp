#include "sandbox/model/data_folder.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

TEST(ShippedData, HoldsTheWorldAndTheFieldWork) {
  const dataset& data = sample_data();
  EXPECT_EQ(data.base.countries.size(), 241u);
  EXPECT_EQ(data.base.states.size(), 56u);
  EXPECT_EQ(data.base.counties.size(), 3230u);
  EXPECT_EQ(data.find_service("field"), nullptr);
  ASSERT_NE(data.find_service("Field"), nullptr);
  const service_data& field = field_data();
  ASSERT_NE(field.find(0), nullptr);
  ASSERT_NE(field.find(1), nullptr);
  EXPECT_EQ(field.find(2), nullptr);
  EXPECT_EQ(field.find(0)->rows.size(), 3230u);
  EXPECT_EQ(field.find(1)->rows.size(), 4000u);
  EXPECT_FALSE(field.find(0)->is_editable());
  EXPECT_TRUE(field.find(1)->is_editable());
  ASSERT_NE(data.find_tiles("Basemap/ImageServer"), nullptr);
  EXPECT_EQ(data.find_tiles("Basemap/ImageServer")->kind, tile_kind::image);
}

TEST(ShippedData, LoadsInAMoment) {
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(load_dataset(SANDBOX_DATA));
  const auto took = std::chrono::steady_clock::now() - start;
  RecordProperty("milliseconds", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds{5}); // 50 ms where it was made; sanitizers are slow
}

TEST(ShippedData, GivesEveryRowIdsOfItsOwn) {
  for (const service_data& service : sample_data().services) {
    std::set<std::string> ids;
    for (const table& layer : service.tables) {
      std::int64_t last = 0;
      for (const feature& row : layer.rows) {
        EXPECT_GT(row.object_id, last);
        last = row.object_id;
        EXPECT_TRUE(ids.insert(row.global_id).second) << row.global_id;
        ASSERT_EQ(row.attributes.size(), layer.fields.size());
      }
    }
  }
}

TEST(ShippedData, KeepsTheIdsThatWerePublishedOnce) {
  EXPECT_EQ(field_data().find(0)->rows[0].global_id, "{B8E0CE86-BE84-511B-BD28-F80A08FA34AF}");
  EXPECT_EQ(field_data().find(1)->rows[0].global_id, "{4AD460A7-8268-563E-8746-7D8AD650AD15}");
}

/// Why a value may not stand in a field, or nothing.
std::string misfit(
  const service_data& service, const field& column, const std::string& domain_name, const value& cell) {
  if (std::holds_alternative<std::monostate>(cell))
    return column.nullable ? "" : "null";
  if (const auto* text = std::get_if<std::string>(&cell); text != nullptr && column.type == field_type::text) {
    if (text->size() > static_cast<std::size_t>(column.length))
      return "too long: " + *text;
  }
  const domain* rule = domain_name.empty() ? nullptr : service.find_domain(domain_name);
  if (rule == nullptr)
    return domain_name.empty() ? "" : "no domain " + domain_name;
  if (rule->range) {
    const auto* real = std::get_if<double>(&cell);
    const double number = real != nullptr ? *real : static_cast<double>(std::get<std::int64_t>(cell));
    return number >= rule->range->first && number <= rule->range->second ? "" : "out of range";
  }
  const bool known =
    std::any_of(rule->values.begin(), rule->values.end(), [&](const coded_value& code) { return code.code == cell; });
  return known ? "" : "not in " + domain_name;
}

/// The subtype of a row, or nullptr.
const subtype* subtype_of(const table& layer, const feature& row) {
  const field* decides = layer.find_field(layer.subtype_field);
  if (decides == nullptr)
    return nullptr;
  const value& code = row.attributes[static_cast<std::size_t>(decides - layer.fields.data())];
  const auto found = std::find_if(
    layer.subtypes.begin(), layer.subtypes.end(), [&](const subtype& one) { return value{one.code} == code; });
  return found == layer.subtypes.end() ? nullptr : &*found;
}

TEST(ShippedData, KeepsWithinItsFieldsDomainsAndSubtypes) {
  for (const service_data& service : sample_data().services) {
    for (const table& layer : service.tables) {
      for (const feature& row : layer.rows) {
        const subtype* kind = subtype_of(layer, row);
        EXPECT_EQ(kind == nullptr, layer.subtype_field.empty()) << layer.name << ' ' << row.object_id;
        for (std::size_t i = 0; i < layer.fields.size(); ++i) {
          const field& column = layer.fields[i];
          const bool replaced = kind != nullptr && kind->domains.count(column.name) > 0;
          const std::string& rule = replaced ? kind->domains.at(column.name) : column.domain;
          const std::string wrong = misfit(service, column, rule, row.attributes[i]);
          EXPECT_EQ(wrong, "") << layer.name << '.' << column.name << " of " << row.object_id;
        }
      }
    }
  }
}

TEST(ShippedData, ClosesRingsAndRunsTheOuterOnesClockwise) {
  const base_map& base = sample_data().base;
  for (const auto* regions : {&base.countries, &base.states, &base.counties}) {
    for (const region& one : *regions) {
      EXPECT_LT(doubled_area(one.shape.parts[0]), 0) << one.name;
      for (const path& ring : one.shape.parts) {
        EXPECT_EQ(ring.front(), ring.back()) << one.name;
        EXPECT_NE(doubled_area(ring), 0) << one.name;
      }
      EXPECT_GE(one.extent.min_x, -180);
      EXPECT_LE(one.extent.max_x, 180);
    }
  }
}

TEST(ShippedData, LeavesNoRingAcrossTheDateLine) {
  for (const region& country : sample_data().base.countries) {
    if (country.name == "Antarctica")
      continue; // runs along the pole from one end to the other
    for (const path& ring : country.shape.parts) {
      for (std::size_t i = 1; i < ring.size(); ++i)
        EXPECT_LT(std::abs(ring[i].x - ring[i - 1].x), 180) << country.name;
    }
  }
}

class BrokenData : public testing::Test {
protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(SANDBOX_DATA, folder_, std::filesystem::copy_options::recursive);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) const { std::ofstream{folder_ / name} << text; }
  /// What is said about the data once a file holds this text, or `good`.
  std::string complaint(const std::string& name, const std::string& text) const {
    write(name, text);
    const auto loaded = load_dataset(folder_);
    return loaded ? "good" : loaded.error();
  }

  std::filesystem::path folder_ =
    std::filesystem::path{testing::TempDir()} / ("sandbox-data-" + std::to_string(getpid()));
};

TEST_F(BrokenData, NamesTheFileAndTheLine) {
  for (const char* line :
    {"", "x", "01\tA\t\t12\t1 2\t1 2 3", "01\tA\t\t12\t1 2\t1 2 3 4", "01\tA\t\tmuch\t1 2\t1 2 3 4 5 6"}) {
    EXPECT_THAT(complaint("base/states.txt", std::string{line} + "\n"), testing::HasSubstr("states.txt, line 1"));
  }
}

TEST_F(BrokenData, NamesTheLineOfARowThatDoesNotFit) {
  write("services/Wells.json",
    R"({"name": "Wells", "capabilities": "Query,Sync", "layers": [{"id": 0, "name": "Wells", "geometry": "point",
        "rows": "rows/wells.tsv", "fields": [{"name": "DEPTH", "type": "real"}]}]})");
  EXPECT_EQ(complaint("rows/wells.tsv", "DEPTH\tshape\n1.5\t-110 38\n\t\n"), "good"); // nulls, a null shape too
  EXPECT_THAT(complaint("rows/wells.tsv", "DEPTH\tshape\n1.5\t-110 38\ndeep\t-110 38\n"),
    testing::HasSubstr("wells.tsv, line 3: not a row of Wells"));
  for (const char* row : {"nan\t-110 38", "1e999\t-110 38", "1.5\t-190 38", "1.5\t-110 91", "1.5\tnan 38"})
    EXPECT_THAT(complaint("rows/wells.tsv", std::string{"DEPTH\tshape\n"} + row + "\n"),
      testing::HasSubstr("wells.tsv, line 2: not a row of Wells"))
      << row;
  EXPECT_THAT(complaint("rows/wells.tsv", "OBJECTID\tshape\n3000000000\t-110 38\n"),
    testing::HasSubstr("wells.tsv, line 2: OBJECTID cannot hold its value"));
  EXPECT_THAT(complaint("rows/wells.tsv", "DEPTH\tshape\n1.5\tin Utah\n"), testing::HasSubstr("wells.tsv, line 2"));
  EXPECT_THAT(
    complaint("rows/wells.tsv", "WIDTH\tshape\n"), testing::HasSubstr("wells.tsv, line 1: there is no field WIDTH"));
  EXPECT_THAT(complaint("rows/wells.tsv", "OBJECTID\tshape\n2\t-110 38\n1\t-110 38\n"),
    testing::HasSubstr("wells.tsv, line 3: object ids must ascend"));
  EXPECT_THAT(complaint("rows/wells.tsv", "GlobalID\tshape\n{x}\t-110 38\n"), testing::HasSubstr("wells.tsv, line 2"));
}

TEST_F(BrokenData, GivesIdsThatStayToRowsWithoutAny) {
  const std::string description =
    R"({"name": "Wells", "capabilities": "Query,Sync", "layers": [{"id": 0, "name": "Wells", "geometry": "point",
        "rows": "rows/wells.tsv", "fields": [{"name": "DEPTH", "type": "real"}]}]})";
  write("services/Wells.json", description);
  write("rows/wells.tsv", "DEPTH\tshape\n1\t-110 38\n2\t-110 38\n");
  const auto first = load_dataset(folder_), second = load_dataset(folder_);
  ASSERT_TRUE(first && second);
  const auto& rows = first->find_service("Wells")->find(0)->rows;
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].object_id, 2);
  EXPECT_EQ(rows[1].global_id.size(), 38u);
  EXPECT_NE(rows[0].global_id, rows[1].global_id);
  EXPECT_EQ(rows[1].global_id, second->find_service("Wells")->find(0)->rows[1].global_id);
}

TEST_F(BrokenData, NamesTheFileAndTheMember) {
  const auto service = [](const std::string& members) {
    return R"({"name": "Field", "capabilities": "Query,Sync")" + members + "}";
  };
  const std::pair<std::string, std::string> mistakes[] = {
    {"", "Field.json: it is no JSON"},
    {"{}", "Field.json: /name: it is missing"},
    {R"({"name": 7})", "Field.json: /name: a text is wanted"},
    {service(R"(, "layer": [])"), "Field.json: /layer: there is no such member"},
    {service(R"(, "server": "rented")"), "Field.json: /server: "},
    {service(R"(, "sync": false)"), "Field.json: /capabilities: "},
    {service(R"(, "layers": 1)"), "Field.json: /layers: a list is wanted"},
    {service(R"(, "layers": [{"id": 0, "name": "A"}])"), "Field.json: /layers/0/geometry: it is missing"},
    {service(R"(, "layers": [{"id": 0, "name": "A", "geometry": "blob"}])"), "Field.json: /layers/0/geometry: "},
    {service(R"(, "layers": [{"id": 0, "name": "A", "geometry": "point", "capabilities": "Create"}])"),
      "Field.json: /layers/0/capabilities: the service has no Create"},
    {service(R"(, "layers": [{"id": 0, "name": "A", "geometry": "point", "fields": [{"name": "B", "type": "word"}]}])"),
      "Field.json: /layers/0/fields/0/type: there is no such type"},
    {service(
       R"(, "layers": [{"id": 0, "name": "A", "geometry": "point", "fields": [{"name": "B", "type": "text", "domain": "C"}]}])"),
      "Field.json: /layers/0/fields/0/domain: "},
    {service(R"(, "domains": [{"name": "A", "type": "integer"}])"), "Field.json: /domains/0: "},
    {service(R"(, "says": [])"), "Field.json: /says: an object is wanted"},
    {service(R"(, "layers": [{"id": 0, "name": "A", "geometry": "point", "says": 5}])"),
      "Field.json: /layers/0/says: "},
    {service(R"(, "maxRecordCount": 0)"), "Field.json: /maxRecordCount: a number from 1 to 100000 is wanted"},
    {service(R"(, "maxRecordCount": 18446744073709551615)"), "Field.json: /maxRecordCount: a whole number is wanted"},
    {service(R"(, "layers": [{"id": 4294967296, "name": "A", "geometry": "point"}])"), "Field.json: /layers/0/id: "},
    {service(R"(, "domains": [{"name": "A", "type": "integer", "range": [2, 1]}])"), "Field.json: /domains/0/range: "},
    {service(
       R"(, "relationships": [{"id": 0, "name": "A", "origin": 1, "destination": 2, "originKey": "B", "destinationKey": "C"}])"),
      "Field.json: /relationships/0/origin: "},
  };
  for (const auto& [text, words] : mistakes)
    EXPECT_THAT(complaint("services/Field.json", text), testing::HasSubstr(words)) << text;
}

TEST_F(BrokenData, NamesTheMemberOfATileService) {
  const auto tiles = [](const std::string& members) {
    return R"({"name": "World", "kind": "MapServer", "levels": [0, 5])" + members + "}";
  };
  EXPECT_EQ(complaint("tiles/World.json", tiles("")), "good");
  EXPECT_THAT(complaint("tiles/World.json", tiles(R"(, "scheme": "flat")")),
    testing::HasSubstr("World.json: /scheme: one of geographic256, mercator256, mercator512, vector512 is wanted"));
  EXPECT_THAT(
    complaint("tiles/World.json", tiles(R"(, "extent": [1, 2, 3])")), testing::HasSubstr("World.json: /extent"));
  EXPECT_THAT(complaint("tiles/World.json", R"({"name": "World", "kind": "MapServer", "levels": [5, 0]})"),
    testing::HasSubstr("World.json: /levels"));
  EXPECT_THAT(complaint("tiles/World.json", R"({"name": "Basemap", "kind": "MapServer", "levels": [0, 5]})"),
    testing::HasSubstr("World.json: /name: there is a service Basemap/MapServer already"));
}

TEST_F(BrokenData, IsAnErrorValueWhenAFileIsMissing) {
  std::filesystem::remove(folder_ / "base/countries.txt");
  const auto loaded = load_dataset(folder_);
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error(), testing::HasSubstr("countries.txt"));
}

} // namespace
} // namespace sandbox
