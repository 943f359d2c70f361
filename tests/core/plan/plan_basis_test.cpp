#include "core/plan/plan_basis.hpp"

#include "tests/core/plan/simple_world.hpp"

#include <gmock/gmock.h>

namespace {

using testing::HasSubstr;

proto::job_request planned_in(plan_world world) {
  auto request = naperville();
  const auto step = world.plan(request);
  plan_of(step);
  if (const auto* map = std::get_if<core::prepared_map>(&step))
    request.basis = map->basis;
  return request;
}

TEST(PlanBasis, HoldsWhileNothingChanges) {
  const auto request = planned_in(simple::simple_world());
  auto world = simple::simple_world();
  EXPECT_EQ(plan_of(world.plan(request)).exports.size(), 2u);
}

TEST(PlanBasis, NamesWhatHasChanged) {
  const auto request = planned_in(simple::simple_world());
  struct change {
    std::string address;
    nlohmann::json answer;
    std::string named;
  };
  auto item = simple::item();
  item["modified"] = 1;
  auto map = simple::simple_map();
  map["operationalLayers"][0]["title"] = "Others";
  auto layer = simple::feature_layer(0);
  layer["fields"] = {{{"name", "NEW"}, {"type", "esriFieldTypeString"}}};
  auto tiles = simple::tile_root();
  tiles["maxExportTilesCount"] = 5;
  for (const auto& [address, answer, named] : {change{sharing + request.item, item, "item (modified)"},
         change{sharing + request.item + "/data", map, "web map (document)"},
         change{simple::water, simple::feature_root("Query,Sync"), "Water/FeatureServer (capabilities)"},
         change{simple::water + "/layers", {{"layers", {layer}}, {"tables", nlohmann::json::array()}},
           "FeatureServer/0 (fields)"},
         change{simple::tiles, tiles, "Imagery/MapServer (maxExportTilesCount)"}}) {
    auto world = simple::simple_world();
    world.answer(address, answer);
    const auto why = failure_of(world.plan(request));
    EXPECT_EQ(why.code, proto::failure_code::plan_changed);
    EXPECT_THAT(why.subject, HasSubstr(named));
  }
}

TEST(PlanBasis, DoesNotMindThatPeopleWork) {
  const auto request = planned_in(simple::simple_world());
  auto world = simple::simple_world();
  auto layer = simple::feature_layer(0);
  layer["extent"] = {{"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 4326}}}};
  layer["editingInfo"] = {{"lastEditDate", 123}};
  world.answer(simple::water + "/layers", nlohmann::json{{"layers", {layer}}, {"tables", nlohmann::json::array()}});
  EXPECT_EQ(plan_of(world.plan(request)).exports.size(), 2u);
}

TEST(PlanBasis, MindsOrdersThatAreMadeOtherwise) {
  auto request = planned_in(simple::simple_world());
  request.parameters.max_scale = 5000000;
  auto world = simple::simple_world();
  EXPECT_THAT(failure_of(world.plan(request)).subject, HasSubstr("what this version asks for"));
}

} // namespace
