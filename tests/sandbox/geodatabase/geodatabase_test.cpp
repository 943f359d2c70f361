#include "sandbox/geodatabase/geodatabase.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "sandbox/model/projection.hpp"
#include "tests/sandbox/geodatabase/geodatabase_checker.hpp"
#include "tests/sandbox/geodatabase/sample_replica.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

class Geodatabase : public testing::Test {
protected:
  void SetUp() override { std::filesystem::remove(file_); }
  void TearDown() override { sqlite3_close(database_); }

  void write(const replica_request& request) {
    const auto made = write_geodatabase(file_, request);
    ASSERT_TRUE(made) << made.error();
    statistics_ = *made;
    sqlite3_open_v2(file_.c_str(), &database_, SQLITE_OPEN_READONLY, nullptr);
  }

  std::string text(const std::string& sql) const {
    sqlite3_stmt* query = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database_, sql.c_str(), -1, &query, nullptr), SQLITE_OK) << sqlite3_errmsg(database_);
    std::string found = "no row";
    if (sqlite3_step(query) == SQLITE_ROW) {
      const auto* chars = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
      found = chars == nullptr ? "null" : chars;
    }
    sqlite3_finalize(query);
    return found;
  }

  scratch_directory folder_;
  std::filesystem::path file_ = folder_.path() / "replica.geodatabase";
  geodatabase_statistics statistics_;
  sqlite3* database_ = nullptr;
};

TEST_F(Geodatabase, PassesTheChecklistInBothReferences) {
  for (int wkid : {web_mercator, wgs84, 102100}) {
    SetUp();
    write(sample_replica(canyon_country(), wkid));
    EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty()) << wkid;
    EXPECT_EQ(statistics_.bytes, std::filesystem::file_size(file_));
    sqlite3_close(database_);
    database_ = nullptr;
  }
}

TEST_F(Geodatabase, HoldsTheWholeServiceWithItsHolesAndIslands) {
  const auto start = std::chrono::steady_clock::now();
  write(sample_replica(make_area({-180, -90, 180, 90}, wgs84)));
  const auto took = std::chrono::steady_clock::now() - start;
  RecordProperty("milliseconds", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds{20}); // 0.3 s where it was made; sanitizers are slow
  EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
  EXPECT_EQ(text("SELECT count(*) FROM Counties_evw"), "3230");
  EXPECT_EQ(text("SELECT count(*) FROM Inspections_evw"), "4000");
}

TEST_F(Geodatabase, HoldsTheRowsThatWereChosenAndNoOthers) {
  write(sample_replica(canyon_country()));
  ASSERT_EQ(statistics_.rows.size(), 2u);
  EXPECT_EQ(text("SELECT count(*) FROM Counties_evw"), std::to_string(statistics_.rows[0]));
  EXPECT_EQ(text("SELECT count(*) FROM Inspections_evw"), std::to_string(statistics_.rows[1]));
  EXPECT_GT(statistics_.rows[1], 20u);
  const auto& counties = field_data().find(0)->rows;
  const auto grand = std::find_if(counties.begin(), counties.end(),
    [](const feature& one) { return one.attributes[2] == value{std::string{"49019"}}; });
  EXPECT_EQ(text("SELECT GlobalID FROM Counties_evw WHERE FIPS='49019'"), grand->global_id);
}

