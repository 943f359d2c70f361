#include "sandbox/model/field_inference.hpp"

#include <gtest/gtest.h>

#include "sandbox/model/data_place.hpp"

namespace sandbox {
namespace {

std::vector<raw_row> rows_of(const char* properties) {
  std::vector<raw_row> rows;
  for (const auto& each : nlohmann::ordered_json::parse(properties))
    rows.push_back({std::to_string(rows.size() + 1), each, {}});
  return rows;
}

TEST(FieldInference, TakesTheNarrowestTypeThatHoldsAllValues) {
  const auto fields = infer_fields(rows_of(R"([
    {"flag": true, "whole": 1, "large": 1, "real": 1, "day": "2024-05-17", "text": "a", "mixed": 1, "list": [1], "none": null},
    {"flag": null, "whole": -5, "large": 3000000000, "real": 1.5, "day": "2024-05-17T08:30Z", "text": "2024-05-17", "mixed": "b",
     "list": [2, 3], "none": null}])"));
  const std::vector<field_type> types{field_type::small_integer, field_type::integer, field_type::real,
    field_type::real, field_type::date, field_type::text, field_type::text, field_type::text, field_type::text};
  ASSERT_EQ(fields.size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i)
    EXPECT_EQ(fields[i].type, types[i]) << fields[i].name;
}

TEST(FieldInference, TakesWhatIsBeyondWholeNumbersForReal) {
  EXPECT_EQ(infer_fields(rows_of(R"([{"huge": 18446744073709551615}])"))[0].type, field_type::real);
}

TEST(FieldInference, MakesTextsAsLongAsThePowerOfTwoAboveTheLongest) {
  const auto fields =
    infer_fields(rows_of(R"([{"short": "a", "long": "12345678901234567890"}, {"long": null, "late": "b"}])"));
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].length, 16);
  EXPECT_EQ(fields[1].length, 32);
  EXPECT_EQ(fields[2].name, "late");
}

TEST(FieldInference, GivesNamesThatDatabasesCanHave) {
  const auto fields =
    infer_fields(rows_of(R"([{"Höhe in m": 1, "1st": 2, "": 3, "NAME": 4, "name": 5, "objectid": 6}])"));
  ASSERT_EQ(fields.size(), 6u);
  EXPECT_EQ(fields[0].name, "H__he_in_m");
  EXPECT_EQ(fields[0].alias, "Höhe in m");
  EXPECT_EQ(fields[1].name, "F1st");
  EXPECT_EQ(fields[2].name, "F");
  EXPECT_EQ(fields[4].name, "name_1");
  EXPECT_EQ(fields[5].name, "objectid_1");
}

TEST(FieldInference, TurnsPropertiesIntoValuesOrRefusesThem) {
  using nlohmann::ordered_json;
  field column;
  column.type = field_type::date;
  EXPECT_EQ(property_value("1970-01-02", column), value{std::int64_t{86'400'000}});
  EXPECT_EQ(property_value(5, column), value{std::int64_t{5}});
  EXPECT_EQ(property_value(nullptr, column), value{});
  EXPECT_THROW(property_value("soon", column), bad_data);
  column.type = field_type::integer;
  EXPECT_EQ(property_value(true, column), value{std::int64_t{1}});
  EXPECT_THROW(property_value(1.5, column), bad_data);
  EXPECT_THROW(property_value(18'446'744'073'709'551'615U, column), bad_data);
  column.type = field_type::real;
  EXPECT_EQ(property_value(1, column), value{1.0});
  EXPECT_THROW(property_value("1", column), bad_data);
  column.type = field_type::text;
  EXPECT_EQ(property_value(ordered_json::parse("[1, 2]"), column), value{std::string{"[1,2]"}});
}

} // namespace
} // namespace sandbox
