#include "io/store/sealed_value.hpp"
#include "io/store/store_rescue.hpp"
#include "io/store/store_rows.hpp"
#include "tests/io/store/store_samples.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>

namespace io {
namespace {

/// A store with some of everything; its file is returned.
std::string make_store(const std::string& state) {
  auto store = open_store(state);
  for (int i = 0; i < 30; ++i) {
    core::store_batch batch;
    const auto id = "J" + std::to_string(1000 + i);
    batch.jobs = {sample_job(id)};
    batch.layers = {sample_layer(id, 0), sample_layer(id, 1)};
    batch.ledger = {sample_ledger("r-" + id, id)};
    EXPECT_FALSE(store->commit(batch));
  }
  return state + "/store.mdb";
}

/// Opening ends well, whatever the file was: with the records, with some of them
/// in quarantine, or empty with the file put aside. And the store works on.
void expect_start(const std::string& state, const std::string& what, std::size_t jobs_at_least = 30) {
  SCOPED_TRACE(what);
  auto store = open_store(state);
  ASSERT_TRUE(store);
  const auto loaded = load(*store);
  if (store->put_aside()) {
    EXPECT_TRUE(loaded.jobs.empty());
    EXPECT_TRUE(std::filesystem::exists(*store->put_aside()));
  } else {
    std::size_t jobs = loaded.jobs.size();
    for (const auto& row : loaded.quarantine)
      jobs += row.table == "job";
    EXPECT_GE(jobs, jobs_at_least) << "a job is gone without a word";
    EXPECT_LE(jobs, 30u);
  }
  EXPECT_EQ(loaded.install_id.size(), 10u);
  EXPECT_FALSE(store->commit(with_job(sample_job("NEW"))));
  const auto again = load(*store);
  EXPECT_TRUE(std::ranges::any_of(again.jobs, [](const auto& job) { return job.id == "NEW"; }));
}

TEST(StoreDamage, AFileCutAtAnyLengthNeverKeepsTheDaemonFromStarting) {
  const scratch_directory scratch;
  const auto whole = read_file(make_store(scratch.at("state")));
  std::vector<std::size_t> lengths;
  for (std::size_t page = 0; page <= whole.size(); page += 4096)
    for (std::size_t length : {page, page + 1, page + 2048, page + 4095})
      if (length < whole.size())
        lengths.push_back(length);
  for (auto length : lengths) {
    const auto state = scratch.at("cut-" + std::to_string(length));
    std::filesystem::create_directory(state);
    write_file(state + "/store.mdb", whole.substr(0, length));
    expect_start(state, "cut at " + std::to_string(length));
  }
}

TEST(StoreDamage, GarbledPagesNeverKeepTheDaemonFromStarting) {
  const char* given = std::getenv("MAPFERRY_SEED");
  const auto seed = given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
  std::cout << "MAPFERRY_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  const scratch_directory scratch;
  const auto whole = read_file(make_store(scratch.at("state")));
  for (int round = 0; round < 60; ++round) {
    auto changed = whole;
    const auto at = random() % whole.size();
    const auto length = std::min<std::size_t>(1 + random() % 600, whole.size() - at);
    for (std::size_t i = 0; i < length; ++i)
      changed[at + i] = round % 2 == 0 ? '\0' : static_cast<char>(random());
    const auto state = scratch.at("garbled-" + std::to_string(round));
    std::filesystem::create_directory(state);
    write_file(state + "/store.mdb", changed);
    // Without its newest meta page (the first two pages) LMDB goes back by one commit, which nothing tells.
    expect_start(state, std::to_string(length) + " bytes at " + std::to_string(at), at < 8192 ? 29 : 30);
  }
}

TEST(StoreDamage, AMetaPageThatClaimsMoreThanAnybodyCanMapIsDamage) {
  const scratch_directory scratch;
  auto changed = read_file(make_store(scratch.at("whole")));
  // Both meta pages (struct MDB_meta in lmdb's mdb.c: mm_last_pg behind two 48-byte trees), 4,096-byte pages.
  constexpr std::size_t page_header = 16;
  constexpr std::size_t before_last_page = 24 + 2 * 48;
  for (const std::size_t page : {0u, 4096u})
    changed.replace(page + page_header + before_last_page, 8, std::string("\xff\xff\xff\xff\xff\x0f\0\0", 8));
  const auto state = scratch.at("claims");
  std::filesystem::create_directory(state);
  write_file(state + "/store.mdb", changed);
  expect_start(state, "a last page beyond all memory");
}

/// Writes a value into a table, past the store.
void drop_table(const std::string& file, table which) {
  environment_ptr env;
  transaction_ptr txn;
  MDB_dbi dbi = 0;
  ASSERT_EQ(open_environment(file, 16u << 20, 0, env), 0);
  ASSERT_EQ(begin(env.get(), 0, txn), 0);
  ASSERT_EQ(::mdb_dbi_open(txn.get(), name_of(which), 0, &dbi), 0);
  ASSERT_EQ(::mdb_drop(txn.get(), dbi, 1), 0);
  ASSERT_EQ(commit(std::move(txn)), 0);
}

void write_raw(const std::string& file, table which, const std::string& key, const std::string& value) {
  environment_ptr env;
  transaction_ptr txn;
  ASSERT_EQ(open_environment(file, 1u << 24, 0, env), 0);
  ASSERT_EQ(begin(env.get(), 0, txn), 0);
  MDB_dbi dbi = 0;
  ASSERT_EQ(::mdb_dbi_open(txn.get(), name_of(which), MDB_CREATE, &dbi), 0);
  auto k = value_of(key);
  auto v = value_of(value);
  ASSERT_EQ(::mdb_put(txn.get(), dbi, &k, &v, 0), 0);
  ASSERT_EQ(io::commit(std::move(txn)), 0);
}

TEST(StoreDamage, AnUnreadableRecordGoesIntoQuarantineAndTheOthersAreRead) {
  const scratch_directory scratch;
  const auto file = make_store(scratch.at("state"));
  auto broken = seal("job", "J1003", R"({"v":1})");
  broken.back() = '!';
  write_raw(file, table::job, "J1003", broken);
  write_raw(file, table::layer, "J1004/1", seal("layer", "J1004/1", "no JSON"));
  write_raw(file, table::ledger, "r-J1005", seal("ledger", "r-J1005", R"({"v":1,"name":7})"));
  for (int start = 0; start < 2; ++start) { // remembered
    auto store = open_store(scratch.at("state"));
    const auto state = load(*store);
    EXPECT_EQ(state.jobs.size(), 29u);
    EXPECT_EQ(state.layers.size(), 59u);
    EXPECT_EQ(state.ledger.size(), 29u);
    ASSERT_EQ(state.quarantine.size(), 3u);
    for (const auto& row : state.quarantine)
      EXPECT_FALSE(row.reason.empty());
    EXPECT_EQ(state.quarantine[0].table, "job");
    EXPECT_EQ(state.quarantine[0].key, "J1003");
    EXPECT_EQ(state.quarantine[1].key, "J1004/1");
  }
  auto store = open_store(scratch.at("state"));
  EXPECT_FALSE(store->commit(forgetting({"J1003", "J1004"})));
  EXPECT_EQ(load(*store).quarantine.size(), 1u);
}

TEST(StoreDamage, AStoreOfANewerVersionIsRefusedAndLeftAsItIs) {
  const scratch_directory scratch;
  const auto file = make_store(scratch.at("state"));
  write_raw(file, table::meta, "schema", seal("meta", "schema", std::to_string(io::store_schema + 1)));
  const auto before = read_file(file);
  auto lock = instance_lock::acquire(scratch.at("state"));
  ASSERT_TRUE(lock);
  const auto store = lmdb_store::open(std::move(*lock));
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, proto::failure_code::store_unavailable);
  EXPECT_NE(store.error().server_said.find("newer"), std::string::npos);
  EXPECT_EQ(read_file(file), before);
}

TEST(StoreDamage, AStoreOfTheFirstSchemaGoesOnWithTheTablesOfThisOne) {
  const scratch_directory scratch;
  const auto file = make_store(scratch.at("state"));
  drop_table(file, table::sign_in);
  write_raw(file, table::meta, "schema", seal("meta", "schema", "1"));
  auto store = open_store(scratch.at("state"));
  EXPECT_FALSE(store->put_aside());
  EXPECT_EQ(load(*store).jobs.size(), 30u);
  EXPECT_FALSE(store->remember("a", {"salt", "fingerprint", {}}));
  EXPECT_TRUE(store->refusal("a"));
}

TEST(StoreDamage, AFilePutAsideNeverReplacesAnEarlierOne) {
  const scratch_directory scratch;
  std::filesystem::create_directory(scratch.at("state"));
  const auto file = scratch.at("state/store.mdb");
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    write_file(file, "no store " + std::to_string(i));
    const auto put_aside = rescue_store(file);
    ASSERT_TRUE(put_aside);
    ASSERT_TRUE(*put_aside);
    names.push_back(**put_aside);
  }
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(read_file(names[static_cast<std::size_t>(i)]), "no store " + std::to_string(i));
}

} // namespace
} // namespace io
