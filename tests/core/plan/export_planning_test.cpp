#include "tests/core/plan/overridden_world.hpp"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using replica_task = proto::feature_sync_task;
using imagery_task = proto::raster_tiles_task;
using vectors_task = proto::vector_tiles_task;

const proto::spatial_reference mercator{102100, 3857, {}};
const proto::envelope far_and_wide{-9900000, 5000000, -9700000, 5300000, mercator};

std::vector<std::string> covered_by(const core::offline_plan& plan) {
  std::vector<std::string> ids;
  for (const auto& planned : plan.exports)
    for (const auto& covered : planned.covers)
      ids.push_back(covered.id);
  return ids;
}

std::vector<std::string> left_out(const core::offline_plan& plan) {
  std::vector<std::string> ids;
  for (const auto& one : plan.findings)
    if (one.code == proto::finding_code::left_out_by_overrides)
      ids.push_back(one.layer);
  return ids;
}

std::vector<nlohmann::json> requests_of(const core::offline_plan& plan) {
  std::vector<nlohmann::json> tasks;
  for (const auto& planned : plan.exports)
    tasks.push_back(proto::to_json(planned.task));
  return tasks;
}

TEST(ExportPlanning, UnchangedOverridesAskForTheSameAsNone) {
  overridden_world world;
  EXPECT_EQ(requests_of(world.plan()), requests_of(world.plan_without_overrides()));
  EXPECT_EQ(covered_by(world.plan()), covered_by(world.plan_without_overrides()));
  EXPECT_THAT(left_out(world.plan()), IsEmpty());
}

