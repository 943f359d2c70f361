#include "sandbox/geodatabase/geodatabase.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/sandbox/geodatabase/blob_reader.hpp"
#include "tests/sandbox/geodatabase/checked_geodatabase.hpp"
#include "tests/sandbox/geodatabase/geodatabase_checker.hpp"
#include "tests/sandbox/geodatabase/trail_service.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

using testing::HasSubstr;

class RelatedClasses : public testing::Test {
protected:
  void write(const replica_request& request) {
    std::filesystem::remove(file_);
    const auto made = write_geodatabase(file_, request);
    ASSERT_TRUE(made) << made.error();
    EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
    opened_ = std::make_unique<checked_geodatabase>(file_);
  }
  std::string text(const std::string& sql) const { return opened_->text(sql); }
  std::string definition(const std::string& name) const {
    return text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Name='main." + name + "'");
  }

  service_data service_ = trail_service();
  scratch_directory folder_;
  std::filesystem::path file_ = folder_.path() / "replica.geodatabase";
  std::unique_ptr<checked_geodatabase> opened_;
};

TEST_F(RelatedClasses, PassTheChecklistInBothReferencesAndWithoutASyncModel) {
  auto request = trail_replica(service_);
  write(request);
  request.wkid = wgs84;
  write(request);
  request.model = sync_model::none;
  write(request);
  EXPECT_EQ(text("SELECT count(*) FROM Sign_posts__ATTACH"), "3");
}

TEST_F(RelatedClasses, HoldAttachmentsWithTheirBytesAndTheirRow) {
  write(trail_replica(service_));
  EXPECT_EQ(text("SELECT group_concat(ATT_NAME||' '||DATA_SIZE||' '||CONTENT_TYPE,', ') FROM Sign_posts__ATTACH_evw"),
    "a.png 5 image/png, b.png 0 image/png, c.jpg 70000 image/jpeg");
  EXPECT_EQ(text("SELECT DATA FROM Sign_posts__ATTACH WHERE ATTACHMENTID=1"), "bbbbb");
  EXPECT_EQ(text("SELECT DATA FROM Sign_posts__ATTACH WHERE ATTACHMENTID=3"), std::string(70000, 'd'));
  EXPECT_EQ(
    text("SELECT REL_GLOBALID FROM Sign_posts__ATTACH WHERE ATTACHMENTID=3"), service_.tables[0].rows[2].global_id);
  EXPECT_THAT(definition("Sign_posts__ATTACH"), HasSubstr("<DatasetType>esriDTTable</DatasetType>"));
  EXPECT_THAT(
    definition("Sign_posts__ATTACHREL"), HasSubstr("<IsAttachmentRelationship>true</IsAttachmentRelationship>"));
}

TEST_F(RelatedClasses, HaveAnEmptyTableForAttachmentsThatWereNotAskedFor) {
  auto request = trail_replica(service_);
  request.layers[0].attachments.clear();
  request.returns_attachments = false;
  request.attachments = attachment_direction::upload;
  write(request);
  EXPECT_EQ(text("SELECT count(*) FROM Sign_posts__ATTACH"), "0");
}

TEST_F(RelatedClasses, AreNotMadeWhereAFileHasGone) {
  class nothing : public attachment_source {
    std::string bytes(const attachment&) const override { return {}; }
  };
  service_.tables[0].pictures = std::make_shared<nothing>();
  const auto made = write_geodatabase(file_, trail_replica(service_));
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error(), HasSubstr("a.png"));
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(RelatedClasses, KnowTheirKeysAndOnlyThoseBetweenTablesThatAreThere) {
  write(trail_replica(service_));
  const std::string found = definition("Sign_repairs");
  for (const char* part : {"<Name>main.Sign_posts</Name>", "<Name>main.Repairs</Name>",
         "<ObjectKeyName>GlobalID</ObjectKeyName>", "<ObjectKeyName>SIGN</ObjectKeyName>",
         "<Cardinality>esriRelCardinalityOneToMany</Cardinality>", "<IsComposite>false</IsComposite>"})
    EXPECT_THAT(found, HasSubstr(part));
  auto request = trail_replica(service_);
  request.layers.erase(request.layers.begin());
  write(request);
  EXPECT_EQ(definition("Sign_repairs"), "");
}

