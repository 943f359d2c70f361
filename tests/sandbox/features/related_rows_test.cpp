#include "sandbox/features/related_rows.hpp"

#include <gtest/gtest.h>

#include "tests/sandbox/geodatabase/trail_service.hpp"

namespace sandbox {
namespace {

using rows = std::vector<std::size_t>;

class RelatedRows : public testing::Test {
protected:
  /// Only signs and repairs; of the signs the first two rows are chosen.
  void SetUp() override {
    request_ = trail_replica(service_);
    request_.layers.erase(request_.layers.begin() + 1, request_.layers.begin() + 3);
    signs().rows = {0, 1};
    repairs().rows.clear();
    repairs().option = query_option::none;
  }
  replica_layer& signs() { return request_.layers[0]; }
  replica_layer& repairs() { return request_.layers[1]; }

  service_data service_ = trail_service();
  replica_request request_;
};

TEST_F(RelatedRows, ComeWithTheRowsThatTheyBelongTo) {
  add_related_rows(request_);
  EXPECT_EQ(repairs().rows, (rows{0, 1})); // the third repair belongs to nothing
  signs().rows = {2};
  repairs().rows.clear();
  add_related_rows(request_);
  EXPECT_EQ(repairs().rows, rows{});
}

TEST_F(RelatedRows, ComeOnlyWhereNothingElseWasAskedFor) {
  repairs().option = query_option::use_filter;
  add_related_rows(request_);
  EXPECT_EQ(repairs().rows, rows{});
  repairs().option = query_option::none;
  repairs().include_related = false;
  add_related_rows(request_);
  EXPECT_EQ(repairs().rows, rows{});
}

TEST_F(RelatedRows, NeverComeFromTheDestinationToTheOrigin) {
  signs().rows.clear();
  signs().option = query_option::none;
  repairs().rows = {0, 1, 2};
  repairs().option = query_option::all;
  add_related_rows(request_);
  EXPECT_EQ(signs().rows, rows{});
}

TEST_F(RelatedRows, ComeAlsoWithRowsThatCameThemselves) {
  // What belongs to the repairs is found only after the repairs, though its relationship stands first.
  table parts = service_.tables[3];
  parts.id = 9;
  parts.fields[2].name = "REPAIR";
  parts.rows[0].attributes[2] = service_.tables[3].rows[1].global_id;
  parts.rows[1].attributes[2] = value{};
  service_.relationships.insert(
    service_.relationships.begin(), {1, "Parts", 3, 9, "globalid", "repair", cardinality::one_to_many, false});
  replica_layer more;
  more.source = &parts;
  more.option = query_option::none;
  request_.layers.push_back(more);
  add_related_rows(request_);
  EXPECT_EQ(request_.layers[2].rows, rows{0});
}

TEST(AttachmentsOf, AreThoseOfTheChosenRows) {
  const service_data service = trail_service();
  const table& signs = service.tables[0];
  EXPECT_EQ(attachments_of(signs, {0}), (rows{0, 1}));
  EXPECT_EQ(attachments_of(signs, {1}), rows{});
  EXPECT_EQ(attachments_of(signs, {0, 1, 2}), (rows{0, 1, 2}));
}

} // namespace
} // namespace sandbox
