#include "proto/arcgis/row_query.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using testing::Contains;
using testing::Pair;

TEST(RowQuery, AsksForAllRowsWhereNothingFilters) {
  const auto form = proto::to_count_form({});
  EXPECT_THAT(form, Contains(Pair("where", "1=1")));
  EXPECT_THAT(form, Contains(Pair("returnCountOnly", "true")));
  EXPECT_THAT(form, testing::Not(Contains(Pair("geometryType", testing::_))));
}

TEST(RowQuery, AsksByPlaceInTheAreasOwnReference) {
  const auto form = proto::to_ids_form({"A > 1", proto::envelope{1, 2, 3, 4, {4326, 0, {}}}});
  EXPECT_THAT(form, Contains(Pair("where", "A > 1")));
  EXPECT_THAT(form, Contains(Pair("geometryType", "esriGeometryEnvelope")));
  EXPECT_THAT(form, Contains(Pair("inSR", "4326")));
  EXPECT_THAT(form, Contains(Pair("spatialRel", "esriSpatialRelIntersects")));
  EXPECT_THAT(form, Contains(Pair("returnIdsOnly", "true")));
}

TEST(RowQuery, ReadsCountsAndIdsAndRefusesOtherThings) {
  EXPECT_EQ(*proto::read_row_count(json{{"count", 12}}), 12u);
  EXPECT_EQ(*proto::read_row_ids(json{{"objectIds", {3, 1}}}), (std::vector<std::int64_t>{3, 1}));
  EXPECT_TRUE(proto::read_row_ids(json{{"objectIds", nullptr}})->empty());
  for (const auto& wrong : {json(), json::array(), json{{"count", -1}}, json{{"count", "many"}}, json{{"objectIds", 5}},
         json{{"objectIds", {"a"}}}}) {
    EXPECT_FALSE(proto::read_row_count(wrong)) << wrong;
    EXPECT_FALSE(proto::read_row_ids(wrong)) << wrong;
  }
}

TEST(RowQuery, SumsAttachmentsAndRefusesOneWithoutSize) {
  const json groups{
    {"attachmentGroups", {{{"attachmentInfos", {{{"size", 5}}, {{"size", 7}}}}}, {{"parentObjectId", 1}}}}};
  const auto sum = proto::read_attachment_sum(groups);
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->count, 2u);
  EXPECT_EQ(sum->bytes, 12u);
  EXPECT_FALSE(proto::read_attachment_sum(json{{"attachmentGroups", {{{"attachmentInfos", {{{"id", 5}}}}}}}}));
  EXPECT_FALSE(proto::read_attachment_sum(json::object()));
}

} // namespace
