#include "proto/control/job_request.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using proto::failure_code;

const json sample_job = json::parse(R"({"portal":"https://www.arcgis.com","item":"0123456789ABCDEF0123456789abcdef",
  "downloadDirectory":"/var/lib/mapferry/maps/central","parameters":{"areaOfInterest":
  {"xmin":-110.2,"ymin":37.9,"xmax":-109.6,"ymax":38.6,"spatialReference":{"wkid":4326}},"maxScale":5000}})");

/// The sample_job with one element set to a value.
json with(const std::string& pointer, json value) {
  json changed = sample_job;
  changed[json::json_pointer{pointer}] = std::move(value);
  return changed;
}

struct refusal {
  std::string element, why;
  failure_code code = failure_code::internal;
};
refusal refused(const json& job) {
  const auto read = proto::read_job_request(job);
  if (read)
    return {"taken", "", failure_code::internal};
  return {read.error().subject, read.error().hint, read.error().code};
}

TEST(JobRequest, ATypicalJobIsRead) {
  const auto job = proto::read_job_request(sample_job);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->portal, "https://www.arcgis.com");
  EXPECT_EQ(job->item, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(job->download_directory, "/var/lib/mapferry/maps/central");
  EXPECT_EQ(job->defaults, proto::parameter_defaults::author);
  EXPECT_EQ(job->parameters.max_scale, 5000);
  EXPECT_EQ(job->parameters.min_scale, 0);
  EXPECT_TRUE(job->parameters.include_basemap && job->parameters.continue_on_errors);
  EXPECT_FALSE(job->deadline);
  EXPECT_EQ(std::get<proto::envelope>(job->parameters.area_of_interest).xmin, -110.2);
}

TEST(JobRequest, WhatIsWrittenIsReadAgain) {
  auto job = *proto::read_job_request(sample_job);
  job.portal = "field";
  job.defaults = proto::parameter_defaults::none;
  job.parameters.area_of_interest = proto::polygon{{{{0, 0}, {0, 1.25}, {1, 0}, {0, 0}}}, {.wkid = 3857}};
  job.parameters.min_scale = 900000.5;
  job.parameters.include_basemap = job.parameters.continue_on_errors = false;
  job.deadline = std::chrono::hours{48};
  const auto again = proto::read_job_request(proto::to_json(job));
  ASSERT_TRUE(again) << again.error().subject << again.error().hint;
  EXPECT_EQ(*again, job);
}

TEST(JobRequest, WordsAreReadWithoutRegardToCase) {
  EXPECT_EQ(proto::read_job_request(with("/defaults", "NONE"))->defaults, proto::parameter_defaults::none);
  EXPECT_TRUE(proto::read_job_request(with("/parameters/updateMode", "SyncWithFeatureServices")));
}

TEST(JobRequest, DeadlinesHaveUnits) {
  const auto seconds = [](json value) -> long {
    const auto job = proto::read_job_request(with("/deadline", std::move(value)));
    return job ? static_cast<long>(job->deadline->count()) : 0;
  };
  EXPECT_EQ(seconds("48h"), 172800);
  EXPECT_EQ(seconds("30m"), 1800);
  EXPECT_EQ(seconds("2d"), 172800);
  EXPECT_EQ(seconds("90s"), 90);
  EXPECT_EQ(seconds(90), 90);
  EXPECT_EQ(seconds("90"), 90);
  for (json wrong : {json("h"), json("-1h"), json("1w"), json(0), json(-5), json(1.5), json("99999999999999999999h"),
         json("9999999999d"), json(true), json("")})
    EXPECT_EQ(refused(with("/deadline", wrong)).element, "deadline") << wrong;
}

TEST(JobRequest, RefusalsNameTheElement) {
  const std::pair<const char*, json> cases[]{{"/portal", 5}, {"/portal", ""}, {"/portal", nullptr}, {"/item", "xyz"},
    {"/item", nullptr}, {"/downloadDirectory", ""}, {"/downloadDirectory", std::string("a\0b", 3)},
    {"/defaults", "both"}, {"/parameters", nullptr}, {"/parameters", 3}, {"/parameters/areaOfInterest", nullptr},
    {"/parameters/areaOfInterest", "here"}, {"/parameters/maxScale", "5000"}, {"/parameters/maxScale", -1},
    {"/parameters/minScale", true}, {"/parameters/includeBasemap", "yes"}, {"/parameters/continueOnErrors", 1},
    {"/parameters/areaOfInterest/xmin", "NaN"}, {"/parameters/areaOfInterest/xmax", -111},
    {"/parameters/areaOfInterest/spatialReference", nullptr}};
  for (const auto& [pointer, value] : cases) {
    auto path = std::string{pointer}.substr(1);
    std::ranges::replace(path, '/', '.');
    const auto why = refused(with(pointer, value));
    EXPECT_EQ(why.element, path) << value;
    EXPECT_FALSE(why.why.empty()) << pointer;
  }
  EXPECT_EQ(refused(json::array()).code, failure_code::invalid_request);
  EXPECT_EQ(refused(json::object()).element, "portal");
}

TEST(JobRequest, PortalsAreNamesOrPlainAddresses) {
  EXPECT_TRUE(proto::read_job_request(with("/portal", "http://127.0.0.1:8080/portal")));
  for (const char* wrong : {"ftp://h", "https://user:pw@h/portal", "https://h/portal?token=x", "//h/portal"})
    EXPECT_EQ(refused(with("/portal", wrong)).element, "portal") << wrong;
}

