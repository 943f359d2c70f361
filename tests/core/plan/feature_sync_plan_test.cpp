#include "core/plan/geodatabase_parameters.hpp"

#include <gmock/gmock.h>

#include <list>

namespace {

using namespace core;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using direction = proto::attachment_sync_direction;
using option = proto::query_option;
using attachments = proto::return_layer_attachment_option;

/// A service and a map on it, put together layer by layer.
class feature_world {
public:
  feature_world() {
    service.root = "https://svc.example/rest/services/Water/FeatureServer";
    service.description.capabilities = proto::read_capabilities("Create,Update,Delete,Query,Sync");
    service.description.sync.supports_per_layer_sync = true;
    service.description.sync.supports_async = true;
    service.description.sync.supports_attachments_sync_direction = true;
    service.description.spatial_reference = {2193, 0, {}};
    context.parameters.area_of_interest = proto::envelope{0, 0, 1, 1, {4326, 0, {}}};
    context.map_reference = {102100, 3857, {}};
  }

  proto::service_layer& layer(int id, const std::string& capabilities = "Create,Update,Query,Sync") {
    return add(id, capabilities, "Feature Layer", "esriGeometryPoint", proto::layer_place::operational);
  }
  proto::service_layer& table(int id, const std::string& capabilities = "Create,Update,Query,Sync") {
    return add(id, capabilities, "Table", "", proto::layer_place::tables);
  }
  proto::web_map_layer& in_map(int id) {
    for (auto& entry : map)
      if (entry.id == std::to_string(id))
        return entry;
    throw std::out_of_range("no layer");
  }
  void relate(proto::service_layer& origin, proto::service_layer& destination) {
    origin.relationships.push_back({1, "r", destination.id, false});
    destination.relationships.push_back({1, "r", origin.id, true});
  }

  std::vector<planned_export> plan() {
    std::vector<feature_choice> choices;
    auto described = layers.begin();
    for (const auto& entry : map)
      choices.push_back({&entry, &*described++});
    findings.clear();
    std::vector<planned_export> exports;
    const replica_frame frame{context.parameters.area_of_interest, context.map_reference};
    for (const auto& parameters : geodatabase_parameters(service, choices, context, findings)) {
      auto planned = plan_feature_sync(service, choices, parameters, frame, "here", findings);
      EXPECT_TRUE(planned);
      exports.push_back(std::move(*planned));
    }
    return exports;
  }
  proto::create_replica_request request(std::size_t i = 0) {
    return std::get<proto::feature_sync_task>(plan().at(i).task).request;
  }
  proto::layer_query query(int id) {
    for (const auto& planned : plan())
      for (const auto& found : std::get<proto::feature_sync_task>(planned.task).request.layers)
        if (found.layer_id == id)
          return found;
    ADD_FAILURE() << "no query of " << id;
    return {};
  }

  feature_service service;
  feature_context context;
  std::list<proto::web_map_layer> map;
  std::list<proto::service_layer> layers;
  std::vector<proto::finding> findings;

private:
  proto::service_layer& add(
    int id, const std::string& capabilities, const char* type, const char* geometry, proto::layer_place place) {
    auto& entry = map.emplace_back();
    entry.id = entry.title = std::to_string(id);
    entry.place = place;
    auto& described = layers.emplace_back();
    described.id = id;
    described.type = type;
    described.geometry_type = geometry;
    described.has_attachments = true;
    described.capabilities = proto::read_capabilities(capabilities);
    return described;
  }
};

TEST(FeatureSyncPlan, TablesNeverCarryAGeometry) {
  feature_world world;
  world.layer(0);
  world.table(1);
  world.table(2);
  world.in_map(2).definition_expression = "A = 1";
  EXPECT_EQ(world.query(0), (proto::layer_query{0, option::use_filter, "", true, false}));
  EXPECT_EQ(world.query(1).query_option, option::all);
  EXPECT_EQ(world.query(2), (proto::layer_query{2, option::use_filter, "A = 1", false, false}));
}

TEST(FeatureSyncPlan, RelatedRowsOnlyOfTablesWhoseOriginIsInTheMap) {
  feature_world world;
  auto& origin = world.layer(0);
  auto& destination = world.table(1);
  auto& stand_alone = world.table(2);
  auto& of_absent = world.table(3);
  auto& only_origin = world.table(4);
  proto::service_layer absent;
  absent.id = 99;
  world.relate(origin, destination);
  world.relate(absent, of_absent);
  world.relate(only_origin, absent);
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::none, "", true, true}));
  EXPECT_EQ(world.query(stand_alone.id).query_option, option::all);
  EXPECT_EQ(world.query(3).query_option, option::all);
  EXPECT_EQ(world.query(4).query_option, option::all);
}

