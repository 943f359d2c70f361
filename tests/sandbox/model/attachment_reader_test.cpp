#include "sandbox/model/attachment_reader.hpp"

#include <set>

#include <gtest/gtest.h>

#include "tests/sandbox/sample_data.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

table rows_with_names(const std::vector<std::string>& names) {
  table made;
  made.fields.push_back({"PHOTO", "PHOTO", field_type::text, 80, true, true, "", {}});
  made.add_id_fields();
  for (const std::string& name : names) {
    feature row;
    row.object_id = static_cast<std::int64_t>(made.rows.size()) + 1;
    row.attributes = {row.object_id, std::string{}, name.empty() ? value{} : value{name}};
    made.rows.push_back(std::move(row));
  }
  return made;
}

void read(table& into, const char* text, const std::filesystem::path& folder = {}) {
  const auto source = nlohmann::json::parse(text);
  read_attachments(into, {source, "Service.json"}, folder, "Service/0");
}

TEST(Attachments, AreDrawnForAShareOfTheRowsAndAlwaysTheSame) {
  table first = rows_with_names(std::vector<std::string>(1000)), second = first, other = first;
  read(first, R"({"drawn": {"share": 0.3, "most": 3, "seed": 7}})");
  read(second, R"({"drawn": {"share": 0.3, "most": 3, "seed": 7}})");
  read(other, R"({"drawn": {"share": 0.3, "most": 3, "seed": 8}})");
  std::set<std::size_t> rows;
  std::int64_t last = 0;
  for (const attachment& one : first.attachments) {
    rows.insert(one.row);
    EXPECT_EQ(one.id, ++last);
    EXPECT_EQ(one.global_id.size(), 38u);
  }
  EXPECT_NEAR(static_cast<double>(rows.size()), 300, 50);
  EXPECT_GT(first.attachments.size(), rows.size() * 3 / 2);
  ASSERT_EQ(first.attachments.size(), second.attachments.size());
  EXPECT_EQ(first.attachments.back().global_id, second.attachments.back().global_id);
  EXPECT_NE(first.attachments.size(), other.attachments.size());
}

TEST(Attachments, AreDrawnAsPicturesOfTheSizeThatIsSaidAndAllDifferent) {
  table drawn = rows_with_names(std::vector<std::string>(40));
  read(drawn, R"({"drawn": {"share": 1, "most": 2}})");
  std::set<std::string> seen;
  for (const attachment& one : drawn.attachments) {
    const std::string bytes = drawn.pictures->bytes(one);
    EXPECT_EQ(bytes.size(), one.size);
    EXPECT_EQ(bytes.substr(0, 8), "\x89PNG\r\n\x1a\n");
    EXPECT_NE(bytes.find(one.global_id), std::string::npos);
    EXPECT_TRUE(seen.insert(bytes).second);
  }
  EXPECT_GE(seen.size(), 40u);
}

TEST(Attachments, AreTakenFromTheFilesThatAFieldNames) {
  const scratch_directory folder;
  std::filesystem::create_directory(folder.path() / "photos");
  std::ofstream{folder.path() / "photos" / "a.jpg"} << "first";
  std::ofstream{folder.path() / "photos" / "b.pdf"} << "second!";
  table named = rows_with_names({"a.jpg", "", "b.pdf, a.jpg"});
  read(named, R"({"files": {"folder": "photos", "field": "PHOTO"}})", folder.path());
  ASSERT_EQ(named.attachments.size(), 3u);
  EXPECT_EQ(named.attachments[0].content_type, "image/jpeg");
  EXPECT_EQ(named.attachments[1].row, 2u);
  EXPECT_EQ(named.attachments[1].name, "b.pdf");
  EXPECT_EQ(named.attachments[1].size, 7u);
  EXPECT_EQ(named.pictures->bytes(named.attachments[1]), "second!");
  EXPECT_EQ(named.pictures->bytes(named.attachments[2]), "first");
}

TEST(Attachments, AreRefusedWhereTheyCannotBeHad) {
  table named = rows_with_names({"missing.jpg"});
  for (const char* text :
    {"{}", R"({"drawn": {}, "files": {}})", R"({"drawn": {"share": 2}})", R"({"drawn": {"mots": 1}})",
      R"({"files": {"folder": "photos", "field": "PICTURE"}})", R"({"files": {"folder": "photos", "field": "PHOTO"}})"})
    EXPECT_THROW(read(named, text), bad_data) << text;
}

TEST(Attachments, BelongToSignsAndRepairsOfTheShippedTrails) {
  const service_data& trails = *sample_data().find_service("Trails");
  EXPECT_GT(trails.find(2)->attachments.size(), 800u);
  EXPECT_GT(trails.find(4)->attachments.size(), 300u);
  EXPECT_FALSE(trails.find(0)->has_attachments);
}

} // namespace
} // namespace sandbox
