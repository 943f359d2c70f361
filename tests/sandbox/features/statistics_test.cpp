#include "sandbox/features/statistics.hpp"

#include <gtest/gtest.h>

#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

const table& trails_to_sum() {
  static const table made = small_service().tables[0];
  return made;
}

constexpr std::size_t column_of_kind = 3, column_of_km = 4;

std::string refused_statistics(const std::string& text) {
  const auto read = read_statistics(text, trails_to_sum());
  return read ? "" : read.error();
}

std::vector<value> sums_over(const table& from, const std::vector<std::size_t>& rows, std::size_t column) {
  std::vector<statistic> wanted;
  for (const statistic_kind kind : {statistic_kind::count, statistic_kind::sum, statistic_kind::min,
         statistic_kind::max, statistic_kind::avg, statistic_kind::var, statistic_kind::stddev})
    wanted.push_back({kind, column, "x"});
  return statistic_rows(from, rows, {}, wanted).at(0);
}

TEST(Statistics, ReadsKindsAndFieldsInAnyCaseAndNamesWhatHasNoName) {
  const auto read = read_statistics(
    R"([{"statisticType":"SUM","onStatisticField":"km","outStatisticFieldName":"all"},
        {"statisticType":"max","onStatisticField":"KIND"}])",
    trails_to_sum());
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ((*read)[0].kind, statistic_kind::sum);
  EXPECT_EQ((*read)[0].column, column_of_km);
  EXPECT_EQ((*read)[0].name, "all");
  EXPECT_EQ((*read)[1].name, "MAX_KIND");
}

TEST(Statistics, RefusesWhatItCannotWorkOut) {
  for (const char* text : {"", "{}", "[]", "["})
    EXPECT_EQ(refused_statistics(text), "a list of objects is expected") << text;
  EXPECT_EQ(refused_statistics("[1]"), "an entry is no object");
  EXPECT_EQ(refused_statistics(R"([{"statisticType":"median","onStatisticField":"KM"}])"),
    "statisticType 'median' is not supported");
  EXPECT_EQ(refused_statistics(R"([{"statisticType":"sum","onStatisticField":"MILES"}])"), "there is no field 'MILES'");
  EXPECT_EQ(refused_statistics(R"([{"statisticType":"avg","onStatisticField":"NAME"}])"),
    "avg wants a number, which NAME is not");
  EXPECT_EQ(refused_statistics(R"([{"statisticType":"sum","onStatisticField":"OPENED"}])"),
    "sum wants a number, which OPENED is not");
  EXPECT_EQ(refused_statistics(R"([{"statisticType":"max","onStatisticField":"NAME"}])"), "");
  const std::string one = R"({"statisticType":"max","onStatisticField":"KM"})";
  EXPECT_EQ(refused_statistics("[" + one + "," + one + "]"), "two of them are called 'MAX_KM'");
  std::string many = "[" + one;
  for (int i = 0; i < 100; ++i)
    many += "," + one;
  EXPECT_EQ(refused_statistics(many + "]"), "more than 100 of them");
}

TEST(Statistics, LeavesNullsOutOfAllKinds) {
  const auto made = sums_over(trails_to_sum(), {0, 1, 2, 3}, column_of_km); // 2.5, 4, null, 1
  EXPECT_EQ(made[0], value{std::int64_t{3}});
  EXPECT_EQ(made[1], value{7.5});
  EXPECT_EQ(made[2], value{1.0});
  EXPECT_EQ(made[3], value{4.0});
  EXPECT_EQ(made[4], value{2.5});
  EXPECT_DOUBLE_EQ(std::get<double>(made[5]), 2.25);
  EXPECT_DOUBLE_EQ(std::get<double>(made[6]), 1.5);
}

TEST(Statistics, HasNothingToSayOfNoValuesButTheirNumber) {
  const auto made = sums_over(trails_to_sum(), {2}, column_of_km);
  EXPECT_EQ(made[0], value{std::int64_t{0}});
  for (std::size_t i = 1; i < made.size(); ++i)
    EXPECT_EQ(made[i], value{}) << i;
  EXPECT_EQ(sums_over(trails_to_sum(), {0}, column_of_km)[5], value{}) << "one value alone does not vary";
}

TEST(Statistics, KeepsTheVarianceOfLargeNumbersThatLieClose) {
  table large = trails_to_sum();
  for (std::size_t row = 0; row < 3; ++row)
    large.rows[row].attributes[column_of_km] = 1e9 + static_cast<double>(row);
  EXPECT_DOUBLE_EQ(std::get<double>(sums_over(large, {0, 1, 2}, column_of_km)[5]), 1.0);
}

TEST(Statistics, MakesARowForEachGroupInItsOrder) {
  const auto made =
    statistic_rows(trails_to_sum(), {0, 1, 2, 3}, {column_of_kind}, {{statistic_kind::count, column_of_km, "n"}});
  ASSERT_EQ(made.size(), 3u);
  EXPECT_EQ(made[0], (std::vector<value>{value{}, std::int64_t{1}}));
  EXPECT_EQ(made[1][0], value{std::int64_t{1}});
  EXPECT_EQ(made[1][1], value{std::int64_t{1}}) << "the other one's length is null";
  EXPECT_EQ(made[2], (std::vector<value>{std::int64_t{2}, std::int64_t{1}}));
  EXPECT_TRUE(statistic_rows(trails_to_sum(), {}, {column_of_kind}, {}).empty());
}

TEST(Statistics, DescribesTheColumnsOfItsAnswer) {
  const auto fields = statistic_fields(trails_to_sum(), {column_of_kind},
    {{statistic_kind::count, 2, "n"}, {statistic_kind::max, 2, "last"}, {statistic_kind::avg, column_of_kind, "mean"},
      {statistic_kind::min, 0, "first_id"}});
  ASSERT_EQ(fields.size(), 5u);
  EXPECT_EQ(fields[0].name, "KIND");
  EXPECT_EQ(fields[1].type, field_type::integer);
  EXPECT_EQ(fields[2].type, field_type::text);
  EXPECT_EQ(fields[2].length, 20);
  EXPECT_EQ(fields[3].type, field_type::real);
  EXPECT_EQ(fields[4].type, field_type::integer) << "the least id is no row's";
}

} // namespace
} // namespace sandbox