TEST_F(Geodatabase, KeepsEveryAttributeAsItsTypeWantsIt) {
  const area everywhere = make_area({-180, -90, 180, 90}, wgs84);
  write(sample_replica(everywhere));
  const table& inspections = *field_data().find(1);
  for (std::size_t row : {std::size_t{0}, std::size_t{7}, std::size_t{2500}, std::size_t{3999}}) {
    const feature& wanted = inspections.rows[row];
    for (std::size_t i = 0; i < inspections.fields.size(); ++i) {
      const field& column = inspections.fields[i];
      const std::string found =
        text("SELECT " + column.name + " FROM Inspections_evw WHERE OBJECTID=" + std::to_string(wanted.object_id));
      const value& held = wanted.attributes[i];
      if (std::holds_alternative<std::monostate>(held)) {
        EXPECT_EQ(found, "null") << column.name;
      } else if (const auto* words = std::get_if<std::string>(&held)) {
        EXPECT_EQ(found, *words);
      } else if (column.type == field_type::date) {
        EXPECT_NEAR((std::stod(found) - 2440587.5) * 86400000, static_cast<double>(std::get<std::int64_t>(held)), 1);
      } else if (const auto* real = std::get_if<double>(&held)) {
        EXPECT_DOUBLE_EQ(std::stod(found), *real);
      } else {
        EXPECT_EQ(found, std::to_string(std::get<std::int64_t>(held)));
      }
    }
  }
}

