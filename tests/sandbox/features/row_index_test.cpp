#include "sandbox/features/row_index.hpp"

#include <gtest/gtest.h>

#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

using row_list = std::vector<std::size_t>;

const table& trails_to_find() {
  static const table made = small_service().tables[0];
  return made;
}
row_filter rows_where(const std::string& condition) {
  row_filter which;
  which.where = *where_clause::read(condition, trails_to_find(), 0);
  return which;
}
shape_filter within_box(const envelope& box) {
  const geometry asked{geometry_type::polygon, make_area(box, wgs84).rings, {}};
  return std::move(*shape_filter::make({asked, wgs84}, spatial_relation::intersects, 0));
}
row_list rows_found(const row_filter& which) { return row_index{trails_to_find()}.find(which); }

constexpr std::size_t kind_column = 3, km_column = 4;

TEST(RowIndex, FindsAllRowsByObjectIdWithoutAnyCondition) { EXPECT_EQ(rows_found({}), (row_list{0, 1, 2, 3})); }

TEST(RowIndex, TakesObjectIdsInAnyOrderAndEachOnce) {
  row_filter which;
  which.object_ids = {4, 2, 99, 2};
  EXPECT_EQ(rows_found(which), (row_list{1, 3}));
  which.object_ids.emplace();
  EXPECT_EQ(rows_found(which), row_list{});
}

TEST(RowIndex, WantsAllConditionsAtOnce) {
  row_filter which = rows_where("KIND = 1");
  EXPECT_EQ(rows_found(which), (row_list{0, 2}));
  which.place = within_box({-101, 39, -98, 41});
  EXPECT_EQ(rows_found(which), row_list{2});
  which.object_ids = {1};
  EXPECT_EQ(rows_found(which), row_list{});
}

TEST(RowIndex, NeverFindsANullShapeByItsPlace) {
  row_filter which;
  which.place = within_box({-180, -90, 180, 90});
  EXPECT_EQ(rows_found(which), (row_list{0, 1, 2}));
}

TEST(RowIndex, OrdersByEachKeyInTurnNullsFirst) {
  row_filter which;
  which.order = {{km_column, false}};
  EXPECT_EQ(rows_found(which), (row_list{2, 3, 0, 1}));
  which.order = {{km_column, true}};
  EXPECT_EQ(rows_found(which), (row_list{1, 0, 3, 2}));
  which.order = {{kind_column, true}, {km_column, false}};
  EXPECT_EQ(rows_found(which), (row_list{1, 2, 0, 3}));
}

TEST(RowIndex, KeepsRowsOfEqualKeysByObjectId) {
  row_filter which = rows_where("KIND = 1");
  which.order = {{kind_column, true}};
  EXPECT_EQ(rows_found(which), (row_list{0, 2}));
}

TEST(RowIndex, KnowsTheRowOfAnObjectId) {
  table sparse = trails_to_find();
  sparse.rows[3].object_id = 70;
  EXPECT_EQ(row_of(sparse, 70), 3u);
  EXPECT_FALSE(row_of(sparse, 4));
  EXPECT_FALSE(row_of(sparse, 71));
  EXPECT_FALSE(row_of(table{}, 1));
}

} // namespace
} // namespace sandbox