TEST_F(RelatedClasses, HoldTablesLinesPointsAndRowsWithoutAPlace) {
  write(trail_replica(service_));
  EXPECT_EQ(text("SELECT count(*) FROM Repairs_evw"), "3");
  EXPECT_EQ(text("SELECT count(*) FROM st_geometry_columns WHERE f_table_name='Repairs'"), "0");
  EXPECT_EQ(text("SELECT count(*) FROM Sign_posts_evw WHERE SHAPE IS NULL"), "1");
  EXPECT_EQ(text("SELECT \"order\" FROM Sign_posts_evw WHERE OBJECTID=1"), "2");
  EXPECT_THAT(definition("Paths"), HasSubstr("<HasZ>true</HasZ>"));
  EXPECT_THAT(definition("Paths"), HasSubstr("<LengthFieldName>st_length(SHAPE)</LengthFieldName>"));
  const auto path = read_geometry_blob(text("SELECT SHAPE FROM Paths"));
  ASSERT_TRUE(path);
  EXPECT_EQ(path->heights,
    (std::vector<std::vector<std::int64_t>>{{1'015'000'000, 1'016'000'000}, {1'017'000'000, 999'970'000}}));
  EXPECT_EQ(text("SELECT DatasetSubtype2 FROM GDB_Items NOT INDEXED WHERE Name='main.Groves'"), "2");
}

TEST_F(RelatedClasses, KeepSubtypesAndBothKindsOfDomains) {
  write(trail_replica(service_));
  const std::string signs = definition("Sign_posts");
  for (const char* part : {"<SubtypeFieldName>KIND</SubtypeFieldName>", "<SubtypeName>Road</SubtypeName>",
         "<DomainName>Surface</DomainName><DefaultValue xsi:type='xs:short'>2</DefaultValue>",
         "<DefaultValueNumeric>1</DefaultValueNumeric>"})
    EXPECT_THAT(signs, HasSubstr(part));
  const std::string grade = text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Name='Grade'");
  EXPECT_THAT(
    grade, HasSubstr("<MaxValue xsi:type='xs:double'>100</MaxValue><MinValue xsi:type='xs:double'>0</MinValue>"));
  EXPECT_THAT(text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Name='Surface'"),
    HasSubstr("<Code xsi:type='xs:short'>1</Code>"));
}

TEST_F(RelatedClasses, AreDatasetsOfTheReceipt) {
  write(trail_replica(service_));
  const std::string files =
    text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Name='Sign_posts__ATTACH' AND Url=''");
  EXPECT_THAT(files, HasSubstr("<IsAttachment>true</IsAttachment>"));
  EXPECT_THAT(files, HasSubstr("<LayerID>0</LayerID>"));
  const std::string receipt =
    text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Type='{5B966567-FB87-4DDE-938B-B4B37423539D}'");
  EXPECT_THAT(receipt, HasSubstr("<ReturnsAttachments>true</ReturnsAttachments>"));
  EXPECT_THAT(receipt, HasSubstr("<HasAttachments>true</HasAttachments>"));
  EXPECT_THAT(receipt, HasSubstr("<DatasetName>main.Repairs</DatasetName><DatasetType>esriDTTable</DatasetType>"));
}

TEST_F(RelatedClasses, AreRefusedByTheCheckerOnceDamaged) {
  for (const char* damage :
    {"UPDATE Sign_posts__ATTACH SET REL_GLOBALID='{00000009-0000-4000-8000-000000000001}' WHERE ATTACHMENTID=1",
      "UPDATE Sign_posts__ATTACH SET DATA_SIZE=6 WHERE ATTACHMENTID=1",
      "DELETE FROM GDB_ItemRelationships WHERE Type='{725BADAB-3452-491B-A795-55F32D67229C}'",
      "DELETE FROM GDB_ItemRelationships WHERE Type='{17E08ADB-2B31-4DCD-8FDD-DF529E88F843}'",
      "UPDATE GDB_Items SET Definition=replace(Definition,'>SIGN<','>SIGH<')",
      "UPDATE GDB_Items SET Definition=replace(Definition,'>0</MinValue>','>101</MinValue>')",
      "DELETE FROM GDB_Items WHERE Name='Repairs'",
      "UPDATE GDB_Items SET DatasetSubtype1=3 WHERE Name='main.Sign_repairs'"}) {
    write(trail_replica(service_));
    sqlite3* database = nullptr;
    sqlite3_open(file_.c_str(), &database);
    sqlite3_create_collation(
      database, "ICUFOLDCASE", SQLITE_UTF8, nullptr, [](void*, int a, const void* left, int b, const void* right) {
        return sqlite3_stricmp(std::string(static_cast<const char*>(left), static_cast<std::size_t>(a)).c_str(),
          std::string(static_cast<const char*>(right), static_cast<std::size_t>(b)).c_str());
      });
    sqlite3_create_function(
      database, "gdb_transaction_time", 0, SQLITE_UTF8, nullptr,
      [](sqlite3_context* c, int, sqlite3_value**) { sqlite3_result_double(c, 1); }, nullptr, nullptr);
    ASSERT_EQ(sqlite3_exec(database, damage, nullptr, nullptr, nullptr), SQLITE_OK)
      << damage << ": " << sqlite3_errmsg(database);
    sqlite3_close(database);
    EXPECT_THAT(check_geodatabase(file_), testing::Not(testing::IsEmpty())) << damage;
  }
}

} // namespace
} // namespace sandbox