TEST(JobRequest, UnknownMembersAreRefusedWithTheNearestName) {
  EXPECT_EQ(refused(with("/parameters/maxscale", 1)).element, "parameters.maxscale");
  EXPECT_NE(refused(with("/parameters/maxscale", 1)).why.find("did you mean maxScale?"), std::string::npos);
  EXPECT_NE(refused(with("/downloadDirectry", "x")).why.find("did you mean downloadDirectory?"), std::string::npos);
  EXPECT_EQ(refused(with("/parameters/areaOfInterest/xmn", 1)).element, "parameters.areaOfInterest.xmn");
  EXPECT_EQ(refused(with("/colour", 1)).why.find("did you mean"), std::string::npos);
}

TEST(JobRequest, MinScaleIsTheGreaterDenominator) {
  EXPECT_TRUE(proto::read_job_request(with("/parameters/minScale", 5000.5)));
  EXPECT_EQ(refused(with("/parameters/minScale", 5000)).element, "parameters.minScale");
  EXPECT_EQ(refused(with("/parameters/minScale", 4000)).element, "parameters.minScale");
  EXPECT_TRUE(proto::read_job_request(with("/parameters/minScale", 0)));
}

TEST(JobRequest, AnAreaFromAFileIsTheClientsBusiness) {
  EXPECT_EQ(
    refused(with("/parameters/areaOfInterest", {{"file", "/etc/passwd"}})).element, "parameters.areaOfInterest.file");
}

TEST(JobRequest, AMissingReferenceOfTheAreaHasItsOwnCode) {
  auto job = sample_job;
  job["parameters"]["areaOfInterest"].erase("spatialReference");
  EXPECT_EQ(refused(job).code, failure_code::missing_spatial_reference);
  EXPECT_EQ(refused(job).element, "parameters.areaOfInterest.spatialReference");
}

/// The sample_job with a web map of its own instead of an item.
json with_map(json map) {
  auto changed = with("/webMap", std::move(map));
  changed.erase("item");
  return changed;
}

TEST(JobRequest, AWebMapStandsInsteadOfAnItem) {
  const json map{{"operationalLayers", {{{"id", "a"}, {"strange", 1.5}}}}};
  const auto job = proto::read_job_request(with_map({{"name", "field"}, {"document", map}}));
  ASSERT_TRUE(job) << job.error().subject;
  EXPECT_TRUE(job->item.empty());
  EXPECT_EQ(*job->web_map->document, map);
  EXPECT_EQ(proto::map_of(*job), "field");
  const auto again = proto::read_job_request(proto::to_json(*job));
  ASSERT_TRUE(again) << again.error().subject;
  EXPECT_EQ(*again, *job);
  EXPECT_EQ(proto::map_of(*proto::read_job_request(with("/webMap", nullptr))), "0123456789abcdef0123456789abcdef");
}

TEST(JobRequest, OfItemAndWebMapOneIsGiven) {
  const json map{{"name", "field"}, {"document", {{"tables", json::array()}}}};
  EXPECT_NE(refused(with("/webMap", map)).why.find("one of both"), std::string::npos);
  EXPECT_EQ(refused(with("/webMap", map)).element, "webMap");
  const auto neither = refused(with("/item", nullptr));
  EXPECT_EQ(neither.element, "item");
  EXPECT_NE(neither.why.find("webMap"), std::string::npos);
}

TEST(JobRequest, AWebMapThatIsNoneIsRefusedByElement) {
  const json good{{"tables", json::array()}};
  json deep = json::array();
  for (int i = 0; i < 20; ++i)
    deep = json::array({{{"layerType", "GroupLayer"}, {"layers", deep}}});
  const std::pair<json, std::string> cases[]{{"map.json", "webMap"}, {{{"document", good}}, "webMap.name"},
    {{{"name", ""}, {"document", good}}, "webMap.name"}, {{{"name", "a"}}, "webMap.document"},
    {{{"name", "a"}, {"document", {1}}}, "webMap.document"},
    {{{"name", "a"}, {"document", {{"version", "2.31"}}}}, "webMap.document"},
    {{{"name", "a"}, {"document", {{"error", {{"code", 499}, {"message", "Token Required"}}}}}}, "webMap.document"},
    {{{"name", "a"}, {"document", good}, {"path", "/x"}}, "webMap.path"},
    {{{"name", "a"}, {"document", {{"operationalLayers", deep}}}},
      "webMap.document/operationalLayers/0/layers/0/layers"}};
  for (const auto& [map, element] : cases) {
    const auto why = refused(with_map(map));
    EXPECT_TRUE(why.element.starts_with(element)) << why.element << " of " << map;
    EXPECT_FALSE(why.why.empty()) << map;
    EXPECT_EQ(why.code, failure_code::invalid_request);
  }
  EXPECT_NE(refused(with_map(cases[6].first)).why.find("Token Required"), std::string::npos);
}

TEST(JobRequest, NoOverridesAreOtherThanOverridesThatNameNothing) {
  EXPECT_FALSE(proto::read_job_request(sample_job)->overrides);
  EXPECT_FALSE(proto::read_job_request(with("/overrides", nullptr))->overrides);
  EXPECT_FALSE(proto::to_json(*proto::read_job_request(sample_job)).contains("overrides"));
  const auto empty = proto::read_job_request(with("/overrides", json::object()));
  ASSERT_TRUE(empty && empty->overrides);
  EXPECT_TRUE(proto::to_json(*empty).contains("overrides"));
  EXPECT_EQ(refused(with("/overrides", "o.json")).element, "overrides") << "files are read where they are";
}

} // namespace
