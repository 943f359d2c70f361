#include "sandbox/features/selection.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "sandbox/base/digest.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

const table& inspections() { return *field_data().find(1); }

std::size_t count(const table& from, const selection& which) {
  const auto rows = select(from, which);
  EXPECT_TRUE(rows) << (rows ? "" : rows.error());
  return rows ? rows->size() : 0;
}

/// Counted straight from the file, without anything that the program uses.
std::size_t inspections_in_file(const envelope& box) {
  std::ifstream file{std::string{SANDBOX_DATA} + "/rows/inspections.tsv"};
  std::size_t found = 0;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream place{line.substr(line.rfind('\t') + 1)};
    double x{}, y{};
    place >> x >> y;
    found += x >= box.min_x && x <= box.max_x && y >= box.min_y && y <= box.max_y;
  }
  return found;
}

TEST(Selection, TakesEverythingUnlessToldOtherwise) {
  EXPECT_EQ(count(inspections(), {}), 4000u);
  EXPECT_EQ(count(inspections(), {nullptr, "1=1"}), 4000u);
  EXPECT_EQ(count(*field_data().find(0), {}), 3230u);
}

TEST(Selection, CountsWhatTheFileHoldsInTheArea) {
  const area canyons = canyon_country();
  const std::size_t wanted = inspections_in_file(canyons.extent());
  EXPECT_GT(wanted, 20u);
  EXPECT_EQ(count(inspections(), {&canyons, ""}), wanted);
  EXPECT_GT(count(*field_data().find(0), {&canyons, ""}), 2u);
}

TEST(Selection, UnderstandsAnAreaInMetres) {
  const area degrees = canyon_country();
  const area metres = make_area({-12267407.8854, 4565308.7824, -12200616.1909, 4664535.8938}, web_mercator);
  const auto in_degrees = count(inspections(), {&degrees, ""});
  const auto in_metres = count(inspections(), {&metres, ""});
  EXPECT_EQ(in_degrees, in_metres);
}

TEST(Selection, FollowsAnSqlCondition) {
  const std::size_t wells = count(inspections(), {nullptr, "KIND = 'well'"});
  const std::size_t others = count(inspections(), {nullptr, "NOT (KIND = 'well')"});
  EXPECT_GT(wells, 500u);
  EXPECT_EQ(wells + others, 4000u);
  EXPECT_EQ(count(*field_data().find(0), {nullptr, "STATE_NAME = 'Utah' AND NAME LIKE 'San%'"}), 2u);
  EXPECT_EQ(count(inspections(), {nullptr, "OBJECTID IN (1,2,3) OR DEPTH_M IS NULL AND KIND = 'well'"}), 3u);
}

TEST(Selection, ReadsDatesAsTheVendorWritesThem) {
  const auto before = count(inspections(), {nullptr, "VISITED < DATE '2022-01-01'"});
  const auto after = count(inspections(), {nullptr, "VISITED >= timestamp '2022-01-01 00:00:00'"});
  EXPECT_GT(before, 100u);
  EXPECT_EQ(before + after, 4000u);
  EXPECT_EQ(before, count(inspections(), {nullptr, "VISITED < 1640995200000"}));
}

TEST(Selection, ComparesATextWithANumberAsTheColumnIs) {
  const std::size_t thirds = count(inspections(), {nullptr, "CONDITION = 3"});
  EXPECT_GT(thirds, 100u);
  EXPECT_EQ(count(inspections(), {nullptr, "CONDITION = '3'"}), thirds);
  EXPECT_EQ(count(inspections(), {nullptr, "CONDITION IN ('3')"}), thirds);
  EXPECT_EQ(count(*field_data().find(0), {nullptr, "FIPS = 49019"}), 1u);
}

TEST(Selection, FindsAnIdInAnyCaseWithOrWithoutBraces) {
  const std::string id = inspections().rows[7].global_id;
  const std::string bare = lower_case(id.substr(1, id.size() - 2));
  EXPECT_EQ(count(inspections(), {nullptr, "GlobalID = '" + id + "'"}), 1u);
  EXPECT_EQ(count(inspections(), {nullptr, "GlobalID IN ('" + bare + "')"}), 1u);
}

TEST(Selection, KnowsWhatDayItIs) {
  EXPECT_EQ(count(inspections(), {nullptr, "VISITED < CURRENT_TIMESTAMP"}), 4000u);
  EXPECT_EQ(count(inspections(), {nullptr, "VISITED > current_date"}), 0u);
  EXPECT_EQ(
    count(inspections(), {nullptr, "CURRENT_TIMESTAMP >= CURRENT_DATE AND CURRENT_DATE > DATE '2020-01-01'"}), 4000u);
}

TEST(Selection, LeavesWordsInQuotesAlone) {
  EXPECT_EQ(count(inspections(), {nullptr, "INSPECTOR <> 'DATE ''2022-01-01''' AND OBJECTID = 1"}), 1u);
  EXPECT_EQ(count(inspections(), {nullptr, "NOTES = 'on date'"}), 0u);
}

TEST(Selection, EndsWellForAConditionThatHasNoEnd) {
  EXPECT_FALSE(select(inspections(), {nullptr, "KIND = '" + std::string(1'000'000, 'x')}));
  EXPECT_FALSE(select(inspections(), {nullptr, std::string(100'000, '(')}));
  EXPECT_EQ(count(inspections(), {nullptr, "KIND = '" + std::string(1'000'000, 'x') + "'"}), 0u);
}

TEST(Selection, RefusesWhatIsNoCondition) {
  for (const char* where : {"NOSUCH = 1", "\"NOSUCH\" = 'NOSUCH'", "rowid = 1", "sandbox_row = 1",
         "(SELECT count(*) FROM sqlite_schema) > 0", "1=1; DELETE FROM rows", "1=1) ; DROP TABLE rows --",
         "KIND =", "load_extension('x')", "(SELECT sql FROM sqlite_schema) = 1 ATTACH"}) {
    EXPECT_FALSE(select(inspections(), {nullptr, where})) << where;
  }
  area nowhere = canyon_country();
  nowhere.wkid = 99999999;
  EXPECT_FALSE(select(inspections(), {&nowhere, ""}));
}

} // namespace
} // namespace sandbox
