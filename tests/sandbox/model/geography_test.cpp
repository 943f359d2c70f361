#include "sandbox/model/geography.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

TEST(Geography, HoldsTheWorldAndTwoLayers) {
  const dataset& data = sample_data();
  EXPECT_EQ(data.base.countries.size(), 241u);
  EXPECT_EQ(data.base.states.size(), 56u);
  EXPECT_EQ(data.base.counties.size(), 3230u);
  ASSERT_NE(data.find(0), nullptr);
  ASSERT_NE(data.find(1), nullptr);
  EXPECT_EQ(data.find(2), nullptr);
  EXPECT_EQ(data.find(0)->features.size(), 3230u);
  EXPECT_EQ(data.find(1)->features.size(), 4000u);
}

TEST(Geography, LoadsInAMoment) {
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(load_dataset(SANDBOX_DATA));
  const auto took = std::chrono::steady_clock::now() - start;
  RecordProperty("milliseconds", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds{5}); // 50 ms where it was made; sanitizers are slow
}

TEST(Geography, GivesEveryRowIdsOfItsOwn) {
  std::set<std::string> ids;
  for (const feature_class& layer : sample_data().classes) {
    std::int64_t last = 0;
    for (const feature& row : layer.features) {
      EXPECT_GT(row.object_id, last);
      last = row.object_id;
      EXPECT_TRUE(ids.insert(row.global_id).second) << row.global_id;
      ASSERT_EQ(row.attributes.size(), layer.fields.size());
    }
  }
}

TEST(Geography, KeepsTheIdsThatWerePublishedOnce) {
  EXPECT_EQ(sample_data().find(0)->features[0].global_id, "{B8E0CE86-BE84-511B-BD28-F80A08FA34AF}");
  EXPECT_EQ(sample_data().find(1)->features[0].global_id, "{4AD460A7-8268-563E-8746-7D8AD650AD15}");
}

TEST(Geography, KeepsWithinItsFieldsAndDomains) {
  const dataset& data = sample_data();
  for (const feature_class& layer : data.classes) {
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      const field& column = layer.fields[i];
      const domain* codes = column.domain.empty() ? nullptr : data.find_domain(column.domain);
      EXPECT_EQ(column.domain.empty(), codes == nullptr);
      for (const feature& row : layer.features) {
        const value& cell = row.attributes[i];
        const bool null = std::holds_alternative<std::monostate>(cell);
        EXPECT_TRUE(column.nullable || !null) << layer.name << '.' << column.name;
        if (const auto* text = std::get_if<std::string>(&cell); text != nullptr && column.length > 0) {
          EXPECT_LE(text->size(), static_cast<std::size_t>(column.length));
        }
        if (codes == nullptr || null)
          continue;
        EXPECT_TRUE(std::any_of(
          codes->values.begin(), codes->values.end(), [&](const coded_value& code) { return code.code == cell; }));
      }
    }
  }
}

TEST(Geography, ClosesRingsAndRunsTheOuterOnesClockwise) {
  const base_map& base = sample_data().base;
  for (const auto* regions : {&base.countries, &base.states, &base.counties}) {
    for (const region& one : *regions) {
      EXPECT_LT(doubled_area(one.shape.parts[0]), 0) << one.name;
      for (const path& ring : one.shape.parts) {
        EXPECT_EQ(ring.front(), ring.back()) << one.name;
        EXPECT_NE(doubled_area(ring), 0) << one.name;
      }
      EXPECT_GE(one.extent.min_x, -180);
      EXPECT_LE(one.extent.max_x, 180);
    }
  }
}

TEST(Geography, LeavesNoRingAcrossTheDateLine) {
  for (const region& country : sample_data().base.countries) {
    if (country.name == "Antarctica")
      continue; // runs along the pole from one end to the other
    for (const path& ring : country.shape.parts) {
      for (std::size_t i = 1; i < ring.size(); ++i)
        EXPECT_LT(std::abs(ring[i].x - ring[i - 1].x), 180) << country.name;
    }
  }
}

class BrokenData : public testing::Test {
protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(SANDBOX_DATA, folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const char* name, const std::string& text) const { std::ofstream{folder_ / name} << text; }

  std::filesystem::path folder_ =
    std::filesystem::path{testing::TempDir()} / ("sandbox-data-" + std::to_string(getpid()));
};

TEST_F(BrokenData, NamesTheFileAndTheLine) {
  for (const char* line :
    {"", "x", "01\tA\t\t12\t1 2\t1 2 3", "01\tA\t\t12\t1 2\t1 2 3 4", "01\tA\t\tmuch\t1 2\t1 2 3 4 5 6"}) {
    write("states.txt", std::string{line} + "\n");
    const auto failed = load_dataset(folder_);
    ASSERT_FALSE(failed) << line;
    EXPECT_NE(failed.error().find("states.txt, line 1"), std::string::npos) << failed.error();
  }
}

TEST_F(BrokenData, IsAnErrorValueForEveryKindOfDamage) {
  const auto refused = [&](const char* name, const std::string& text) {
    const std::filesystem::path original = std::filesystem::path{SANDBOX_DATA} / name;
    write(name, text);
    EXPECT_FALSE(load_dataset(folder_)) << name << ": " << text;
    std::filesystem::copy_file(original, folder_ / name, std::filesystem::copy_options::overwrite_existing);
  };
  refused("schema.json", "");
  refused("schema.json", "{}");
  refused("schema.json", R"({"serviceName": 7})");
  refused("counties.tsv", "OBJECTID\n1\t{x}\n");
  refused("inspections.tsv", "OBJECTID\nnot a number\n");
  std::filesystem::remove(folder_ / "countries.txt");
  EXPECT_FALSE(load_dataset(folder_));
}

} // namespace
} // namespace sandbox
