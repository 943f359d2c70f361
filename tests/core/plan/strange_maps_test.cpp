#include "tests/core/plan/plan_world.hpp"
#include "tests/support/fixtures.hpp"
#include "tests/support/seed.hpp"

#include "proto/arcgis/service_address.hpp"

#include <cctype>
#include <random>

namespace {

using nlohmann::json;

constexpr const char* maps[] = {"synthetic-offline-ready", "synthetic-offline-problems", "online-3-layers-4-tables",
  "online-collector-v2.2", "online-vectortile-basemap", "online-mixed-basemap-with-table"};

/// The recorded layers with few members, since they are read again and again.
json short_layers() {
  auto all = fixtures::json("featureserver/agol-sync-editable.layers.json");
  for (const auto* list : {"layers", "tables"})
    for (auto& layer : all[list]) {
      json kept;
      for (const auto* name : {"id", "name", "type", "geometryType", "capabilities", "hasAttachments", "relationships"})
        if (layer.contains(name))
          kept[name] = layer[name];
      layer = std::move(kept);
    }
  return all;
}

/// Answers every service that a map names with a recorded description.
plan_world world_of(const json& original, const json& map) {
  static const auto layers = short_layers();
  plan_world world;
  world.answer(sharing + naperville().item, fixtures::json("portal/item-web-map-synthetic.json"));
  world.answer(sharing + naperville().item + "/data", map);
  const auto read = proto::read_web_map(original);
  for (const auto& layer : read->layers) {
    const auto service = proto::parse_service_address(layer.url);
    if (!service)
      continue;
    const bool features = service->kind == "FeatureServer";
    world.answer(service->root,
      fixtures::text(features ? "featureserver/agol-sync-editable.service.json"
                              : "tiles/json/mapserver_enterprise_doc_example_export_allowed.json"));
    if (features)
      world.answer(service->root + "/layers", layers);
  }
  return world;
}

/// A member or an element somewhere in a document.
struct place {
  json* owner;
  std::string name;
  std::size_t index = 0;
};

void collect(json& document, std::vector<place>& places) {
  if (document.is_object())
    for (const auto& [name, inside] : document.items())
      places.push_back({&document, name});
  if (document.is_array())
    for (std::size_t i = 0; i < document.size(); ++i)
      places.push_back({&document, {}, i});
  if (document.is_structured())
    for (auto& inside : document)
      collect(inside, places);
}

std::string in_another_case(std::string name, std::mt19937_64& random) {
  for (auto& letter : name)
    if (random() % 3 == 0)
      letter = static_cast<char>(std::isupper(static_cast<unsigned char>(letter)) != 0
          ? std::tolower(static_cast<unsigned char>(letter))
          : std::toupper(static_cast<unsigned char>(letter)));
  return name;
}

/// Renames a member, takes it out, or puts something else in its place.
void change(json& document, std::mt19937_64& random) {
  std::vector<place> places;
  collect(document, places);
  if (places.empty())
    return;
  // Half of the changes near the root, where the lists of layers are.
  const auto reach = random() % 2 == 0 ? std::min<std::size_t>(places.size(), 24) : places.size();
  const auto& [owner, name, index] = places[random() % reach];
  const auto what = random() % 4;
  if (owner->is_array()) {
    what == 0 ? owner->erase(index) : void((*owner)[index] = json::array());
    return;
  }
  auto value = (*owner)[name];
  if (what == 3) {
    static const std::vector<json> odd{nullptr, 1, "text", json::array(), json::object(), json::array({nullptr, 1})};
    (*owner)[name] = odd[random() % odd.size()];
    return;
  }
  owner->erase(name);
  if (what != 0)
    (*owner)[in_another_case(name, random)] = std::move(value);
}

TEST(StrangeMaps, ArePlannedOrRefusedWithoutAThrow) {
  NEEDS_FIXTURES();
  const auto seed = test_seed();
  std::mt19937_64 random{seed};
  std::size_t planned = 0;
  std::size_t refused = 0;
  for (const auto* name : maps) {
    const auto original = fixtures::json(std::string{"webmap/"} + name + ".json");
    for (int round = 0; round < 30; ++round) {
      auto map = original;
      for (auto changes = 1 + random() % 4; changes > 0; --changes)
        change(map, random);
      auto world = world_of(original, map);
      ASSERT_NO_THROW({
        const auto step = world.plan(naperville());
        const auto* prepared = std::get_if<core::prepared_map>(&step);
        const auto* plan = prepared != nullptr ? &prepared->plan : nullptr;
        const bool takes = plan != nullptr && !plan->exports.empty();
        planned += takes ? 1u : 0u;
        refused += takes ? 0u : 1u;
      }) << name
         << " seed " << seed << "\n"
         << map.dump().substr(0, 3000);
    }
  }
  EXPECT_GT(planned, 0u);
  EXPECT_GT(refused, 0u);
}

TEST(StrangeMaps, WithListsInAnotherCaseAreReadAsTheirDocumentSays) {
  NEEDS_FIXTURES();
  for (const auto* list : {"operationalLayers", "baseMap", "tables"}) {
    const auto original = fixtures::json("webmap/synthetic-offline-ready.json");
    auto map = original;
    auto upper = std::string{list};
    upper[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(upper[0])));
    map[upper] = map[list];
    map.erase(list);
    auto world = world_of(original, map);
    ASSERT_NO_THROW(plan_of(world.plan(naperville()))) << list;
  }
}

} // namespace
