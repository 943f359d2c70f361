#include "core/plan/reference_basemap.hpp"

#include "core/plan/survey.hpp"
#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using enum proto::failure_code;

const proto::spatial_reference mercator{102100, 3857, {}};

proto::job_request job_with_basemap(const std::string& directory, std::optional<std::string> name = "city.tpkx") {
  auto request = naperville();
  request.parameters.reference_basemap_directory = directory;
  request.parameters.reference_basemap_filename = std::move(name);
  return request;
}

/// The package that is named is there, in web mercator, and covers the world.
plan_world world_with_basemap(const nlohmann::json& map = simple::simple_map()) {
  auto world = simple::simple_world(map);
  world.basemap = core::basemap_facts{"tpkx", mercator, proto::envelope{-2e7, -2e7, 2e7, 2e7, mercator}};
  return world;
}

TEST(ReferenceBasemap, LiesBesideThePackageOrWhereItsDirectorySays) {
  const struct {
    const char* package;
    const char* directory;
    const char* file;
    const char* path;
  } cases[]{
    {"/maps/central", ".", "/maps/city.tpkx", "file:../../city.tpkx"},
    {"/maps/central/", ".", "/maps/city.tpkx", "file:../../city.tpkx"},
    {"/root/my_offline_maps/pkg", "../other_maps", "/root/other_maps/city.tpkx", "file:../../../other_maps/city.tpkx"},
    {"/maps/central", "basemaps/2024/", "/maps/basemaps/2024/city.tpkx", "file:../../basemaps/2024/city.tpkx"},
    {"/maps/central", "/srv/basemaps", "/srv/basemaps/city.tpkx", "file:/srv/basemaps/city.tpkx"},
    {"/maps/central", "/srv/x/../basemaps/", "/srv/basemaps/city.tpkx", "file:/srv/basemaps/city.tpkx"},
  };
  for (const auto& [package, directory, file, path] : cases) {
    auto job = job_with_basemap(directory);
    job.download_directory = package;
    const auto located = core::locate_basemap(job, "city.tpkx");
    ASSERT_TRUE(located) << directory;
    EXPECT_EQ(located->file, file) << package << " " << directory;
    EXPECT_EQ(located->path, path) << package << " " << directory;
  }
}

TEST(ReferenceBasemap, TakesThePlaceOfTheWholeBasemapAndNoneIsOrdered) {
  auto world = world_with_basemap();
  const auto plan = plan_of(world.plan(job_with_basemap("/srv")));
  EXPECT_THAT(world.looked_at, ElementsAre("/srv/city.tpkx"));
  EXPECT_FALSE(world.was_asked(simple::tiles));
  ASSERT_EQ(plan.exports.size(), 1u);
  EXPECT_EQ(proto::kind_of(plan.exports[0].task), proto::export_kind::feature_sync);
  EXPECT_EQ(plan.reference_basemap, "file:/srv/city.tpkx");
  const auto& layers = plan.web_map["baseMap"]["baseMapLayers"];
  ASSERT_EQ(layers.size(), 1u);
  EXPECT_EQ(layers[0]["layerType"], "ArcGISTiledMapServiceLayer");
  EXPECT_EQ(layers[0]["title"], "city");
  EXPECT_EQ(plan.web_map["baseMap"]["title"], "city");
  EXPECT_THAT(plan.findings, IsEmpty());
}

TEST(ReferenceBasemap, VectorTilesMakeALayerOfTheirKind) {
  auto world = world_with_basemap();
  world.basemap->extension = "vtpk";
  const auto plan = plan_of(world.plan(job_with_basemap("/srv", "city.vtpk")));
  EXPECT_EQ(plan.web_map["baseMap"]["baseMapLayers"][0]["layerType"], "VectorTileLayer");
}

TEST(ReferenceBasemap, ThatIsMissingEndsTheJobBeforeAnyServiceIsAsked) {
  auto world = simple::simple_world();
  EXPECT_EQ(failure_of(world.plan(job_with_basemap("/srv"))).code, reference_basemap_missing);
  EXPECT_FALSE(world.was_asked(simple::water));
  EXPECT_FALSE(world.was_asked(simple::tiles));
}

TEST(ReferenceBasemap, ThatIsMissingIsFoundOutByASurveyThatGoesOn) {
  auto world = simple::simple_world();
  const auto step = world.plan(job_with_basemap("/srv"), "https://portal.example.com", core::plan_purpose::survey);
  const auto& found = std::get<core::prepared_map>(step).capabilities;
  EXPECT_THAT(found.errors, ElementsAre(Field(&proto::failure::code, reference_basemap_missing)));
  EXPECT_TRUE(found.has_errors());
  ASSERT_EQ(found.layers.size(), 1u) << "layers of the basemap are not judged";
  EXPECT_EQ(found.layers[0].id, "hydrants");
}

