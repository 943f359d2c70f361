#include "core/plan/effective_parameters.hpp"

#include "core/plan/map_services.hpp"

#include <gmock/gmock.h>

namespace {

using core::author_sync_data_options;
using core::effective_parameters;
using core::lines_of;
using attachment_option = proto::return_layer_attachment_option;
using attachment_way = proto::attachment_sync_direction;
using found_list = std::vector<proto::finding>;

TEST(EffectiveParameters, AreTheClassDefaultsWhereNobodySaysAnything) {
  found_list findings;
  EXPECT_EQ(effective_parameters({}, nullptr, findings), proto::generate_offline_map_parameters{});
  const proto::offline_settings silent;
  EXPECT_EQ(effective_parameters({}, &silent, findings), proto::generate_offline_map_parameters{});
  EXPECT_THAT(findings, testing::IsEmpty());
}

TEST(EffectiveParameters, AreWhatTheAuthorMeans) {
  struct row {
    const char* download;
    const char* sync;
    std::optional<bool> read_only;
    attachment_option option;
    attachment_way way;
    bool schema_only;
  };
  for (const auto& [download, sync, read_only, option, way, schema_only] :
    {
      row{"", "", std::nullopt, attachment_option::all_layers, attachment_way::bidirectional, false},
      row{"featuresAndAttachments", "syncFeaturesAndAttachments", true, attachment_option::all_layers,
        attachment_way::bidirectional, false},
      row{"", "syncFeaturesUploadAttachments", std::nullopt, attachment_option::editable_layers, attachment_way::upload,
        false},
      row{"features", "syncFeaturesUploadAttachments", false, attachment_option::none, attachment_way::upload, false},
      row{"features", "syncFeaturesAndAttachments", std::nullopt, attachment_option::none, attachment_way::none, false},
      row{"none", "uploadFeaturesAndAttachments", true, attachment_option::read_only_layers, attachment_way::upload,
        true},
      row{"features", "uploadFeaturesAndAttachments", true, attachment_option::read_only_layers, attachment_way::upload,
        true},
      row{"none", "syncFeaturesAndAttachments", std::nullopt, attachment_option::none, attachment_way::none, true},
    }) {
    proto::offline_settings author;
    author.editable_download = download;
    author.editable_sync = sync;
    author.readonly_download_attachments = read_only;
    found_list findings;
    const auto parameters = effective_parameters({}, &author, findings);
    EXPECT_EQ(parameters.return_layer_attachment_option, option) << download << " " << sync;
    EXPECT_EQ(parameters.attachment_sync_direction, way) << download << " " << sync;
    EXPECT_EQ(parameters.return_schema_only_for_editable_layers, schema_only) << download << " " << sync;
  }
}

proto::job_parameters given_otherwise() {
  proto::job_parameters given;
  given.area_of_interest = proto::envelope{1, 2, 3, 4, {4326, 0, {}}};
  given.min_scale = 9000;
  given.max_scale = 5000;
  given.item_info.emplace().title = "Central";
  given.include_basemap = false;
  given.continue_on_errors = false;
  given.is_definition_expression_filter_enabled = false;
  given.destination_table_row_filter = proto::destination_table_row_filter::all;
  given.update_mode = proto::update_mode::no_updates;
  given.return_schema_only_for_editable_layers = false;
  given.return_layer_attachment_option = attachment_option::all_layers;
  given.attachment_sync_direction = attachment_way::bidirectional;
  return given;
}

TEST(EffectiveParameters, AreWhatTheJobGivesBeforeTheAuthorsEvenIfItIsTheClassDefault) {
  proto::offline_settings author;
  author.editable_download = "none";
  author.editable_sync = "uploadFeaturesAndAttachments";
  found_list findings;
  const auto given = given_otherwise();
  const auto parameters = effective_parameters(given, &author, findings);
  EXPECT_EQ(parameters.area_of_interest, given.area_of_interest);
  EXPECT_EQ(parameters.min_scale, 9000);
  EXPECT_EQ(parameters.max_scale, 5000);
  EXPECT_EQ(parameters.item_info, given.item_info);
  EXPECT_FALSE(parameters.include_basemap);
  EXPECT_FALSE(parameters.continue_on_errors);
  EXPECT_FALSE(parameters.is_definition_expression_filter_enabled);
  EXPECT_EQ(parameters.destination_table_row_filter, proto::destination_table_row_filter::all);
  EXPECT_EQ(parameters.update_mode, proto::update_mode::no_updates);
  EXPECT_FALSE(parameters.return_schema_only_for_editable_layers);
  EXPECT_EQ(parameters.return_layer_attachment_option, attachment_option::all_layers);
  EXPECT_EQ(parameters.attachment_sync_direction, attachment_way::bidirectional);
}

TEST(EffectiveParameters, PairsWithoutMeaningAreMendedAndSaid) {
  for (const auto& [option, way, mended] :
    {std::tuple{attachment_option::none, attachment_way::bidirectional, attachment_way::none},
      std::tuple{attachment_option::all_layers, attachment_way::none, attachment_way::bidirectional}}) {
    proto::job_parameters given;
    given.return_layer_attachment_option = option;
    given.attachment_sync_direction = way;
    found_list findings;
    EXPECT_EQ(effective_parameters(given, nullptr, findings).attachment_sync_direction, mended);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].code, proto::finding_code::attachments_coerced);
  }
}

TEST(EffectiveParameters, SettingsThatNoParameterCorrespondsToAreSaidAndNotApplied) {
  proto::offline_settings author;
  author.tables_include_rows = true;
  found_list findings;
  effective_parameters({}, &author, findings);
  EXPECT_THAT(findings, testing::IsEmpty());
  author.tables_include_rows = false;
  author.editable_sync = "uploadFeaturesAndAttachments";
  effective_parameters({}, &author, findings);
  EXPECT_THAT(lines_of(findings),
    testing::UnorderedElementsAre(
      testing::HasSubstr("tables come without rows"), testing::HasSubstr("features are uploaded only")));
}

TEST(EffectiveParameters, SyncDataOptionsKeepTheBitsThatParametersHave) {
  proto::offline_settings author;
  found_list findings;
  EXPECT_EQ(author_sync_data_options(nullptr, findings), std::nullopt);
  EXPECT_EQ(author_sync_data_options(&author, findings), std::nullopt);
  author.sync_data_options = 1 | 16;
  EXPECT_EQ(author_sync_data_options(&author, findings), 17);
  EXPECT_THAT(findings, testing::IsEmpty());
  author.sync_data_options = 144;
  EXPECT_EQ(author_sync_data_options(&author, findings), 16);
  EXPECT_THAT(lines_of(findings), testing::ElementsAre(testing::HasSubstr("syncDataOptions 128")));
}

} // namespace
