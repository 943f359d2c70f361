#include "proto/json.hpp"
#include "tests/proto/record/random_records.hpp"
#include "tests/support/seed.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>

namespace {

using nlohmann::json;

/// Through text, as the store keeps it.
json stored(const json& record) { return *proto::parse_json(record.dump()); }

/// One kind of record: a random one as JSON, and reading it back to JSON or a failure.
struct kind {
  const char* name;
  std::function<json(random_records&)> make;
  std::function<proto::outcome(const json&, json*)> read;
};

template <class Record>
kind kind_of(const char* name, Record (random_records::*make)(), proto::result<Record> (*read)(const json&)) {
  return {name, [make](random_records& random) { return to_json((random.*make)()); },
    [read](const json& value, json* again) -> proto::outcome {
      auto record = read(value);
      if (!record)
        return record.error();
      if (again)
        *again = to_json(*record);
      return {};
    }};
}

const std::vector<kind> kinds{kind_of("job", &random_records::job, proto::read_job_record),
  kind_of("layer", &random_records::layer, proto::read_layer_record),
  kind_of("ledger", &random_records::ledger, proto::read_ledger_record)};

TEST(Records, RandomRecordsComeBackWithoutLoss) {
  random_records random{test_seed()};
  for (int i = 0; i < 500; ++i) {
    const auto job = random.job();
    const auto job_again = proto::read_job_record(stored(proto::to_json(job)));
    ASSERT_TRUE(job_again) << proto::describe(job_again.error());
    EXPECT_EQ(*job_again, job);
    const auto layer = random.layer();
    const auto layer_again = proto::read_layer_record(stored(proto::to_json(layer)));
    ASSERT_TRUE(layer_again) << proto::describe(layer_again.error());
    EXPECT_EQ(*layer_again, layer);
    const auto entry = random.ledger();
    const auto entry_again = proto::read_ledger_record(stored(proto::to_json(entry)));
    ASSERT_TRUE(entry_again) << proto::describe(entry_again.error());
    EXPECT_EQ(*entry_again, entry);
  }
}

TEST(Records, PartsOfRecordsComeBackWithoutLoss) {
  random_records random{test_seed()};
  for (int i = 0; i < 100; ++i) {
    const auto error = random.layer_error();
    EXPECT_EQ(*proto::read_layer_error(stored(proto::to_json(error))), error);
    const auto covered = random.covered();
    EXPECT_EQ(*proto::read_covered_layer(stored(proto::to_json(covered))), covered);
  }
}

TEST(Records, TheVersionDecides) {
  random_records random{test_seed()};
  for (const auto& kind : kinds) {
    SCOPED_TRACE(kind.name);
    auto record = kind.make(random);
    EXPECT_EQ(record["v"], 1);
    for (const json& wrong : {json(2), json(99999999999), json(0), json(-1), json("1"), json(1.0), json()}) {
      record["v"] = wrong;
      const auto failed = kind.read(record, nullptr);
      ASSERT_TRUE(failed) << wrong;
      EXPECT_EQ(failed->code, proto::failure_code::state_damaged);
      EXPECT_EQ(failed->subject, "v");
    }
    record.erase("v");
    EXPECT_EQ(kind.read(record, nullptr)->subject, "v");
  }
}

TEST(Records, UnknownMembersAreIgnored) {
  random_records random{test_seed()};
  for (const auto& kind : kinds) {
    auto record = kind.make(random);
    const auto plain = record;
    record["fromTheFuture"] = {{"a", 1}};
    json again;
    EXPECT_FALSE(kind.read(record, &again)) << kind.name;
    EXPECT_EQ(again, plain) << kind.name;
  }
}

TEST(Records, MissingMembersHaveDefaultsExceptThoseThatCarryTheRecord) {
  random_records random{test_seed()};
  for (const auto& kind : kinds) {
    const auto whole = kind.make(random);
    for (const auto& entry : whole.items()) {
      auto record = whole;
      record.erase(entry.key());
      const std::string carrying = kind.name == std::string{"ledger"} ? "name"
        : kind.name == std::string{"job"}                             ? "id request"
                                                                      : "job task";
      const bool needed = entry.key() == "v" || carrying.find(entry.key()) != std::string::npos;
      const auto failed = kind.read(record, nullptr);
      EXPECT_EQ(failed.has_value(), needed) << kind.name << " without " << entry.key();
      if (failed) {
        EXPECT_EQ(failed->subject, entry.key());
      }
    }
  }
}

TEST(Records, AWrongTypeAnywhereIsNamed) {
  random_records random{test_seed()};
  for (const auto& kind : kinds) {
    for (int round = 0; round < 20; ++round) {
      const auto whole = kind.make(random);
      for (const auto& entry : whole.items()) {
        if (entry.value().is_null())
          continue;
        auto record = whole;
        // A type that no field has at this place.
        record[entry.key()] = entry.value().is_object() ? json("text") : json{{"an", "object"}};
        const auto failed = kind.read(record, nullptr);
        ASSERT_TRUE(failed) << kind.name << "." << entry.key();
        EXPECT_EQ(failed->code, proto::failure_code::state_damaged);
        EXPECT_EQ(failed->subject.substr(0, entry.key().size()), entry.key());
        EXPECT_FALSE(failed->hint.empty());
      }
    }
  }
}

TEST(Records, NumbersOutOfRangeAreNamed) {
  random_records random{test_seed()};
  auto record = proto::to_json(random.layer());
  record["artifacts"] = json::parse(R"([{},{"size":-1}])");
  EXPECT_EQ(proto::read_layer_record(record).error().subject, "artifacts[1].size");
  record["artifacts"] = json::parse(R"([{"done":[[0,5],[9,9]]}])");
  EXPECT_EQ(proto::read_layer_record(record).error().subject, "artifacts[0].done[1]");
  record["artifacts"] = json::parse(R"([{"itemIds":{"0":1,"x":2}}])");
  EXPECT_EQ(proto::read_layer_record(record).error().subject, "artifacts[0].itemIds.x");
  record["artifacts"] = json::array();
  // Levels size lists: what no scheme can have is damage.
  for (const json& level : {json(proto::deepest_level + 1), json(-1), json(2147483647)}) {
    const json area{{"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 4326}}}};
    record["task"] = {{"kind", "vectorTiles"}, {"request", {{"areaOfInterest", area}, {"maxLevel", level}}}};
    EXPECT_EQ(proto::read_layer_record(record).error().subject, "task.request.maxLevel") << level;
    record["task"] = {{"kind", "rasterTiles"}, {"request", {{"areaOfInterest", area}, {"levels", {1, level}}}}};
    EXPECT_EQ(proto::read_layer_record(record).error().subject, "task.request.levels") << level;
  }
  record["task"] = proto::to_json(random.layer())["task"];
  record["index"] = 5'000'000'000;
  EXPECT_EQ(proto::read_layer_record(record).error().subject, "index");
}

TEST(Records, BrokenTextOfServersCanBeStored) {
  random_records random{test_seed()};
  auto layer = random.layer();
  layer.artifacts = {{}};
  layer.artifacts[0].validator.etag = "\"caf\xe9\"";
  layer.failure = proto::failure{.server_said = "\xff\xfe"};
  EXPECT_NO_THROW({
    const auto again = proto::read_layer_record(stored(proto::to_json(layer)));
    EXPECT_EQ(again->artifacts[0].validator.etag, "\"caf\xef\xbf\xbd\"");
  });
}

} // namespace
