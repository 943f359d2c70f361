#include "proto/failure.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace {

using proto::failure;
using proto::failure_code;

TEST(Failure, EveryCodeHasAWordOfItsOwnAMeaningAndAHint) {
  std::set<std::string_view> words;
  for (const auto& kind : proto::failure_kinds()) {
    EXPECT_TRUE(words.insert(kind.word).second) << kind.word;
    EXPECT_TRUE(kind.word.front() >= 'a' && kind.word.front() <= 'z') << kind.word;
    EXPECT_EQ(kind.word.find_first_of(" _-"), std::string_view::npos) << kind.word;
    EXPECT_FALSE(kind.meaning.empty()) << kind.word;
    EXPECT_FALSE(kind.hint.empty()) << kind.word;
    EXPECT_GE(kind.exit_code, 1) << kind.word;
    EXPECT_LE(kind.exit_code, 13) << kind.word;
    EXPECT_EQ(proto::failure_code_from_word(kind.word), kind.code);
    EXPECT_EQ(&proto::kind_of(kind.code), &kind);
    EXPECT_EQ(proto::word(kind.code), kind.word);
  }
  EXPECT_FALSE(proto::failure_code_from_word("noSuchWord"));
}

TEST(Failure, DocumentedCodesOfTheSdkAreKept) {
  const std::map<failure_code, int> documented{{failure_code::missing_spatial_reference, 7001},
    {failure_code::invalid_response, 7003}, {failure_code::unsupported_layer_type, 7005},
    {failure_code::sync_not_enabled, 7006}, {failure_code::tile_export_not_enabled, 7007},
    {failure_code::missing_item_property, 7008}, {failure_code::web_map_not_supported, 7009},
    {failure_code::spatial_reference_invalid, 7011}, {failure_code::not_loaded, 7015},
    {failure_code::branch_versioning_not_supported, 7021}, {failure_code::compact_v2_not_enabled, 7024},
    {failure_code::outside_area, 7025}};
  for (const auto& kind : proto::failure_kinds()) {
    const auto expected = documented.find(kind.code);
    EXPECT_EQ(kind.sdk_code, expected == documented.end() ? std::nullopt : std::optional{expected->second})
      << kind.word;
  }
}

TEST(Failure, EveryGroupHasAWordOfItsOwnAndACode) {
  std::map<std::string_view, int> codes;
  for (const auto& kind : proto::failure_kinds())
    ++codes[proto::word(kind.group)];
  EXPECT_THAT(codes, testing::SizeIs(static_cast<std::size_t>(proto::failure_group::internal) + 1));
}

TEST(Failure, GroupsTellApartWhatIsDoneAboutThem) {
  using proto::failure_group;
  const auto group_of = [](failure_code code) { return proto::kind_of(code).group; };
  EXPECT_EQ(group_of(failure_code::network_unreachable), failure_group::network);
  EXPECT_EQ(group_of(failure_code::service_lost), failure_group::service_lost);
  EXPECT_EQ(group_of(failure_code::refused_by_service), failure_group::refused);
  EXPECT_EQ(group_of(failure_code::limit_exceeded), failure_group::limit);
  EXPECT_EQ(group_of(failure_code::sign_in_failed), failure_group::authentication);
  EXPECT_EQ(group_of(failure_code::sync_not_enabled), failure_group::unsupported);
  EXPECT_EQ(group_of(failure_code::damaged), failure_group::damaged);
  EXPECT_EQ(group_of(failure_code::disk_full), failure_group::disk);
  EXPECT_EQ(group_of(failure_code::invalid_request), failure_group::request);
  EXPECT_EQ(group_of(failure_code::cancelled), failure_group::ended);
  EXPECT_EQ(group_of(failure_code::internal), failure_group::internal);
}

/// A code of a group ends the command as the group's others do, but for waits that have ended and requests.
TEST(Failure, GroupsAndExitCodesAgree) {
  const std::map<std::string_view, std::set<int>> allowed{{"network", {5, 7}}, {"serviceLost", {7}}, {"refused", {7}},
    {"limit", {8}}, {"authentication", {6}}, {"unsupported", {7}}, {"damaged", {10}}, {"disk", {9}},
    {"request", {2, 4, 11}}, {"ended", {8, 13}}, {"internal", {1}}};
  for (const auto& kind : proto::failure_kinds())
    EXPECT_TRUE(allowed.at(proto::word(kind.group)).contains(kind.exit_code)) << kind.word;
}