TEST_F(Geodatabase, TellsWhatItIsAReplicaOf) {
  write(sample_replica(canyon_country()));
  const std::string replica =
    text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Type='{5B966567-FB87-4DDE-938B-B4B37423539D}'");
  for (const char* part :
    {"<ReplicaName>box-1-0-1</ReplicaName>", "<ReplicaID>{11111111-2222-3333-4444-55555555ABCD}</ReplicaID>",
      "<SyncModel>esriSyncModelPerLayer</SyncModel>", "<ReplicaServerGen>4711</ReplicaServerGen>",
      "<Owner>field</Owner>", "FieldWork/FeatureServer</ServiceName>", "<LayerName>Inspections</LayerName>"}) {
    EXPECT_NE(replica.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(
    text("SELECT count(*) FROM GDB_Items NOT INDEXED WHERE Type='{D86502F9-9758-45C6-9D23-6DD1A0107B47}'"), "2");
  EXPECT_EQ(text("SELECT DatasetName FROM GDB_ServiceItems WHERE ItemId=1"), "Inspections");
  EXPECT_EQ(
    text("SELECT count(*) FROM GDB_Items NOT INDEXED WHERE Type='{8C368B12-A12E-4C7E-9638-C9C64E69E98F}'"), "3");
}

TEST_F(Geodatabase, RecordsWhatWasAskedForAndNothingElse) {
  const auto receipt = [this](const replica_request& request) {
    SetUp();
    write(request);
    EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
    const std::string found =
      text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Type='{5B966567-FB87-4DDE-938B-B4B37423539D}'");
    sqlite3_close(std::exchange(database_, nullptr));
    return found;
  };
  const auto times = [](const std::string& in, const std::string& part) {
    int found = 0;
    for (auto at = in.find(part); at != std::string::npos; at = in.find(part, at + 1))
      ++found;
    return found;
  };
  auto request = sample_replica(canyon_country());
  std::string found = receipt(request);
  EXPECT_EQ(times(found, "<IncludeRelated>true<"), 2);
  EXPECT_EQ(times(found, ">esriAttachmentsSyncDirectionNone<"), 1);
  // The counties are read-only, the inspections are not, and the replica as a whole goes both ways.
  EXPECT_EQ(times(found, "<Direction>esriSyncDirectionDownload<"), 1);
  EXPECT_EQ(times(found, "<Direction>esriSyncDirectionBidirectional<"), 2);

  request.layers[1].include_related = false;
  request.attachments = attachment_direction::upload;
  request.direction = sync_direction::download;
  found = receipt(request);
  EXPECT_EQ(times(found, "<IncludeRelated>true<"), 1);
  EXPECT_EQ(times(found, "<IncludeRelated>false<"), 1);
  EXPECT_EQ(times(found, ">esriAttachmentsSyncDirectionUpload<"), 1);
  EXPECT_EQ(times(found, "<Direction>esriSyncDirectionDownload<"), 3);

  request.attachments = attachment_direction::bidirectional;
  EXPECT_EQ(times(receipt(request), ">esriAttachmentsSyncDirectionBidirectional<"), 1);
}

TEST_F(Geodatabase, NamesTheTableAndNotTheLayerAndKnowsALine) {
  table walks = *field_data().find(1);
  walks.name = "Long walks";
  walks.type = geometry_type::polyline;
  walks.rows.resize(3);
  for (feature& walk : walks.rows)
    walk.shape = {geometry_type::polyline, {{{-110, 38}, {-109.9, 38.1}, {-109.8, 38}}}};
  auto request = sample_replica(canyon_country());
  request.layers.erase(request.layers.begin());
  request.layers[0].source = &walks;
  request.layers[0].rows = {0, 1, 2};
  write(request);
  const std::string classes =
    text("SELECT Definition || DatasetSubtype1 FROM GDB_Items NOT INDEXED WHERE Name='main.Long_walks'");
  EXPECT_NE(classes.find("<Name>main.Long_walks</Name>"), std::string::npos) << classes;
  EXPECT_NE(classes.find("<ShapeType>esriGeometryPolyline</ShapeType>"), std::string::npos);
  EXPECT_EQ(text("SELECT DatasetSubtype2 FROM GDB_Items NOT INDEXED WHERE Name='main.Long_walks'"), "3");
  EXPECT_NE(text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Type='{5B966567-FB87-4DDE-938B-B4B37423539D}'")
              .find("<DatasetName>main.Long_walks</DatasetName>"),
    std::string::npos);
  EXPECT_EQ(text("SELECT count(*) FROM Long_walks_evw"), "3");
}

TEST_F(Geodatabase, HasPlainTablesAndNoReplicaWithoutASyncModel) {
  auto request = sample_replica(canyon_country());
  request.model = sync_model::none;
  write(request);
  EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
  EXPECT_EQ(text("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%_evw'"), "0");
  EXPECT_EQ(
    text("SELECT count(*) FROM GDB_Items NOT INDEXED WHERE Type='{5B966567-FB87-4DDE-938B-B4B37423539D}'"), "0");
  EXPECT_EQ(text("SELECT count(*) FROM Inspections"), std::to_string(statistics_.rows[1]));
}

TEST_F(Geodatabase, NamesTablesApartAndQuotesWordsOfSql) {
  service_data service = field_data();
  service.tables = std::vector<table>(5, service.tables.at(1));
  const char* names[] = {"group", "a b", "a_b", "Roads", "roads"};
  for (std::size_t i = 0; i < service.tables.size(); ++i) {
    service.tables[i].id = static_cast<int>(i);
    service.tables[i].name = names[i];
    service.tables[i].rows.resize(3);
  }
  number_namesakes(service.tables);
  replica_request request = sample_replica(canyon_country());
  request.service = &service;
  request.layers.clear();
  for (const table& one : service.tables) {
    replica_layer layer;
    layer.source = &one;
    layer.rows = {0, 1, 2};
    layer.layer_json = sample_layer_json(one);
    layer.server_generation = 4711;
    request.layers.push_back(std::move(layer));
  }
  write(request);
  EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
  for (const char* table : {"\"group\"", "group_evw", "a_b", "a_b_1_evw", "Roads", "roads_1_evw"})
    EXPECT_EQ(text("SELECT count(*) FROM " + std::string{table}), "3") << table;
}

TEST_F(Geodatabase, IsTheSameBytesForTheSameRequest) {
  write(sample_replica(canyon_country()));
  const std::string first = read_file(file_);
  std::filesystem::remove(file_);
  ASSERT_TRUE(write_geodatabase(file_, sample_replica(canyon_country())));
  EXPECT_TRUE(first == read_file(file_));
}

TEST_F(Geodatabase, HoldsLayersWithoutAnyRow) {
  auto request = sample_replica(canyon_country());
  for (replica_layer& layer : request.layers)
    layer.rows.clear();
  write(request);
  EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
  EXPECT_EQ(text("SELECT count(*) FROM Inspections_evw"), "0");
}

TEST_F(Geodatabase, EscapesWhatTheRequestBringsAlong) {
  auto request = sample_replica(canyon_country());
  request.replica_name = "a<b>&\"c'";
  request.layers[1].where = "KIND = 'well' AND DEPTH_M < 5";
  write(request);
  EXPECT_THAT(check_geodatabase(file_), testing::IsEmpty());
  EXPECT_NE(text("SELECT Definition FROM GDB_Items NOT INDEXED WHERE Type='{5B966567-FB87-4DDE-938B-B4B37423539D}'")
              .find("<ReplicaName>a&lt;b&gt;&amp;&quot;c&apos;</ReplicaName>"),
    std::string::npos);
}

TEST_F(Geodatabase, LeavesNoFileWhenItCannotBeMade) {
  auto request = sample_replica(canyon_country());
  request.wkid = 26912;
  EXPECT_FALSE(write_geodatabase(file_, request));
  request = sample_replica(canyon_country());
  request.extent.wkid = 99999999;
  EXPECT_FALSE(write_geodatabase(file_, request));
  EXPECT_FALSE(write_geodatabase(folder_.path() / "missing" / "x.geodatabase", sample_replica(canyon_country())));
  EXPECT_FALSE(std::filesystem::exists(file_));
  std::ofstream{file_} << "something";
  EXPECT_FALSE(write_geodatabase(file_, sample_replica(canyon_country())));
  EXPECT_EQ(std::filesystem::file_size(file_), 9u);
}

TEST(GeodatabaseChecker, AcceptsARealReplica) {
  const char* fixtures = std::getenv("MAPFERRY_FIXTURES");
  if (fixtures == nullptr)
    GTEST_SKIP() << "MAPFERRY_FIXTURES is not set";
  const std::filesystem::path real = std::filesystem::path{fixtures}
    / "packages/canyonlands-unpacked/p13/3b1fef0d-2cb0-4b6f-b526-9fe0a1ca3f69.geodatabase";
  ASSERT_TRUE(std::filesystem::exists(real));
  EXPECT_THAT(check_geodatabase(real), testing::IsEmpty());
}

TEST_F(Geodatabase, IsRefusedByTheCheckerOnceDamaged) {
  for (const char* damage :
    {"UPDATE Inspections SET SHAPE=CAST(substr(SHAPE,1,length(SHAPE)-1)||x'80' AS BLOB) WHERE OBJECTID=(SELECT "
     "min(OBJECTID) FROM Inspections)",
      "DELETE FROM st_spindex__Counties_SHAPE WHERE pkid=1", "DELETE FROM GDB_ColumnRegistry WHERE column_name='FIPS'",
      "UPDATE GDB_ServiceItems SET ItemId=9 WHERE ItemId=1", "UPDATE GDB_RowidGenerators SET base_id=1",
      "PRAGMA application_id=1", "UPDATE GDB_Layers SET maxx=minx WHERE table_name='Counties'",
      "DELETE FROM GDB_Version"}) {
    SetUp();
    ASSERT_TRUE(write_geodatabase(file_, sample_replica(canyon_country())));
    sqlite3_open_v2(file_.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr);
    // The triggers call functions of the vendor.
    for (const char* trigger : {"st_update_trigger_Inspections_SHAPE", "st_update1_trigger_Inspections_SHAPE"}) {
      sqlite3_exec(database_, ("DROP TRIGGER " + std::string{trigger}).c_str(), nullptr, nullptr, nullptr);
    }
    sqlite3_create_function(
      database_, "gdb_transaction_time", 0, SQLITE_UTF8, nullptr,
      [](sqlite3_context* c, int, sqlite3_value**) { sqlite3_result_double(c, 1); }, nullptr, nullptr);
    ASSERT_EQ(sqlite3_exec(database_, damage, nullptr, nullptr, nullptr), SQLITE_OK)
      << damage << ": " << sqlite3_errmsg(database_);
    sqlite3_close(database_);
    database_ = nullptr;
    EXPECT_THAT(check_geodatabase(file_), testing::Not(testing::IsEmpty())) << damage;
  }
}

} // namespace
} // namespace sandbox
