#include "tests/io/disk/sample_file.hpp"
#include "tests/support/fixtures.hpp"

#include "io/disk/geodatabase_check.hpp"

#include <sqlite3.h>

#include <set>

namespace io {
namespace {

constexpr const char* canyonlands =
  "packages/canyonlands-unpacked/p13/3b1fef0d-2cb0-4b6f-b526-9fe0a1ca3f69.geodatabase";
constexpr const char* usa = "packages/usa-10.2.1.geodatabase"; // pages of 1024 bytes, write-ahead-log header

bool is_sound_geodatabase(const sample_file& file) { return bool(read_geodatabase(file.descriptor(), "sample", {})); }

std::uint32_t number_at(const std::string& content, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(content[at + i]);
  return value;
}
std::string bytes_of(std::uint32_t value) {
  std::string bytes;
  for (int shift : {24, 16, 8, 0})
    bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}
std::size_t page_size_of(const std::string& content) { return number_at(content, 14) & 0xffff; }

/// Free pages hold nothing: what their lists name may hold anything.
std::set<std::uint32_t> free_pages_of(const std::string& content) {
  const auto page_size = page_size_of(content);
  std::set<std::uint32_t> free;
  for (auto trunk = number_at(content, 32); trunk != 0; trunk = number_at(content, (trunk - 1) * page_size))
    for (std::uint32_t i = 0; i < number_at(content, (trunk - 1) * page_size + 4); ++i)
      free.insert(number_at(content, (trunk - 1) * page_size + 8 + 4 * i));
  return free;
}

TEST(GeodatabaseDamage, AFileCutAtAnyLengthIsRefused) {
  NEEDS_FIXTURES();
  for (const auto* name : {canyonlands, usa}) {
    auto file = sample_file(fixtures::text(name));
    ASSERT_TRUE(is_sound_geodatabase(file));
    const auto size = file.content().size();
    const auto page = page_size_of(file.content());
    std::set<std::size_t> lengths{0, 1, 15, 16, 99, 100, 101};
    for (std::size_t length = 0; length < size; length += 1009)
      lengths.insert(length);
    for (std::size_t boundary = page; boundary <= size; boundary += page)
      for (std::size_t length : {boundary - 1, boundary, boundary + 1})
        lengths.insert(length);
    // From the longest down, so that nothing has to be restored.
    for (auto length = lengths.rbegin(); length != lengths.rend(); ++length) {
      if (*length >= size)
        continue;
      file.cut(*length);
      EXPECT_FALSE(is_sound_geodatabase(file)) << name << " cut at " << *length;
    }
  }
}

TEST(GeodatabaseDamage, MissingPagesAreNoticedAlsoWhereTheHeaderHidesThem) {
  NEEDS_FIXTURES();
  auto file = sample_file(fixtures::text(canyonlands));
  const auto page = page_size_of(file.content());
  for (std::size_t pages = file.content().size() / page - 1; pages > 0; --pages) {
    file.cut(pages * page);
    file.put(28, bytes_of(static_cast<std::uint32_t>(pages)));
    EXPECT_FALSE(is_sound_geodatabase(file)) << pages << " pages";
  }
}

/// Header bytes that no check covers (SQLite's file format, 1.3): they change how a
/// file would be written, not what is in it.
const std::set<std::size_t> header_not_covered{
  18, 19,         // write-ahead log or not: the file is opened immutable
  24, 25, 26, 27, // change counter
  40, 41, 42, 43, // schema cookie
  48, 49, 50, 51, // suggested cache size
  60, 61, 62, 63, // user version
  64, 65, 66, 67, // incremental vacuum
  72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, // reserved
  92, 93, 94, 95,                                                                 // version-valid-for
  96, 97, 98, 99, // version of the library that wrote it
};

TEST(GeodatabaseDamage, EveryByteOfTheHeaderIsCoveredOrKnownNotToBe) {
  NEEDS_FIXTURES();
  for (const auto* name : {canyonlands, usa}) {
    auto file = sample_file(fixtures::text(name));
    for (std::size_t at = 0; at < 100; ++at)
      for (int mask : {0x01, 0x80, 0xff}) {
        file.flip(at, mask);
        EXPECT_TRUE(!is_sound_geodatabase(file) || header_not_covered.contains(at))
          << name << ", byte " << at << " with " << mask;
        file.restore_byte(at);
      }
    EXPECT_TRUE(is_sound_geodatabase(file));
  }
}

TEST(GeodatabaseDamage, ADamagedPageIsRefusedWhereverItIs) {
  NEEDS_FIXTURES();
  for (const auto* name : {canyonlands, usa}) {
    SCOPED_TRACE(name);
    auto file = sample_file(fixtures::text(name));
    const auto& content = file.content();
    const auto page = page_size_of(content);
    const auto free = free_pages_of(content);
    int judged = 0;
    for (std::uint32_t number = 2; number <= content.size() / page; ++number) {
      if (free.contains(number))
        continue;
      ++judged;
      const auto at = (number - 1) * page;
      // Type and cell count of a b-tree page, next page of an overflow or free list page.
      file.put(at, std::string(8, '\xff'));
      EXPECT_FALSE(is_sound_geodatabase(file)) << "page " << number;
      file.put(at, content.substr(at, 8));
    }
    EXPECT_GT(judged, 100);
    EXPECT_TRUE(is_sound_geodatabase(file));
  }
}

/// A copy of a geodatabase on which some SQL was run.
std::string changed(const std::string& name, const std::string& sql) {
  const scratch_directory scratch;
  write_file(scratch.at("copy"), fixtures::text(name));
  sqlite3* database = nullptr;
  EXPECT_EQ(::sqlite3_open(scratch.at("copy").c_str(), &database), SQLITE_OK);
  auto fold = [](void*, int a, const void* x, int b, const void* y) {
    return std::string(static_cast<const char*>(x), static_cast<std::size_t>(a))
      .compare(std::string(static_cast<const char*>(y), static_cast<std::size_t>(b)));
  };
  ::sqlite3_create_collation(database, "ICUFOLDCASE", SQLITE_UTF8, nullptr, fold);
  auto none = [](sqlite3_context*, int, sqlite3_value**) {};
  ::sqlite3_create_function(
    database, "of_the_vendor", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, none, nullptr, nullptr);
  char* error = nullptr;
  EXPECT_EQ(::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
  ::sqlite3_free(error);
  ::sqlite3_close(database);
  return read_file(scratch.at("copy"));
}

/// Renames a table to `other`. ALTER TABLE would look at every virtual table of the
/// file, whose modules only the vendor has.
std::string rename(const std::string& table) {
  return "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET name = replace(name, '" + table
    + "', 'other'), tbl_name = 'other',"
      " sql = replace(sql, '"
    + table + "', 'other') WHERE tbl_name = '" + table + "'; PRAGMA writable_schema=RESET";
}

TEST(GeodatabaseDamage, AFileThatLacksARequiredTableIsRefused) {
  NEEDS_FIXTURES();
  EXPECT_TRUE(is_sound_geodatabase(sample_file(changed(canyonlands, "CREATE TABLE more (a)"))));
  for (const std::string table : {"GDB_Version", "GDB_Items", "st_geometry_columns"}) {
    EXPECT_FALSE(is_sound_geodatabase(sample_file(changed(canyonlands, "DROP TABLE " + table)))) << table;
    EXPECT_FALSE(is_sound_geodatabase(sample_file(changed(canyonlands, rename(table))))) << table;
    const auto view = "; CREATE VIEW " + table + " AS SELECT * FROM other";
    EXPECT_FALSE(is_sound_geodatabase(sample_file(changed(canyonlands, rename(table) + view))))
      << table << " as a view";
    EXPECT_FALSE(is_sound_geodatabase(
      sample_file(changed(canyonlands, rename(table) + "; CREATE VIRTUAL TABLE " + table + " USING rtree(a, b, c)"))))
      << table << " as a virtual table";
  }
  EXPECT_FALSE(is_sound_geodatabase(sample_file(changed(canyonlands, "DELETE FROM GDB_Version"))));
}

TEST(GeodatabaseDamage, AnotherSqliteFileIsNoGeodatabase) {
  NEEDS_FIXTURES();
  EXPECT_FALSE(is_sound_geodatabase(sample_file(fixtures::text("tiles/mbtiles/world_lakes.mbtiles"))));
}

TEST(GeodatabaseDamage, AServiceItemWithoutItsTableIsRefused) {
  NEEDS_FIXTURES();
  EXPECT_FALSE(is_sound_geodatabase(
    sample_file(changed(canyonlands, "UPDATE GDB_ServiceItems SET DatasetName = 'gone' WHERE ItemId = 1"))));
}

TEST(GeodatabaseDamage, ItemIdsComeByServiceLayerAndTheReplicaById) {
  NEEDS_FIXTURES();
  const auto content = changed(canyonlands,
    "UPDATE GDB_ServiceItems SET ItemId = 7 WHERE ItemId = 1;"
    "UPDATE GDB_Items SET Definition = replace(Definition, '{00000000-0000-0000-0000-000000000000}',"
    " '{9C29B0A2-0000-4444-8888-ABCDEFABCDEF}')");
  core::check_request request;
  request.service_layers = {0, 1};
  request.replica = true;
  const auto report = sample_file(content).check(request);
  ASSERT_TRUE(report) << words_of(report);
  EXPECT_EQ(report->item_ids, (std::map<int, int>{{0, 0}, {1, 7}}));
  EXPECT_EQ(report->replica_id, "9c29b0a2-0000-4444-8888-abcdefabcdef");
}

/// Schema text runs when a hostile file is read: neither a loop without end nor a
/// function of another library may do harm.
TEST(GeodatabaseDamage, AHostileSchemaIsNoTrap) {
  NEEDS_FIXTURES();
  for (const std::string sql : {"CREATE TABLE trap (a CHECK (of_the_vendor(a)))",
         "CREATE VIEW trap AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
         "CREATE TRIGGER trap AFTER INSERT ON GDB_Version BEGIN SELECT load_extension('x'); END"})
    EXPECT_TRUE(is_sound_geodatabase(sample_file(changed(canyonlands, sql)))) << sql;
  const auto view = changed(canyonlands,
    rename("GDB_ServiceItems")
      + "; CREATE VIEW GDB_ServiceItems AS"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i ItemId, 1 ItemType, 'CNP_Roads' "
        "DatasetName, '' ItemInfo FROM n");
  core::check_request request;
  request.service_layers = {0};
  EXPECT_EQ(sample_file(view).check(request).error().code, proto::failure_code::not_fit);
}

TEST(GeodatabaseDamage, AStatementThatRunsTooLongOrIsStoppedEnds) {
  NEEDS_FIXTURES();
  const auto file = sample_file(fixtures::text(canyonlands));
  const std::string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  auto late = sqlite_reader::open(file.descriptor(), "sample", std::chrono::milliseconds(200), {});
  ASSERT_TRUE(late);
  EXPECT_EQ(late->query(endless).error().code, proto::failure_code::damaged);
  std::stop_source stop;
  auto stopped = sqlite_reader::open(file.descriptor(), "sample", std::chrono::hours(1), stop.get_token());
  ASSERT_TRUE(stopped);
  stop.request_stop();
  EXPECT_EQ(stopped->query(endless).error().code, proto::failure_code::cancelled);
}

TEST(GeodatabaseDamage, AnAnswerThatWouldFillTheMemoryIsDamage) {
  NEEDS_FIXTURES();
  const auto file = sample_file(fixtures::text(canyonlands));
  auto reader = sqlite_reader::open(file.descriptor(), "sample", std::chrono::minutes(1), {});
  ASSERT_TRUE(reader);
  const auto rows = [&](const std::string& count, const std::string& value) {
    return reader->query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " + count + ") SELECT "
      + value + " FROM n");
  };
  EXPECT_EQ(rows("10", "zeroblob(1000000)")->size(), 10u);
  EXPECT_EQ(rows("20", "zeroblob(1000000)").error().code, proto::failure_code::damaged);
  EXPECT_EQ(rows("1000000", "NULL").error().code, proto::failure_code::damaged);
  EXPECT_EQ(rows("1", "zeroblob(260000000)").error().code, proto::failure_code::damaged);
}

TEST(GeodatabaseDamage, ReadingLeavesNoFilesBesideIt) {
  NEEDS_FIXTURES();
  const scratch_directory scratch;
  write_file(scratch.at("a.part"), fixtures::text(usa));
  const file_descriptor file(::open(scratch.at("a.part").c_str(), O_RDONLY));
  ASSERT_TRUE(read_geodatabase(file.get(), "a.part", {}));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path()), {}), 1);
}

} // namespace
} // namespace io