TEST(FeatureSyncPlan, ExceptionsOfRelatedRows) {
  feature_world world;
  world.relate(world.layer(0), world.table(1));
  world.in_map(1).definition_expression = "A = 1";
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::use_filter, "A = 1", false, false}));
  world.in_map(1).definition_expression.clear();
  world.context.parameters.return_schema_only_for_editable_layers = true;
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::none, "", true, false}));
}

TEST(FeatureSyncPlan, TableRelatedToItselfIsStandAlone) {
  feature_world world;
  auto& table = world.table(1);
  world.relate(table, table);
  EXPECT_EQ(world.query(1).query_option, option::all);
}

TEST(FeatureSyncPlan, AllRowsOfRelatedTablesWhereTheRowFilterSaysAll) {
  feature_world world;
  world.relate(world.layer(0), world.table(1));
  world.context.parameters.destination_table_row_filter = proto::destination_table_row_filter::all;
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::all, "", true, false}));
}

TEST(FeatureSyncPlan, AllRowsOfTablesThatAreSourcesOrBelongToTablesWithANote) {
  feature_world world;
  auto& layer = world.layer(0);
  auto& source = world.table(1);
  auto& of_table = world.table(2);
  auto& of_both = world.table(3);
  world.relate(layer, source);
  world.relate(source, of_table);
  world.relate(layer, of_both);
  world.relate(of_table, of_both);
  for (const int id : {1, 2, 3})
    EXPECT_EQ(world.query(id).query_option, option::all) << id;
  EXPECT_THAT(core::lines_of(world.findings),
    ElementsAre(HasSubstr("source of a relationship"), HasSubstr("source of a relationship"),
      HasSubstr("destination of another table")));
}

TEST(FeatureSyncPlan, WithoutTheExpressionFilterARelatedTableIsFilteredByItsRelationship) {
  feature_world world;
  world.relate(world.layer(0), world.table(1));
  world.table(2);
  for (const int id : {0, 1, 2})
    world.in_map(id).definition_expression = "A = 1";
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::use_filter, "A = 1", false, false}));
  EXPECT_THAT(core::lines_of(world.findings), ElementsAre(HasSubstr("definition expression alone")));
  world.context.parameters.is_definition_expression_filter_enabled = false;
  EXPECT_EQ(world.query(0), (proto::layer_query{0, option::use_filter, "", true, false}));
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::none, "", true, true}));
  EXPECT_EQ(world.query(2), (proto::layer_query{2, option::all, "", true, false}));
  EXPECT_THAT(core::lines_of(world.findings), IsEmpty());
}

TEST(FeatureSyncPlan, SchemaOnlyConcernsEditableLayersThatTheMapLetsBeEdited) {
  feature_world world;
  world.layer(0);
  world.layer(1, "Query,Sync");
  world.layer(2);
  world.in_map(2).capabilities = "Query,Sync";
  world.context.parameters.return_schema_only_for_editable_layers = true;
  EXPECT_EQ(world.query(0).query_option, option::none);
  EXPECT_EQ(world.query(1).query_option, option::use_filter);
  EXPECT_EQ(world.query(2).query_option, option::use_filter);
  EXPECT_THAT(core::lines_of(world.findings), Contains(HasSubstr("the map lets nobody edit it")));
}

TEST(FeatureSyncPlan, OneReplicaAServiceWhereAllLayersWantTheSameAttachments) {
  feature_world world;
  world.layer(0);
  world.layer(1);
  EXPECT_EQ(world.plan().size(), 1u);
  EXPECT_TRUE(world.request().return_attachments);
  EXPECT_EQ(world.request().attachments_sync_direction, direction::bidirectional);
}

TEST(FeatureSyncPlan, SplitsByAttachmentsWhereEditabilityDiffers) {
  feature_world world;
  world.layer(0);
  world.layer(1, "Query,Sync");
  world.layer(2);
  world.layer(3, "Query,Sync").has_attachments = false;
  world.context.parameters.return_layer_attachment_option = attachments::editable_layers;
  const auto exports = world.plan();
  ASSERT_EQ(exports.size(), 2u);
  EXPECT_EQ(exports[0].covers.size(), 2u);
  EXPECT_TRUE(world.request(0).return_attachments);
  EXPECT_EQ(world.request(0).attachments_sync_direction, direction::bidirectional);
  EXPECT_FALSE(world.request(1).return_attachments);
  EXPECT_EQ(world.request(1).attachments_sync_direction, direction::none);
}

