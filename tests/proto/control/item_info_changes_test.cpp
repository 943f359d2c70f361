#include "proto/control/item_info_changes.hpp"

#include "proto/control/request_reader.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

proto::failure failure_of(const json& info) {
  proto::request_reader in;
  proto::read_item_info_changes(in, info, "parameters.itemInfo");
  return in.failed().value_or(proto::failure{});
}

TEST(ItemInfoChanges, WhatIsGivenIsWrittenAndReadAgain) {
  const auto given =
    json::parse(R"json({"title":"Central (Central)","snippet":"","description":"<b>x</b>","tags":["a","b"],
    "accessInformation":"us","termsOfUse":"none","thumbnail":"data:image/png;base64,iVBORw0KGgo=","replace":true})json");
  proto::request_reader in;
  const auto read = proto::read_item_info_changes(in, given, "parameters.itemInfo");
  ASSERT_FALSE(in.failed()) << in.failed()->subject;
  EXPECT_EQ(proto::to_json(read), given);
  EXPECT_EQ(proto::to_json(proto::read_item_info_changes(in, json::object(), "")), json::object());
}

TEST(ItemInfoChanges, WrongMembersNameThemselves) {
  const auto picture = "data:image/png;base64," + std::string(proto::item_thumbnail_limit, 'A');
  for (const auto& [member, value] : std::initializer_list<std::pair<const char*, json>>{{"title", 5}, {"tags", "a"},
         {"tags", {1}}, {"replace", "yes"}, {"thumbnail", "photo.png"}, {"thumbnail", "data:text/html,x"},
         {"thumbnail", picture}, {"description", json::array()}}) {
    const auto why = failure_of({{member, value}});
    EXPECT_EQ(why.subject, std::string{"parameters.itemInfo."} + member);
    EXPECT_EQ(why.code, proto::failure_code::invalid_request);
  }
  EXPECT_NE(failure_of({{"licenseInfo", "x"}}).hint.find("is not known here"), std::string::npos);
  EXPECT_EQ(failure_of("x").subject, "parameters.itemInfo");
}

} // namespace
