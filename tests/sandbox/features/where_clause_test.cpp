#include "sandbox/features/where_clause.hpp"

#include <gtest/gtest.h>

#include "tests/sandbox/features/small_service.hpp"
#include "tests/support/seed.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t now_ms = 1'700'000'000'003; // 14 November 2023, the moment that opened trail 3

const table& trails() {
  static const service_data service = small_service();
  return service.tables[0];
}

/// The object ids that a condition takes, or `refused`.
std::string taken(const std::string& where) {
  const auto read = where_clause::read(where, trails(), now_ms);
  if (!read)
    return "refused";
  std::string ids;
  for (const feature& row : trails().rows)
    ids += read->takes(row) ? std::to_string(row.object_id) : "";
  return ids;
}

TEST(WhereClause, TakesEverythingWithoutACondition) {
  for (const char* where : {"", "  ", "1=1", "1 = 1", "9999=9999", "NOT 1=2"})
    EXPECT_EQ(taken(where), "1234") << where;
  EXPECT_EQ(taken("1=2"), "");
}

TEST(WhereClause, BindsAndCloserThanOr) {
  EXPECT_EQ(taken("OBJECTID = 1 OR OBJECTID = 2 AND KIND = 9"), "1");
  EXPECT_EQ(taken("(OBJECTID = 1 OR OBJECTID = 2) AND KIND = 2"), "2");
  EXPECT_EQ(taken("NOT OBJECTID = 1 AND KIND = 1"), "3");
}

TEST(WhereClause, KnowsAThirdAnswerForNull) {
  EXPECT_EQ(taken("KM > 0"), "124");
  EXPECT_EQ(taken("NOT (KM > 0)"), "");
  EXPECT_EQ(taken("KM > 0 OR KIND = 1"), "1234");
  EXPECT_EQ(taken("KM IS NULL"), "3");
  EXPECT_EQ(taken("KIND IS NOT NULL AND KM IS NOT NULL"), "12");
  EXPECT_EQ(taken("KM = NULL"), "");
  EXPECT_EQ(taken("KIND NOT IN (1, NULL)"), "");
}

TEST(WhereClause, ComparesAConstantAsTheColumnIs) {
  EXPECT_EQ(taken("KIND = '1'"), "13");
  EXPECT_EQ(taken("KIND IN ('1', 2)"), "123");
  EXPECT_EQ(taken("NAME <> 5"), "1234");
  EXPECT_EQ(taken("OPENED > '2023-11-14'"), "1234");
  EXPECT_EQ(taken("OPENED > 1700000000002"), "34");
  EXPECT_EQ(taken("KIND = 'one'"), "refused");
  EXPECT_EQ(taken("NAME = KIND"), "refused");
}

TEST(WhereClause, FindsIdsInAnyCaseWithOrWithoutBraces) {
  EXPECT_EQ(taken("GlobalID = '{00000000-0000-4000-8000-000000000002}'"), "2");
  EXPECT_EQ(taken("globalid in ('00000000-0000-4000-8000-000000000003','x')"), "3");
}

TEST(WhereClause, MatchesPatterns) {
  EXPECT_EQ(taken("NAME LIKE 'Trail %'"), "1234");
  EXPECT_EQ(taken("NAME LIKE '%_2'"), "2");
  EXPECT_EQ(taken("NAME NOT LIKE 'T%l_3'"), "124");
  EXPECT_EQ(taken("NAME LIKE 'trail%'"), "");
  EXPECT_EQ(taken("UPPER(NAME) LIKE 'TRAIL%'"), "1234");
  EXPECT_EQ(taken("NAME LIKE 'Trail!_1' ESCAPE '!'"), "");
  EXPECT_EQ(taken("NAME LIKE '%%%%1'"), "1");
}