TEST(ReferenceBasemap, AuthorNamesTheFileAndNeverTheFolder) {
  auto map = simple::simple_map();
  map["applicationProperties"]["offline"]["offlinebasemap"]["referenceBasemapName"] = "author.tpkx";
  const auto looked_at = [&](const proto::job_request& request) {
    auto world = world_with_basemap(map);
    world.plan(request);
    return world.looked_at;
  };
  EXPECT_THAT(looked_at(job_with_basemap("/srv", std::nullopt)), ElementsAre("/srv/author.tpkx"));
  EXPECT_THAT(looked_at(job_with_basemap("/srv")), ElementsAre("/srv/city.tpkx"));
  EXPECT_THAT(looked_at(job_with_basemap("", std::nullopt)), IsEmpty());
  auto world = world_with_basemap(map);
  auto by_hand = job_with_basemap("/srv", std::nullopt);
  by_hand.defaults = proto::parameter_defaults::none;
  EXPECT_EQ(failure_of(world.plan(by_hand)).code, reference_basemap_missing);
  EXPECT_EQ(failure_of(world.plan(job_with_basemap("/srv", ""))).code, reference_basemap_missing);
  const auto step = world.plan(naperville(), "https://portal.example.com", core::plan_purpose::defaults);
  EXPECT_EQ(std::get<core::prepared_map>(step).parameters.reference_basemap_filename, "author.tpkx");
}

TEST(ReferenceBasemap, AuthorsNameThatLeavesItsFolderIsNotTaken) {
  auto map = simple::simple_map();
  map["applicationProperties"]["offline"]["offlinebasemap"]["referenceBasemapName"] = "../../etc/author.tpkx";
  auto world = world_with_basemap(map);
  EXPECT_EQ(failure_of(world.plan(job_with_basemap("/srv", std::nullopt))).code, reference_basemap_missing);
  EXPECT_THAT(world.looked_at, IsEmpty());
  EXPECT_THAT(plan_of(world.plan(naperville())).findings,
    Contains(Field(&proto::finding::code, proto::finding_code::map_member_ignored)));
}

TEST(ReferenceBasemap, IsNotLookedAtWithoutABasemapNorForTheParametersAlone) {
  auto world = world_with_basemap();
  auto request = job_with_basemap("/srv");
  world.plan(request, "https://portal.example.com", core::plan_purpose::defaults);
  request.parameters.include_basemap = false;
  const auto plan = plan_of(world.plan(request));
  EXPECT_THAT(world.looked_at, IsEmpty());
  EXPECT_THAT(plan.web_map["baseMap"]["baseMapLayers"], IsEmpty());
  EXPECT_EQ(plan.reference_basemap, "");
}

TEST(ReferenceBasemap, GivesTheMapItsSpatialReference) {
  auto world = world_with_basemap();
  const auto reference_in = [&](const proto::spatial_reference& of_basemap) {
    world.basemap->spatial_reference = of_basemap;
    return plan_of(world.plan(job_with_basemap("/srv"))).web_map["spatialReference"];
  };
  const auto own = simple::simple_map()["spatialReference"];
  EXPECT_EQ(reference_in({4326, 4326, {}}), proto::to_json(proto::spatial_reference{4326, 4326, {}}));
  EXPECT_EQ(reference_in({3857, 0, {}}), own) << "the same one under another number";
  EXPECT_EQ(reference_in({}), own) << "it states none";
}

TEST(ReferenceBasemap, ThatDoesNotCoverTheAreaIsSaid) {
  const auto area = naperville().parameters.area_of_interest;
  const auto covers = [&](std::optional<proto::envelope> extent, const proto::area& asked) {
    return !core::basemap_coverage({"/srv/city.tpkx", "", {"tpkx", mercator, std::move(extent)}}, asked);
  };
  EXPECT_TRUE(covers(std::nullopt, area));
  EXPECT_TRUE(covers(proto::envelope{-9814400, 5126100, -9812700, 5127200, mercator}, area));
  EXPECT_FALSE(covers(proto::envelope{-9814400, 5126100, -9812701, 5127200, mercator}, area));
  EXPECT_TRUE(covers(proto::envelope{-89, 41, -88, 42, {4326, 0, {}}}, area));
  EXPECT_FALSE(covers(proto::envelope{-89, 41, -88.16, 42, {4326, 0, {}}}, area));
  EXPECT_TRUE(covers(proto::envelope{0, 0, 1, 1, {999999, 0, {}}}, area)) << "nobody can tell";
  auto world = world_with_basemap();
  world.basemap->extent = proto::envelope{0, 0, 1, 1, mercator};
  EXPECT_THAT(plan_of(world.plan(job_with_basemap("/srv"))).findings,
    ElementsAre(Field(&proto::finding::code, proto::finding_code::reference_basemap_too_small)));
}

} // namespace
