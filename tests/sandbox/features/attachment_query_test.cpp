#include "sandbox/features/attachment_query.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/sandbox/features/small_service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

const table& with_pictures() {
  static const service_data made = small_service();
  return made.tables[0];
}

http_request request_with(parameter_map with) {
  http_request made;
  made.parameters = std::move(with);
  made.parameters.insert({"f", "json"});
  return made;
}

json listed(const parameter_map& with) {
  const http_request request = request_with(with);
  const attachment_query query{request, with_pictures(), "http://host/Small/FeatureServer/0", dialect::online};
  return json::parse(query.list(0).body);
}

/// The ids of all attachments that are listed.
std::string numbers(const parameter_map& with) {
  const json made = listed(with);
  if (made.contains("error"))
    return "refused";
  std::string all;
  for (const json& group : made.at("attachmentGroups")) {
    for (const json& one : group.at("attachmentInfos"))
      all += std::to_string(one.at("id").get<int>());
  }
  return all;
}

TEST(AttachmentQuery, ListsByWhatChoosesTheRows) {
  EXPECT_EQ(numbers({{"definitionExpression", "1=1"}}), "123");
  EXPECT_EQ(numbers({{"objectIds", "2,3,99"}}), "3");
  EXPECT_EQ(numbers({{"globalIds", "00000000-0000-4000-8000-000000000001"}}), "12");
  EXPECT_EQ(numbers({}), "refused");
  EXPECT_EQ(numbers({{"objectIds", "1"}, {"definitionExpression", "1=1"}}), "refused");
}

TEST(AttachmentQuery, NarrowsByWhatTheAttachmentsAre) {
  const auto narrowed = [](const std::string& name, const std::string& text) {
    return numbers({{"definitionExpression", "1=1"}, {name, text}});
  };
  EXPECT_EQ(narrowed("size", "20"), "23");
  EXPECT_EQ(narrowed("size", "0,20"), "12");
  EXPECT_EQ(narrowed("attachmentTypes", "image/PNG"), "123");
  EXPECT_EQ(narrowed("attachmentTypes", "pdf, png"), "123");
  EXPECT_EQ(narrowed("attachmentTypes", "pdf"), "");
  EXPECT_EQ(narrowed("keywords", "sign"), "123");
  EXPECT_EQ(narrowed("keywords", "scene"), "");
  EXPECT_EQ(narrowed("attachmentsDefinitionExpression", "ATT_NAME LIKE '%2%' OR DATA_SIZE > 25"), "23");
  EXPECT_EQ(narrowed("attachmentsDefinitionExpression", "NOSUCH = 1"), "refused");
  EXPECT_EQ(narrowed("size", "x"), "refused");
  EXPECT_EQ(narrowed("resultRecordCount", "1"), "12");
  EXPECT_EQ(narrowed("resultOffset", "1"), "3");
}

TEST(AttachmentQuery, TellsWhereTheBytesAre) {
  const json group =
    listed({{"objectIds", "2"}, {"returnUrl", "true"}, {"returnMetadata", "true"}}).at("attachmentGroups")[0];
  EXPECT_EQ(group.at("parentObjectId"), 2);
  EXPECT_EQ(group.at("parentGlobalId"), "00000000-0000-4000-8000-000000000002");
  EXPECT_EQ(group.at("attachmentInfos")[0],
    json::parse(R"({"id":3,"globalId":"00000000-0000-4000-8000-000000000007","name":"picture 3.png",
      "contentType":"image/png","size":30,"keywords":"sign","exifInfo":null,
      "url":"http://host/Small/FeatureServer/0/2/attachments/3"})"));
  EXPECT_EQ(listed({{"objectIds", "1"}, {"returnCountOnly", "true"}}).at("attachmentGroups")[0].at("count"), 2);
}

TEST(AttachmentQuery, GivesTheInfosAndBytesOfOneRow) {
  const http_request request = request_with({});
  const attachment_query query{request, with_pictures(), "", dialect::enterprise};
  const json infos = json::parse(query.infos(1).body).at("attachmentInfos");
  ASSERT_EQ(infos.size(), 2u);
  EXPECT_EQ(infos[1].at("parentGlobalId"), "{00000000-0000-4000-8000-000000000001}");
  EXPECT_EQ(json::parse(query.infos(4).body).at("attachmentInfos"), json::array());
  const http_response content = query.bytes(1, 2);
  EXPECT_EQ(content.headers.at("Content-Type"), "image/png");
  EXPECT_EQ(content.body, std::string(20, '2'));
  for (const http_response& wrong : {query.infos(99), query.bytes(1, 3), query.bytes(99, 1)})
    EXPECT_EQ(json::parse(wrong.body).at("error").at("code"), 404);
}

} // namespace
} // namespace sandbox