TEST(WhereClause, ReadsDatesAndIntervals) {
  EXPECT_EQ(taken("OPENED >= TIMESTAMP '2023-11-14 22:13:20'"), "1234");
  EXPECT_EQ(taken("OPENED >= DATE '2023-11-15'"), "");
  EXPECT_EQ(taken("OPENED < CURRENT_TIMESTAMP"), "12");
  EXPECT_EQ(taken("OPENED > CURRENT_DATE AND CURRENT_DATE = DATE '2023-11-14'"), "1234");
  EXPECT_EQ(taken("OPENED > CURRENT_TIMESTAMP - INTERVAL '1' DAY"), "1234");
  EXPECT_EQ(taken("OPENED > CURRENT_TIMESTAMP + 1"), "");
  EXPECT_EQ(taken("EXTRACT(YEAR FROM OPENED) = 2023 AND EXTRACT(HOUR FROM OPENED) = 22"), "1234");
  EXPECT_EQ(taken("OPENED = DATE '2023-02-30'"), "refused");
}

TEST(WhereClause, Calculates) {
  EXPECT_EQ(taken("KM * 2 + 1 = 6"), "1");
  EXPECT_EQ(taken("KM / 0 > 1"), "");
  EXPECT_EQ(taken("OBJECTID / 2 = 1"), "23");
  EXPECT_EQ(taken("-OBJECTID < -3"), "4");
  EXPECT_EQ(taken("NAME || '!' = 'Trail 1!'"), "1");
  EXPECT_EQ(taken("MOD(OBJECTID, 2) = 0 AND CHAR_LENGTH(NAME) = 7"), "24");
  EXPECT_EQ(taken("SUBSTRING(NAME, 7, 1) = '3' OR SUBSTRING(NAME FROM 7 FOR 1) = '4'"), "34");
  EXPECT_EQ(taken("COALESCE(KM, 99) = 99"), "3");
  EXPECT_EQ(taken("KM BETWEEN 1 AND 2.5"), "14");
  EXPECT_EQ(taken("ROUND(KM) = 3 AND FLOOR(KM) = 2 AND CEILING(KM) = 3 AND ABS(-KM) = 2.5"), "1");
}

TEST(WhereClause, HasNoValueWhereNoNumberCanHoldIt) {
  for (const char* beyond : {"ROUND(KM, 400)", "ROUND(KM, -400)", "KM * 1e300 * 1e300", "MOD(KM, 0)"}) {
    EXPECT_EQ(taken(std::string{beyond} + " = 1"), "") << beyond;
    EXPECT_EQ(taken(std::string{beyond} + " IS NULL"), "1234") << beyond;
  }
}

TEST(WhereClause, CoalescesValuesOfOneType) {
  EXPECT_EQ(taken("COALESCE(NULL, KM, '7') = 7"), "3");
  EXPECT_EQ(taken("COALESCE('7', KM) = 7"), "1234");
  EXPECT_EQ(taken("COALESCE(NULL, NULL) IS NULL"), "1234");
  EXPECT_EQ(taken("COALESCE(NULL, 5) = 5"), "1234");
  for (const char* where : {"UPPER(COALESCE(NULL, 5)) = '5'", "COALESCE(5, KIND, NAME) = 5", "COALESCE(5, 6, 'x') = 5",
         "COALESCE(OPENED, 'soon') IS NULL"})
    EXPECT_EQ(taken(where), "refused") << where;
}

TEST(WhereClause, KeepsDatesWhole) {
  EXPECT_EQ(taken("EXTRACT(HOUR FROM OPENED + 0.5) = 10 AND EXTRACT(DAY FROM OPENED + 0.5) = 15"), "1234");
  EXPECT_EQ(taken("OPENED + 1e300 IS NULL"), "1234");
  EXPECT_EQ(taken("EXTRACT(YEAR FROM OPENED + 1e13) IS NULL"), "1234");
}

