#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/json.hpp"
#include "proto/arcgis/export_tiles.hpp"
#include "proto/arcgis/portal_item.hpp"
#include "proto/arcgis/server_job.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/arcgis/service_root.hpp"
#include "proto/arcgis/token.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/control/job_view.hpp"
#include "proto/control/rpc.hpp"
#include "proto/text.hpp"
#include "tests/proto/record/random_records.hpp"
#include "tests/support/fixtures.hpp"
#include "tests/support/odd_json.hpp"
#include "tests/support/seed.hpp"

namespace {

using nlohmann::json;

/// Every reader there is; none may throw, whatever it is given.
void read_with_everything(const json& document) {
  (void)proto::find_esri_error(document);
  (void)proto::read_area(document);
  (void)proto::read_envelope(document);
  (void)proto::read_spatial_reference(document);
  (void)proto::read_create_replica_request(document);
  (void)proto::read_replica_answer(document);
  (void)proto::read_replica_list(document);
  (void)proto::read_export_tiles_request(document);
  (void)proto::read_export_vector_tiles_request(document);
  (void)proto::read_portal_item(document);
  (void)proto::read_portal_self(document);
  (void)proto::read_server_job(document);
  (void)proto::read_result_value(document);
  (void)proto::read_folder_listing(document);
  (void)proto::read_feature_service_root(document);
  (void)proto::read_service_layer(document);
  (void)proto::read_tile_service_root(document, false);
  (void)proto::read_tile_service_root(document, true);
  (void)proto::read_token_answer(document, 1'700'000'000'000);
  (void)proto::read_web_map(document);
  (void)proto::read_job_request(document);
  (void)proto::read_job_record(document);
  (void)proto::read_layer_record(document);
  (void)proto::read_ledger_record(document);
  (void)proto::read_layer_error(document);
  (void)proto::read_covered_layer(document);
  (void)proto::read_export_task(document);
  (void)proto::read_job_view(document);
  (void)document.get<proto::failure>();
}

std::vector<std::pair<std::string, std::string>> json_fixtures() {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{fixtures::root()}) {
    const bool small = entry.is_regular_file() && entry.file_size() < 400'000;
    if (small && entry.path().extension() == ".json")
      texts.emplace_back(
        entry.path().string(), fixtures::text(std::filesystem::relative(entry.path(), fixtures::root()).string()));
  }
  return texts;
}

TEST(Robustness, EveryReaderTakesEveryFixture) {
  NEEDS_FIXTURES();
  const auto texts = json_fixtures();
  ASSERT_GT(texts.size(), 80u);
  for (const auto& [name, text] : texts) {
    const auto document = proto::parse_json(text);
    ASSERT_TRUE(document) << name;
    EXPECT_NO_THROW(read_with_everything(*document)) << name;
  }
}

TEST(Robustness, CutFixturesAreNoJsonAndHarmNothing) {
  NEEDS_FIXTURES();
  std::mt19937_64 random{test_seed()};
  for (const auto& [name, text] : json_fixtures()) {
    const auto content = proto::trimmed(text).size();
    for (int i = 0; i < 40; ++i) {
      const auto cut = std::string_view{text}.substr(0, random() % content);
      EXPECT_FALSE(proto::parse_json(cut)) << name << " cut at " << cut.size();
      EXPECT_NO_THROW({
        (void)proto::read_request_line(cut);
        (void)proto::read_answer_line(cut);
        (void)proto::looks_like_html(cut);
        (void)proto::printable(cut);
        (void)proto::split_url(cut);
      });
    }
  }
}

TEST(Robustness, FixturesWithChangedValuesAreReadOrRefused) {
  NEEDS_FIXTURES();
  std::mt19937_64 random{test_seed()};
  for (const auto& [name, text] : json_fixtures()) {
    const auto original = *proto::parse_json(text);
    for (int round = 0; round < 25; ++round) {
      json document = original;
      for (int changes = 1 + static_cast<int>(random() % 3); changes > 0; --changes) {
        std::vector<json*> places;
        collect_places(document, places);
        *places[random() % places.size()] = odd_values()[random() % odd_values().size()];
      }
      ASSERT_NO_THROW(read_with_everything(document)) << name << "\n" << document.dump().substr(0, 2000);
    }
  }
}

TEST(Robustness, RecordsWithChangedValuesAreReadOrRefused) {
  const auto seed = test_seed();
  std::mt19937_64 random{seed};
  random_records records{seed};
  for (int round = 0; round < 600; ++round) {
    json document = round % 3 == 0 ? proto::to_json(records.job())
      : round % 3 == 1             ? proto::to_json(records.layer())
                                   : proto::to_json(records.ledger());
    std::vector<json*> places;
    collect_places(document, places);
    *places[random() % places.size()] = odd_values()[random() % odd_values().size()];
    ASSERT_NO_THROW(read_with_everything(document)) << document.dump();
  }
}

TEST(Robustness, FlippedBytesAreReadOrRefused) {
  NEEDS_FIXTURES();
  std::mt19937_64 random{test_seed()};
  for (const auto& [name, original] : json_fixtures()) {
    for (int round = 0; round < 10; ++round) {
      auto text = original;
      for (int flips = 0; flips < 3; ++flips)
        text[random() % text.size()] = static_cast<char>(random());
      ASSERT_NO_THROW({
        if (const auto document = proto::parse_json(text))
          read_with_everything(*document);
      }) << name;
    }
  }
}

TEST(Robustness, AddressesOfAnyBytesAreSplitOrRefused) {
  std::mt19937_64 random{test_seed()};
  static constexpr std::string_view letters = "ht:/?#[]@%.a0Z\\ \xff-FeatureServer/3";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 2 == 0 ? "https://" : "";
    for (auto length = random() % 20; length > 0; --length)
      text += letters[random() % letters.size()];
    ASSERT_NO_THROW({
      (void)proto::parse_service_address(text);
      (void)proto::resolve_url("https://h/a/b", text);
      (void)proto::resolve_url(text, "../x");
      (void)proto::without_query(text);
      if (proto::split_url(text) && proto::trimmed(text) == text) {
        EXPECT_EQ(proto::comparable_address(text), proto::comparable_address(text + "?x#y")) << text;
      }
    });
  }
}

} // namespace
