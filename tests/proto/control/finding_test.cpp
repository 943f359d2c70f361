#include "proto/control/finding.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace {

using nlohmann::json;
using proto::finding_code;

TEST(Finding, EveryCodeHasAWordOfItsOwnAMeaningAndAdvice) {
  std::set<std::string_view> words;
  for (const auto& failure : proto::failure_kinds())
    words.insert(failure.word); // a document holds both
  words.erase("outsideArea");   // the same fact: a failure of tiles, a finding of features
  for (const auto& kind : proto::finding_kinds()) {
    EXPECT_TRUE(words.insert(kind.word).second) << kind.word;
    EXPECT_FALSE(kind.what.empty() || kind.how.empty()) << kind.word;
    EXPECT_NE(kind.level, proto::finding_level::hard) << kind.word << ": hard ones are failures";
    EXPECT_EQ(&proto::kind_of(kind.code), &kind);
  }
}

TEST(Finding, ComesBackFromItsDocument) {
  for (const auto& kind : proto::finding_kinds()) {
    const proto::finding whole{kind.code, "id", "Title", "https://h/rest/services/X/FeatureServer", "because"};
    const auto back = proto::read_finding(proto::to_json(whole));
    ASSERT_TRUE(back) << kind.word;
    EXPECT_EQ(*back, whole);
    const proto::finding of_the_map{.code = kind.code};
    EXPECT_EQ(*proto::read_finding(proto::to_json(of_the_map)), of_the_map);
  }
  EXPECT_FALSE(proto::read_finding({{"code", "fromTheFuture"}}));
  EXPECT_FALSE(proto::read_finding(json::array()));
}

TEST(Finding, DocumentTellsWhatWhyWhoAndHow) {
  const auto document = proto::to_json({finding_code::index_name, "hydrants", "Hydrants", "https://h/FS/0", "I-1"});
  EXPECT_EQ(document["code"], "indexName");
  EXPECT_EQ(document["level"], "soft");
  EXPECT_EQ(document["who"], "serviceOwner");
  EXPECT_EQ(document["why"], "I-1");
  EXPECT_EQ(document["layer"], "hydrants");
  EXPECT_FALSE(document["what"].get<std::string>().empty());
  EXPECT_FALSE(document["how"].get<std::string>().empty());
}

TEST(Finding, LineNamesTheLayerElseTheServiceElseTheMap) {
  EXPECT_EQ(proto::describe({finding_code::outside_area, "a", "Hydrants", "https://h", ""}),
    "Hydrants: the layer's extent does not meet the area");
  EXPECT_EQ(proto::describe({finding_code::tile_limit, "", "", "https://h/MapServer", "7 of 5"}),
    "https://h/MapServer: more tiles are asked for than the service allows in one export (7 of 5)");
  EXPECT_THAT(proto::describe({.code = finding_code::not_marked_offline}), testing::StartsWith("the map: "));
  EXPECT_EQ(proto::describe({.code = finding_code::map_member_ignored, .title = "a\nb"}).find('\n'), std::string::npos);
}

TEST(Finding, OfLevelHardIsAFailure) {
  const proto::failure why{
    .code = proto::failure_code::sync_not_enabled, .subject = "Hydrants", .server_said = "no", .hint = ""};
  const auto document = proto::to_json_as_finding(why, "hydrants", "Hydrants", "https://h/FS/0");
  EXPECT_EQ(document["code"], "syncNotEnabled");
  EXPECT_EQ(document["level"], "hard");
  EXPECT_EQ(document["who"], "serviceOwner");
  EXPECT_EQ(document["why"], "Hydrants; server said: no");
  EXPECT_EQ(document["how"], proto::kind_of(why.code).hint);
  const auto of_a_finding = proto::to_json(proto::finding{});
  for (const auto& [name, value] : of_a_finding.items())
    EXPECT_TRUE(document.contains(name)) << name;
}

TEST(Finding, WhoCanChangeAFailureFollowsItsCause) {
  using enum proto::failure_code;
  EXPECT_EQ(proto::party_of(offline_disabled), proto::finding_party::map_author);
  EXPECT_EQ(proto::party_of(tile_export_not_enabled), proto::finding_party::service_owner);
  EXPECT_EQ(proto::party_of(sign_in_required), proto::finding_party::machine_operator);
  EXPECT_EQ(proto::party_of(permission_missing), proto::finding_party::portal_administrator);
  EXPECT_EQ(proto::party_of(crosses_dateline), proto::finding_party::caller);
  EXPECT_EQ(proto::party_of(outside_area), proto::finding_party::caller);
}

} // namespace