TEST(WhereClause, LooksAtTheLeftSideOnce) {
  EXPECT_EQ(taken("OBJECTID + 1 IN (2, NULL, 4)"), "13");
  EXPECT_EQ(taken("OBJECTID + 1 NOT IN (2, 4)"), "24");
  EXPECT_EQ(taken("KM NOT BETWEEN 2 AND NULL"), "4");
  EXPECT_EQ(taken("'1' IN (KIND, NAME)"), "13");
  EXPECT_EQ(taken("2 BETWEEN KIND AND '3'"), "123");
  std::string nested = "OBJECTID = 1", sum = "(OBJECTID", list = "(0";
  for (int i = 0; i < 90; ++i) // where each level asked twice, no end would be seen
    nested = "(" + nested + ") BETWEEN (1=1) AND (1=1)";
  EXPECT_EQ(taken(nested), "1");
  for (int i = 1; i < 900; ++i) {
    sum += " + 0";
    list += "," + std::to_string(3 * i);
  }
  EXPECT_EQ(taken(sum + ") IN " + list + ")"), "3");
}

TEST(WhereClause, AsksWhetherThereIsAPlace) {
  EXPECT_EQ(taken("shape IS NULL"), "4");
  EXPECT_EQ(taken("SHAPE IS NOT NULL"), "123");
}

TEST(WhereClause, RefusesWhatIsNoCondition) {
  for (const char* where :
    {"NOSUCH = 1", "\"NOSUCH\" = 1", "KIND", "KIND = ", "KIND = 1 KIND", "1", "'text'", "KIND = 1; DROP TABLE x",
      "KIND = 1 -- more", "(KIND = 1", "KIND = 1)", "KIND IN ()", "NAME LIKE KIND", "KIND LIKE '1'",
      "load_extension('x') = 1", "(SELECT 1) = 1", "UPPER(KIND) = '1'", "KIND = 'x", "KIND BETWEEN 1",
      "OPENED + OPENED > 1", "NAME + 1 = 2", "EXTRACT(WEEK FROM OPENED) = 1", "INTERVAL '1' YEAR = 1"})
    EXPECT_EQ(taken(where), "refused") << where;
}

TEST(WhereClause, EndsWellForWhatHasNoEnd) {
  EXPECT_EQ(taken(std::string(100'000, '(')), "refused");
  EXPECT_EQ(taken("KIND = " + std::string(100'000, '-') + "1"), "refused");
  EXPECT_EQ(taken(std::string(100'000, '-') + "1"), "refused");
  std::string sums = "KIND = 1", ors = "KIND = 1", nots;
  for (int i = 0; i < 5000; ++i) {
    sums += " + 1";
    ors += " OR KIND = 1";
    nots += "NOT ";
  }
  EXPECT_EQ(taken(sums), "refused");
  EXPECT_EQ(taken(ors), "13");
  EXPECT_EQ(taken("NAME = '" + std::string(200'000, 'x') + "'"), "refused");
  std::string list = "KIND IN (1", constants = "1 IN (KIND";
  for (int i = 0; i < 20'000; ++i)
    list += ",1";
  for (int i = 0; i < 200; ++i)
    constants += ",KIND";
  EXPECT_EQ(taken(list + ")"), "refused");
  EXPECT_EQ(taken(constants + ")"), "refused");
  EXPECT_EQ(taken(std::string(90, '(') + "KIND = 1" + std::string(90, ')')), "13");
  EXPECT_EQ(taken(std::string(110, '(') + "KIND = 1" + std::string(110, ')')), "refused");
  EXPECT_EQ(taken(nots + "KIND = 1"), "13");
}

TEST(WhereClause, LivesThroughJunk) {
  std::mt19937_64 random{test_seed()};
  const std::vector<std::string> words{"KIND", "NAME", "(", ")", "AND", "OR", "NOT", "=", "<", "1", "'a'", "IS", "NULL",
    "IN", "LIKE", "BETWEEN", ",", "-", "*", "DATE", "'2020-01-01'", "UPPER", "EXTRACT", "FROM", "\"", "'", "\x80",
    "shape"};
  for (int round = 0; round < 3000; ++round) {
    std::string where;
    for (std::size_t length = random() % 12; length > 0; --length)
      where += words[random() % words.size()] + (random() % 4 != 0 ? " " : "");
    taken(where);
  }
}

} // namespace
} // namespace sandbox