TEST(ExportPlanning, OverridesHoldWhatTheParametersComeTo) {
  overridden_world world;
  EXPECT_EQ(world.replica().extent, world.request.parameters.area_of_interest);
  EXPECT_EQ(world.replica().out_spatial_reference, mercator);
  EXPECT_EQ(world.replica().sync_model, proto::geodatabase_sync_model::layer);
  ASSERT_EQ(world.replica().layer_options.size(), 3u);
  EXPECT_EQ(world.replica().layer_options[1].where, "STATUS = 1");
  EXPECT_EQ(world.replica().layer_options[2], (proto::layer_query{2, proto::query_option::none, "", true, true}));
  EXPECT_THAT(world.imagery().level_ids, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
  EXPECT_EQ(world.vectors().max_level, 11);
}

TEST(ExportPlanning, FewerLevels) {
  overridden_world world;
  world.imagery().level_ids = {7, 5, 6};
  world.vectors().max_level = 4;
  const auto plan = world.plan();
  EXPECT_THAT(task_in<imagery_task>(plan).request.levels, ElementsAre(5, 6, 7));
  EXPECT_EQ(task_in<vectors_task>(plan).request.max_level, 4);
}

TEST(ExportPlanning, AnotherExtentAlsoOneLargerThanTheArea) {
  overridden_world world;
  world.replica().extent = far_and_wide;
  world.imagery().area_of_interest = far_and_wide;
  const auto plan = world.plan();
  EXPECT_EQ(task_in<replica_task>(plan).request.geometry, proto::area{far_and_wide});
  EXPECT_EQ(task_in<imagery_task>(plan).request.area_of_interest, proto::area{far_and_wide});
  EXPECT_EQ(proto::box_of(task_in<vectors_task>(plan).request.area_of_interest).xmin,
    proto::box_of(world.request.parameters.area_of_interest).xmin);
  EXPECT_EQ(plan.area_of_interest, world.request.parameters.area_of_interest) << "where the map opens";
}

TEST(ExportPlanning, WithoutAnExtentRowsOfTheAreaAndAllTiles) {
  overridden_world world;
  world.replica().extent.reset();
  world.imagery().area_of_interest.reset();
  const auto plan = world.plan();
  EXPECT_EQ(task_in<replica_task>(plan).request.geometry, world.request.parameters.area_of_interest);
  EXPECT_EQ(proto::box_of(task_in<imagery_task>(plan).request.area_of_interest).xmin, -20037508);
}

TEST(ExportPlanning, OptionsOfLayersAsTheyAreGiven) {
  overridden_world world;
  using option = proto::query_option;
  world.replica().layer_options = {{1, option::use_filter, "STATUS = 2", false, false},
    {0, option::none, "", true, true}, {2, option::use_filter, "", true, false}};
  EXPECT_THAT(task_in<replica_task>(world.plan()).request.layers,
    ElementsAre(proto::layer_query{1, option::use_filter, "STATUS = 2", false, false},
      proto::layer_query{0, option::none, "", true, true},
      proto::layer_query{2, option::use_filter, "", false, false}))
    << "a table has no geometry to filter by";
}

TEST(ExportPlanning, SettingsOfAReplicaAsTheyAreGiven) {
  overridden_world world;
  auto& replica = world.replica();
  replica.out_spatial_reference = proto::spatial_reference{4326, 0, {}};
  replica.return_attachments = false;
  replica.attachment_sync_direction = proto::attachment_sync_direction::upload;
  replica.sync_model = proto::geodatabase_sync_model::geodatabase;
  const auto plan = world.plan();
  const auto& request = task_in<replica_task>(plan).request;
  EXPECT_EQ(request.replica_sr.wkid, 4326);
  EXPECT_FALSE(request.return_attachments);
  EXPECT_EQ(request.attachments_sync_direction, proto::attachment_sync_direction::upload);
  EXPECT_EQ(request.sync_model, proto::sync_model::per_replica);
  replica.sync_model = proto::geodatabase_sync_model::none;
  EXPECT_EQ(task_in<replica_task>(world.plan()).request.sync_model, proto::sync_model::none);
  replica.return_attachments = true;
  EXPECT_TRUE(task_in<replica_task>(world.plan()).request.return_attachments);
}

TEST(ExportPlanning, BitsOfSyncDataOptionsWhereTheServiceHasThem) {
  overridden_world world;
  auto root = simple::feature_root();
  root["syncCapabilities"]["supportedSyncDataOptions"] = 1 | 4 | 16;
  world.answer(simple::water, root);
  EXPECT_EQ(task_in<replica_task>(world.plan()).request.sync_data_options, 1 | 4);
  world.replica().sync_annotations = false;
  world.replica().utility_network_sync_mode = proto::utility_network_sync_mode::sync_system_tables;
  EXPECT_EQ(task_in<replica_task>(world.plan()).request.sync_data_options, 4 | 16);
}

TEST(ExportPlanning, AQualityOfTilesIsAskedFor) {
  overridden_world world;
  EXPECT_EQ(task_in<imagery_task>(world.plan()).request.compression_quality, std::nullopt);
  world.imagery().compression_quality = 60;
  EXPECT_EQ(task_in<imagery_task>(world.plan()).request.compression_quality, 60);
}

TEST(ExportPlanning, AServiceMakesSeveralReplicas) {
  overridden_world world;
  auto second = world.replica();
  second.layer_options = {second.layer_options[1]};
  second.return_attachments = false;
  second.attachment_sync_direction = proto::attachment_sync_direction::none;
  world.replica().layer_options.erase(world.replica().layer_options.begin() + 1);
  world.overrides.generate_geodatabase_parameters.begin()->second.push_back(second);
  const auto plan = world.plan();
  EXPECT_EQ(plan.exports.size(), 4u);
  EXPECT_THAT(left_out(plan), IsEmpty());
  EXPECT_THAT(covered_by(plan), UnorderedElementsAre("imagery", "zones", "hydrants", "visits", "valves"));
}

TEST(ExportPlanning, WhatIsRemovedIsLeftOutWithoutAnError) {
  overridden_world world;
  world.replica().layer_options.erase(world.replica().layer_options.begin());
  world.overrides.export_tile_cache_parameters.clear();
  const auto plan = world.plan();
  EXPECT_THAT(covered_by(plan), ElementsAre("zones", "valves", "visits"));
  EXPECT_THAT(left_out(plan), UnorderedElementsAre("imagery", "hydrants"));
  EXPECT_THAT(plan.layer_errors, IsEmpty());
  world.overrides.generate_geodatabase_parameters.clear();
  EXPECT_THAT(covered_by(world.plan()), ElementsAre("zones"));
}

TEST(ExportPlanning, WhatTheyNameStaysOnline) {
  overridden_world world;
  auto& options = world.replica().layer_options;
  std::erase_if(options, [](const auto& option) { return option.layer_id != 0; });
  world.overrides.online_layers = {"valves"};
  world.overrides.online_tables = {"visits"};
  world.request.parameters.online_only_services_option = proto::online_only_services_option::use_authored_settings;
  const auto plan = world.plan();
  EXPECT_TRUE(plan.layer_errors.empty() && plan.table_errors.empty());
  EXPECT_EQ(plan.online.size(), 2u);
  EXPECT_EQ(task_in<proto::feature_sync_task>(plan).request.layers.size(), 1u);
  const auto step = world.step(core::plan_purpose::survey);
  const auto& made = std::get<core::prepared_map>(step);
  EXPECT_EQ(made.overrides.online_layers, world.overrides.online_layers);
  EXPECT_EQ(made.overrides.online_tables, world.overrides.online_tables);
}

TEST(ExportPlanning, AllCanStayOnlineAlsoTheBasemapThatNobodyAskedFor) {
  overridden_world world;
  world.request.parameters.include_basemap = false;
  world.overrides = {};
  world.overrides.online_layers = {"zones"};
  auto plan = world.plan();
  ASSERT_EQ(plan.online.size(), 1u);
  EXPECT_TRUE(plan.web_map.contains(nlohmann::json::json_pointer{plan.online[0]}));
  EXPECT_TRUE(plan.exports.empty());
}

TEST(ExportPlanning, WhatCannotBeTakenIsAnErrorWithOverridesToo) {
  overridden_world world;
  auto root = simple::tile_root();
  root["exportTilesAllowed"] = false;
  world.answer(simple::tiles, root);
  world.overrides.export_tile_cache_parameters.clear();
  const auto plan = world.plan();
  ASSERT_EQ(plan.layer_errors.size(), 1u);
  EXPECT_EQ(plan.layer_errors[0].failure.code, proto::failure_code::tile_export_not_enabled);
  EXPECT_THAT(left_out(plan), IsEmpty());
}

TEST(ExportPlanning, TheBasemapIsWhatTheOverridesNameOfIt) {
  overridden_world world;
  world.request.parameters.include_basemap = false;
  EXPECT_EQ(world.plan().exports.size(), 3u) << "named: taken";
  world.overrides.export_tile_cache_parameters.clear();
  EXPECT_THAT(left_out(world.plan()), ElementsAre("imagery"));
  world.overrides.export_vector_tiles_parameters.clear();
  const auto plan = world.plan();
  EXPECT_EQ(plan.exports.size(), 1u);
  EXPECT_THAT(left_out(plan), IsEmpty()) << "nobody wanted it";
  EXPECT_EQ(plan.web_map["baseMap"]["baseMapLayers"], nlohmann::json::array());
}

TEST(ExportPlanning, SupersededParametersAreIgnored) {
  overridden_world world;
  const auto before = requests_of(world.plan());
  auto& parameters = world.request.parameters;
  parameters.include_basemap = false;
  parameters.return_layer_attachment_option = proto::return_layer_attachment_option::none;
  parameters.attachment_sync_direction = proto::attachment_sync_direction::upload;
  parameters.return_schema_only_for_editable_layers = true;
  parameters.is_definition_expression_filter_enabled = false;
  parameters.destination_table_row_filter = proto::destination_table_row_filter::all;
  parameters.update_mode = proto::update_mode::no_updates;
  parameters.min_scale = 1e6;
  parameters.max_scale = 1e5;
  EXPECT_NE(requests_of(world.plan_without_overrides()), before);
  EXPECT_EQ(requests_of(world.plan()), before);
}

} // namespace
