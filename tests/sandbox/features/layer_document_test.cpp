#include "sandbox/features/layer_document.hpp"

#include <set>

#include <gtest/gtest.h>

#include "sandbox/features/service_document.hpp"
#include "tests/sandbox/features/small_service.hpp"
#include "tests/support/fixtures.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using names = std::set<std::string>;

names keys_of(const json& object) {
  names keys;
  for (const auto& [key, held] : object.items())
    keys.insert(key);
  return keys;
}

names without(names from, const names& others) {
  for (const std::string& one : others)
    from.erase(one);
  return from;
}

/// Both say the same, but for what is left out and what is added on purpose.
void expect_keys(const json& made, const json& recorded, const names& left_out, const names& added) {
  EXPECT_EQ(without(keys_of(recorded), keys_of(made)), left_out) << "missing here";
  EXPECT_EQ(without(keys_of(made), keys_of(recorded)), added) << "in no recorded one";
}

// currentVersion and the like: that recording lacks what each layer of a live server says.
const names said_by_other_recordings{"currentVersion", "dateFieldsTimeReference", "isDataArchived",
  "ownershipBasedAccessControlForFeatures", "supportsLayerOverrides"};

TEST(LayerDocument, HasTheMembersOfARecordedLayer) {
  NEEDS_FIXTURES();
  const service_data service = small_service();
  const json recorded = fixtures::json("featureserver/agol-sync-editable.layer0.json");
  const json made = feature_layer_json(service, service.tables[0], dialect::online);
  expect_keys(made, recorded, {"geometryProperties"}, said_by_other_recordings); // no fields for areas and lengths
  expect_keys(made.at("fields")[0], recorded.at("fields")[0], {}, {});
  expect_keys(made.at("relationships")[0], recorded.at("relationships")[0], {}, {});
  expect_keys(made.at("indexes")[0], recorded.at("indexes")[0], {}, {});
  expect_keys(made.at("advancedQueryCapabilities"), recorded.at("advancedQueryCapabilities"), {"supportedLodTypes"},
    {"supportsDefaultSR", "supportsQueryAttachmentsCountOnly"});
}

TEST(LayerDocument, HasTheMembersOfARecordedTable) {
  NEEDS_FIXTURES();
  const service_data service = small_service();
  const json recorded = fixtures::json("featureserver/agol-sync-editable.table4.json");
  const json made = feature_layer_json(service, service.tables[1], dialect::online);
  expect_keys(made, recorded, {}, said_by_other_recordings);
}

TEST(LayerDocument, DescribesSubtypesAsTypesToo) {
  service_data service = small_service();
  table& trails = service.tables[0];
  trails.subtype_field = "KIND";
  trails.default_subtype = 1;
  subtype path_kind{1, "Path", {{"KM", "Grade"}}, {{"KM", 3.5}}};
  trails.subtypes.push_back(path_kind);
  const json made = feature_layer_json(service, trails, dialect::enterprise);
  EXPECT_EQ(made.at("typeIdField"), "KIND");
  EXPECT_EQ(made.at("types")[0].at("domains").at("KM").at("type"), "range");
  EXPECT_EQ(made.at("types")[0].at("templates")[0].at("prototype").at("attributes").at("KM"), 3.5);
  EXPECT_EQ(made.at("subtypes")[0].at("code"), 1);
  EXPECT_EQ(made.at("defaultSubtypeCode"), 1);
}

TEST(LayerDocument, ShowsARelationshipFromBothEnds) {
  const service_data service = small_service();
  const json origin = relationships_json(service, service.tables[0]),
             other = relationships_json(service, service.tables[1]);
  EXPECT_EQ(origin[0].at("role"), "esriRelRoleOrigin");
  EXPECT_EQ(origin[0].at("keyField"), "GlobalID");
  EXPECT_EQ(other[0].at("role"), "esriRelRoleDestination");
  EXPECT_EQ(other[0].at("keyField"), "TRAIL");
  EXPECT_EQ(other[0].at("relatedTableId"), 0);
}

TEST(ServiceDocument, HasTheMembersOfARecordedService) {
  NEEDS_FIXTURES();
  const json made = feature_service_json(small_service(), dialect::online);
  const json recorded = fixtures::json("featureserver/agol-sync-editable.service.json");
  expect_keys(made, recorded, {}, {"datesInUnknownTimezone"});
  expect_keys(made.at("syncCapabilities"), recorded.at("syncCapabilities"), {},
    {"supportsBiDirectionalSyncForServer", "supportedSyncDataOptions"});
  expect_keys(made.at("layers")[0], recorded.at("layers")[0], {}, {});
  expect_keys(made.at("tables")[0], recorded.at("tables")[0], {}, {});
}

TEST(ServiceDocument, HasTheMembersOfARecordedEnterpriseService) {
  NEEDS_FIXTURES();
  const json made = feature_service_json(small_service(), dialect::enterprise);
  const json recorded = fixtures::json("featureserver/enterprise-10.81-hosted-sync.service.json");
  // Nothing can be appended here.
  expect_keys(made, recorded, {"supportedAppendFormats"}, {"datesInUnknownTimezone", "xssPreventionInfo"});
  expect_keys(made.at("layers")[0], recorded.at("layers")[0], {}, {});
}

TEST(ServiceDocument, SaysNothingOfSyncWhereThereIsNone) {
  service_data service = small_service();
  service.sync = false;
  const json made = feature_service_json(service, dialect::online);
  EXPECT_EQ(made.at("syncEnabled"), false);
  EXPECT_FALSE(made.contains("syncCapabilities"));
}

TEST(LayerDocument, SaysWhatTheDescriptionLaysOverIt) {
  service_data service = small_service();
  service.tables[0].says = {{"globalIdField", ""}, {"extent", nullptr}, {"isView", true}};
  service.says = {{"syncCapabilities", {{"supportsSyncModelNone", false}}}};
  const json layer = feature_layer_json(service, service.tables[0], dialect::online);
  EXPECT_EQ(layer.at("globalIdField"), "");
  EXPECT_EQ(layer.at("isView"), true);
  EXPECT_FALSE(layer.contains("extent"));
  EXPECT_EQ(layer.at("name"), service.tables[0].name);
  const json root = feature_service_json(service, dialect::online);
  EXPECT_EQ(root.at("syncCapabilities").at("supportsSyncModelNone"), false);
  EXPECT_EQ(root.at("syncCapabilities").at("supportsAsync"), true);
}

} // namespace
} // namespace sandbox