TEST(Failure, ExitCodesFollowTheManual) {
  EXPECT_EQ(proto::kind_of(failure_code::invalid_request).exit_code, 2);
  EXPECT_EQ(proto::kind_of(failure_code::unsupported_parameter).exit_code, 2);
  EXPECT_EQ(proto::kind_of(failure_code::unknown_job).exit_code, 4);
  EXPECT_EQ(proto::kind_of(failure_code::network_unreachable).exit_code, 5);
  EXPECT_EQ(proto::kind_of(failure_code::sign_in_failed).exit_code, 6);
  EXPECT_EQ(proto::kind_of(failure_code::refused_by_service).exit_code, 7);
  EXPECT_EQ(proto::kind_of(failure_code::limit_exceeded).exit_code, 8);
  EXPECT_EQ(proto::kind_of(failure_code::disk_full).exit_code, 9);
  EXPECT_EQ(proto::kind_of(failure_code::damaged).exit_code, 10);
  EXPECT_EQ(proto::kind_of(failure_code::directory_not_empty).exit_code, 11);
  EXPECT_EQ(proto::kind_of(failure_code::cancelled).exit_code, 13);
  EXPECT_EQ(proto::kind_of(failure_code::internal).exit_code, 1);
}

TEST(Failure, DescriptionIsOneLineWithNothingThatMovesACursor) {
  const failure f{.code = failure_code::refused_by_service,
    .during = "asking for a replica",
    .subject = "Hydrants\n\x1b[2J",
    .server_said = "no \xe2\x80\xae txt.exe \xff",
    .hint = "ask\tagain"};
  const auto line = proto::describe(f);
  EXPECT_EQ(line,
    "the service refused the request: Hydrants\\n\\x1b[2J, during asking for a replica; server said: "
    "no \\u202e txt.exe \\xff; ask\\tagain");
}

TEST(Failure, JsonHasTheDocumentedMembersAndComesBack) {
  failure f{.code = failure_code::limit_exceeded,
    .during = "exporting tiles",
    .subject = "Imagery",
    .server_said = "ERROR 001564",
    .http_status = 200,
    .esri_code = 500,
    .worth_retrying = true};
  const nlohmann::json json = f;
  EXPECT_EQ(json["code"], "limitExceeded");
  EXPECT_EQ(json["group"], "limit");
  EXPECT_TRUE(json["sdkCode"].is_null());
  EXPECT_EQ(json["server"]["code"], 500);
  EXPECT_EQ(json["server"]["status"], 200);
  EXPECT_EQ(json["server"]["message"], "ERROR 001564");
  EXPECT_EQ(json["retryable"], true);
  EXPECT_EQ(json["hint"], proto::kind_of(f.code).hint);
  EXPECT_EQ(json.get<failure>(), f);
  f.hint = "a hint of its own";
  EXPECT_EQ(nlohmann::json(f).get<failure>(), f);
}

TEST(Failure, ReadingTakesWhatItCanOfAnything) {
  for (const char* text : {"null", "[]", "3", "{}", R"({"code":7})", R"({"code":"fromTheFuture","server":[]})"})
    EXPECT_EQ(nlohmann::json::parse(text).get<failure>().code, failure_code::internal) << text;
  const auto f =
    nlohmann::json::parse(R"({"code":"notFound","during":5,"subject":"item","server":{"code":400}})").get<failure>();
  EXPECT_EQ(f.code, failure_code::not_found);
  EXPECT_EQ(f.subject, "item");
}

TEST(Failure, JsonOfBrokenTextCanBeWritten) {
  const failure f{.code = failure_code::server_error, .server_said = "caf\xe9"};
  EXPECT_NO_THROW({ EXPECT_THAT(nlohmann::json(f).dump(), testing::HasSubstr("caf\xef\xbf\xbd")); });
}

} // namespace
