#include "sandbox/model/quick_service.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/model/data_folder.hpp"
#include "sandbox/model/folder_description.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

class OwnData : public testing::Test {
protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    write("wells.geojson", R"({"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": "w1", "properties": {"Name": "Upper well", "depth": 12.5, "seen": "2024-05-17"},
       "geometry": {"type": "Point", "coordinates": [-109.8, 38.2, 1500]}},
      {"type": "Feature", "id": "w2", "properties": {"Name": "Lower well", "depth": null}, "geometry": null}]})");
    write("areas.geojson", R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"kind": 1},
      "geometry": {"type": "Polygon", "coordinates": [[[-110, 38], [-109, 38], [-109, 39], [-110, 38]]]}}]})");
    write("log.geojson", R"({"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"well": "w1"}, "geometry": null}]})");
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream{folder_ / name} << text; }

  outcome<dataset> loaded() const { return load_dataset(SANDBOX_DATA, {folder_}); }

  scratch_directory scratch_;
  std::filesystem::path folder_ = scratch_.path() / "My trip";
};

TEST_F(OwnData, BecomesAServiceWithALayerForEachFile) {
  const service_data made = quick_service(folder_);
  EXPECT_EQ(made.path(), "My_trip/FeatureServer");
  ASSERT_EQ(made.tables.size(), 3u);
  EXPECT_EQ(made.tables[0].name, "areas");
  EXPECT_EQ(made.tables[0].type, geometry_type::polygon);
  EXPECT_EQ(made.tables[1].name, "wells");
  EXPECT_EQ(made.tables[1].id, 2) << "by the alphabet, the table log being 1";
  EXPECT_TRUE(made.tables[1].has_z);
  EXPECT_EQ(made.tables[1].display_field, "Name");
  EXPECT_EQ(made.tables[2].name, "log");
  EXPECT_FALSE(made.tables[2].is_spatial());
  EXPECT_TRUE(made.tables[1].is_editable());
  EXPECT_EQ(made.tables[1].rows[1].attributes[2], value{std::string{"Lower well"}});
}

TEST_F(OwnData, NamesItsDatasetsApart) {
  for (const char* name : {"a b.geojson", "a_b.geojson", "A_B_1.geojson", "st_x.geojson", "1.geojson"})
    std::filesystem::copy_file(folder_ / "log.geojson", folder_ / name);
  std::set<std::string> names;
  for (const table& one : quick_service(folder_).tables)
    names.insert(one.dataset_name());
  EXPECT_EQ(names, (std::set<std::string>{"areas", "log", "wells", "T1", "Tst_x", "A_B_1", "a_b", "a_b_2"}));
}

TEST_F(OwnData, TellsWhichCoordinateIsNone) {
  write("far.geojson", R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
    "geometry": {"type": "Point", "coordinates": [1e999, 0]}}]})");
  const auto data = loaded();
  ASSERT_FALSE(data);
  EXPECT_THAT(data.error(), testing::HasSubstr("far.geojson"));
}

TEST_F(OwnData, GetsAWebMapOnTheShippedBasemap) {
  const auto data = loaded();
  ASSERT_TRUE(data) << data.error();
  const item_data& map = data->items.back();
  EXPECT_TRUE(map.added);
  EXPECT_EQ(map.title, "My_trip");
  EXPECT_EQ(map.extent, (envelope{-110, 38, -109, 39}));
  const auto& layers = map.data.at("operationalLayers").at(0).at("layers");
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[1].at("url"), "${service:My_trip}/2");
  EXPECT_EQ(layers[1].at("popupInfo").at("title"), "wells {Name}");
  EXPECT_EQ(map.data.at("tables").size(), 1u);
}

TEST_F(OwnData, CanBeDescribedAndIsTheSameAfterwards) {
  const auto before = loaded();
  ASSERT_TRUE(before) << before.error();
  const auto done = describe_folder(folder_);
  ASSERT_TRUE(done) << done.error();
  const auto after = loaded();
  ASSERT_TRUE(after) << after.error();
  const service_data& one = *before->find_service("My_trip");
  const service_data& two = *after->find_service("My_trip");
  ASSERT_EQ(one.tables.size(), two.tables.size());
  for (std::size_t i = 0; i < one.tables.size(); ++i) {
    EXPECT_EQ(one.tables[i].id, two.tables[i].id);
    EXPECT_EQ(one.tables[i].type, two.tables[i].type);
    ASSERT_EQ(one.tables[i].rows.size(), two.tables[i].rows.size());
    for (std::size_t row = 0; row < one.tables[i].rows.size(); ++row) {
      EXPECT_EQ(one.tables[i].rows[row].global_id, two.tables[i].rows[row].global_id);
      EXPECT_EQ(one.tables[i].rows[row].attributes, two.tables[i].rows[row].attributes);
      EXPECT_EQ(one.tables[i].rows[row].shape, two.tables[i].rows[row].shape);
    }
  }
  EXPECT_EQ(one.item_data, two.item_data);
  EXPECT_EQ(before->items.back().title, after->items.back().title);
  EXPECT_EQ(before->items.back().data, after->items.back().data);
  EXPECT_FALSE(describe_folder(folder_)) << "what somebody edited is not written over";
}

TEST_F(OwnData, IsRefusedWithTheFileThatIsWrong) {
  write("wells.geojson", R"({"type": "FeatureCollection", "features": [7]})");
  EXPECT_THAT(loaded().error(), testing::HasSubstr("wells.geojson: /features/0: "));
  const auto empty = load_dataset(SANDBOX_DATA, {scratch_.path()});
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error(), testing::HasSubstr("nothing to serve"));
  EXPECT_FALSE(describe_folder(scratch_.path()));
  const auto twice = load_dataset(SANDBOX_DATA, {folder_, folder_});
  EXPECT_FALSE(twice);
}

} // namespace
} // namespace sandbox
