#include "core/plan/readiness.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using proto::finding_code;
using testing::IsEmpty;

/// A layer of a service that nothing is wrong with.
json ready_layer() {
  return {{"id", 0}, {"name", "Hydrants"}, {"geometryType", "esriGeometryPoint"}, {"globalIdField", "GlobalID"},
    {"fields",
      {{{"name", "OBJECTID"}, {"type", "esriFieldTypeOID"}}, {{"name", "GlobalID"}, {"type", "esriFieldTypeGlobalID"}},
        {{"name", "KIND"}, {"type", "esriFieldTypeInteger"}}}},
    {"indexes", {{{"name", "PK_Hydrants"}}}}, {"relationships", {{{"relatedTableId", 1}, {"keyField", "globalid"}}}},
    {"subtypeField", "KIND"}, {"subtypes", {{{"code", 1}}}}, {"isView", true}, {"isMultiServicesView", false},
    {"allowTrueCurvesUpdates", true}, {"onlyAllowTrueCurveUpdatesByTrueCurveClients", false}};
}

std::vector<proto::finding> found_in(const json& layer) {
  proto::web_map_layer in_map;
  in_map.id = "hydrants";
  in_map.title = "Hydrants";
  const auto described = proto::read_service_layer(layer);
  EXPECT_TRUE(described);
  return core::readiness(in_map, *described);
}

/// What changes in a good layer, and what must be found then.
struct readiness_case {
  json change; ///< a merge patch
  finding_code code;
  std::string why;
};

TEST(Readiness, OfAGoodLayerFindsNothing) { EXPECT_THAT(found_in(ready_layer()), IsEmpty()); }

TEST(Readiness, FindsEachDefectAloneAndNamesIt) {
  const auto field = [](const std::string& name, const std::string& type) {
    return json{{{"name", "GlobalID"}, {"type", "esriFieldTypeGlobalID"}},
      {{"name", "KIND"}, {"type", "esriFieldTypeInteger"}}, {{"name", name}, {"type", type}}};
  };
  const std::string long_name(32, 'n');
  const std::vector<readiness_case> cases{{{{"globalIdField", ""}}, finding_code::no_global_id, ""},
    {{{"globalIdField", nullptr}}, finding_code::no_global_id, ""},
    {{{"indexes", {{{"name", "I-1"}}, {{"name", "fine"}}, {{"name", "a+b"}}}}}, finding_code::index_name, "I-1, a+b"},
    {{{"isMultiServicesView", true}}, finding_code::join_view, ""},
    {{{"relationships", {{{"relatedTableId", 1}, {"keyField", "ASSET"}}}}}, finding_code::relationship_key_hidden,
      "ASSET"},
    {{{"subtypeField", "STYLE"}}, finding_code::subtype_field_hidden, "STYLE"},
    {{{"onlyAllowTrueCurveUpdatesByTrueCurveClients", true}}, finding_code::true_curves, "both rules are on"},
    {{{"allowTrueCurvesUpdates", false}}, finding_code::true_curves, "both rules are off"},
    {{{"fields", field("DAY", "esriFieldTypeDateOnly")}}, finding_code::field_type, "DAY esriFieldTypeDateOnly"},
    {{{"fields", field("N", "esriFieldTypeBigInteger")}}, finding_code::field_type, "N esriFieldTypeBigInteger"},
    {{{"fields", field("T", "esriFieldTypeTimeOnly")}}, finding_code::field_type, "T esriFieldTypeTimeOnly"},
    {{{"fields", field("S", "esriFieldTypeTimestampOffset")}}, finding_code::field_type,
      "S esriFieldTypeTimestampOffset"},
    {{{"fields", field(long_name, "esriFieldTypeString")}}, finding_code::field_name, long_name},
    {{{"fields", field("Order", "esriFieldTypeString")}}, finding_code::field_name, "Order"}};
  for (const auto& one : cases) {
    auto layer = ready_layer();
    layer.merge_patch(one.change);
    const auto found = found_in(layer);
    ASSERT_EQ(found.size(), 1u) << one.change;
    EXPECT_EQ(found[0].code, one.code) << one.change;
    EXPECT_EQ(found[0].why, one.why);
    EXPECT_EQ(found[0].layer, "hydrants");
  }
}

TEST(Readiness, SaysNothingOfWhatTheServiceDoesNotTell) {
  auto layer = ready_layer();
  layer["subtypeField"] = "STYLE";
  layer["subtypes"] = json::array();
  layer.erase("allowTrueCurvesUpdates");
  EXPECT_THAT(found_in(layer), IsEmpty());
  layer = ready_layer();
  layer["relationships"][0]["keyField"] = "ASSET";
  layer.erase("fields");
  EXPECT_THAT(found_in(layer), IsEmpty());
  for (const auto* name : {"fields", "indexes", "relationships", "subtypes"}) {
    layer = ready_layer();
    layer[name] = "no list";
    EXPECT_THAT(found_in(layer), IsEmpty()) << name;
  }
}

} // namespace