TEST(FeatureSyncPlan, ServiceWithoutAttachmentsIsNotSplit) {
  feature_world world;
  world.layer(0).has_attachments = false;
  world.layer(1, "Query,Sync").has_attachments = false;
  world.context.parameters.return_layer_attachment_option = attachments::editable_layers;
  EXPECT_EQ(world.plan().size(), 1u);
}

TEST(FeatureSyncPlan, RelationshipAcrossTheSplitMakesItASuperset) {
  feature_world world;
  world.relate(world.layer(0), world.table(1, "Query,Sync"));
  world.context.parameters.return_layer_attachment_option = attachments::editable_layers;
  EXPECT_EQ(world.plan().size(), 1u);
  EXPECT_THAT(core::lines_of(world.findings), Contains(HasSubstr("relationship")));
  EXPECT_TRUE(world.request().return_attachments);
  EXPECT_EQ(world.request().attachments_sync_direction, direction::bidirectional);
  EXPECT_EQ(world.query(1), (proto::layer_query{1, option::none, "", true, true}));
}

TEST(FeatureSyncPlan, SaysNothingThatTheServiceDoesNotKnow) {
  feature_world world;
  world.layer(0);
  world.service.description.sync.supports_attachments_sync_direction = false;
  world.service.description.sync.supports_async = false;
  world.service.description.sync.supports_per_layer_sync = false;
  EXPECT_FALSE(world.request().attachments_sync_direction.has_value());
  EXPECT_FALSE(world.request().async);
  EXPECT_EQ(world.request().sync_model, proto::sync_model::per_replica);
}

TEST(FeatureSyncPlan, WithoutUpdatesNoReplicaIsKept) {
  feature_world world;
  world.layer(0);
  const auto task = [&] { return std::get<proto::feature_sync_task>(world.plan().at(0).task); };
  EXPECT_TRUE(proto::keeps_replica(task()));
  world.context.parameters.update_mode = proto::update_mode::no_updates;
  EXPECT_EQ(task().request.sync_model, proto::sync_model::per_layer);
  EXPECT_TRUE(proto::registers_replica(task())) << "the service knows no other way";
  EXPECT_FALSE(proto::keeps_replica(task()));
  EXPECT_THAT(core::lines_of(world.findings), ElementsAre(HasSubstr("given back after the download")));
  world.service.description.sync.supports_sync_model_none = true;
  EXPECT_EQ(task().request.sync_model, proto::sync_model::none);
  EXPECT_FALSE(proto::registers_replica(task()));
  EXPECT_THAT(core::lines_of(world.findings), IsEmpty());
}

TEST(FeatureSyncPlan, ReplicaIsInTheMapsReferenceElseTheServices) {
  feature_world world;
  world.layer(0);
  EXPECT_EQ(world.request().replica_sr.epsg(), 3857);
  world.context.map_reference = {};
  EXPECT_EQ(world.request().replica_sr.epsg(), 2193);
}

TEST(FeatureSyncPlan, AreaIsInTheServicesReferenceAndNoLargerThanAsked) {
  feature_world world;
  world.layer(0);
  world.context.parameters.area_of_interest = proto::envelope{174, -42, 175, -41, {4326, 0, {}}};
  const auto sent = world.request().geometry;
  EXPECT_EQ(proto::reference_of(sent).epsg(), 2193);
  EXPECT_TRUE(std::holds_alternative<proto::polygon>(sent));
  world.service.description.spatial_reference = {102100, 3857, {}};
  EXPECT_TRUE(std::holds_alternative<proto::envelope>(world.request().geometry));
  for (const proto::spatial_reference& unknown : {proto::spatial_reference{}, {999999, 0, {}}}) {
    world.service.description.spatial_reference = unknown;
    EXPECT_EQ(world.request().geometry, world.context.parameters.area_of_interest) << "the server can project it";
  }
}

TEST(FeatureSyncPlan, SyncDataOptionsAreMaskedByWhatTheServiceSupports) {
  feature_world world;
  world.layer(0);
  EXPECT_EQ(world.request().sync_data_options, 0);
  world.service.description.sync.supported_sync_data_options = 1 | 4 | 16;
  EXPECT_EQ(world.request().sync_data_options, 5);
  EXPECT_THAT(core::lines_of(world.findings), IsEmpty());
  world.context.sync_data_options = 144;
  EXPECT_EQ(world.request().sync_data_options, 16);
  EXPECT_THAT(core::lines_of(world.findings), ElementsAre(HasSubstr("syncDataOptions 128")));
}

} // namespace
