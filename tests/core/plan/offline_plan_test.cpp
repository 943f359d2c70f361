#include "tests/core/plan/simple_world.hpp"

#include <nlohmann/json.hpp>

namespace {

TEST(OfflinePlan, ComesBackFromItsDocument) {
  auto world = simple::simple_world();
  auto broken = world;
  broken.answer(simple::water, simple::feature_root("Query"));
  auto request = naperville();
  request.parameters.online_only_services_option = proto::online_only_services_option::include;
  for (auto* w : {&world, &broken}) {
    const auto document = core::to_json(plan_of(w->plan(request)));
    EXPECT_EQ(document["online"].size(), w == &broken ? 1u : 0u);
    const auto read = core::read_offline_plan(nlohmann::json::parse(document.dump()));
    ASSERT_TRUE(read);
    EXPECT_EQ(core::to_json(*read), document);
  }
}

TEST(OfflinePlan, KeepsStylesWithTheBytesOfTheirPictures) {
  auto world = simple::simple_world();
  auto plan = plan_of(world.plan(naperville()));
  plan.styles = {
    {"/baseMap/baseMapLayers/0", "https://h/root.json", {{"version", 8}}, {{"sprites/sprite.png", "\x89PNG\xff"}}}};
  const auto read = core::read_offline_plan(nlohmann::json::parse(core::to_json(plan).dump()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->styles, plan.styles);
}

TEST(OfflinePlan, DamagedDocumentIsAFailureAndNoCrash) {
  auto world = simple::simple_world();
  const auto whole = core::to_json(plan_of(world.plan(naperville())));
  for (const auto& [name, value] : whole.items()) {
    if (name == "v")
      continue;
    auto damaged = whole;
    damaged.erase(name);
    const bool since_later = name == "findings" || name == "online" || name == "referenceBasemap" || name == "styles";
    EXPECT_EQ(bool(core::read_offline_plan(damaged)), since_later) << name;
    damaged[name] = 5;
    if (name != "webMap") {
      EXPECT_FALSE(core::read_offline_plan(damaged)) << name;
    }
  }
  EXPECT_FALSE(core::read_offline_plan(nlohmann::json("text")));
}

} // namespace
