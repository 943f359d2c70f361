#include "proto/control/job_parameters.hpp"

#include "proto/control/request_reader.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace {

using nlohmann::json;
using attachments = proto::return_layer_attachment_option;
using direction = proto::attachment_sync_direction;

/// What `parameters` with one member set reads as, or the failure.
struct read_back {
  proto::job_parameters parameters;
  proto::outcome failed;
};

read_back read(const json& members) {
  json job{{"parameters", members}};
  job["parameters"]["areaOfInterest"] = {
    {"xmin", 0}, {"ymin", 0}, {"xmax", 1}, {"ymax", 1}, {"spatialReference", {{"wkid", 4326}}}};
  proto::request_reader in;
  read_back back;
  proto::read_parameters(in, job, back.parameters);
  back.failed = in.failed();
  return back;
}

TEST(JobParameters, AreTheClassDefaultsOrTheAuthorsWhereNothingIsGiven) {
  const auto [parameters, failed] = read(json::object());
  ASSERT_FALSE(failed) << failed->hint;
  EXPECT_TRUE(parameters.include_basemap && parameters.continue_on_errors);
  EXPECT_TRUE(parameters.is_definition_expression_filter_enabled);
  EXPECT_EQ(parameters.destination_table_row_filter, proto::destination_table_row_filter::related_only);
  EXPECT_FALSE(parameters.return_schema_only_for_editable_layers);
  EXPECT_FALSE(parameters.return_layer_attachment_option);
  EXPECT_FALSE(parameters.attachment_sync_direction);
  EXPECT_EQ(parameters.online_only_services_option, proto::online_only_services_option::exclude);
}

TEST(JobParameters, WordsAreReadInAnyCase) {
  const auto [parameters,
    failed] = read({{"destinationTableRowFilter", "ALL"}, {"returnLayerAttachmentOption", "EditableLayers"},
    {"attachmentSyncDirection", "Upload"}, {"updateMode", "NoUpdates"},
    {"onlineOnlyServicesOption", "UseAuthoredSettings"}, {"esriVectorTilesDownloadOption", "USEREDUCEDFONTSSERVICE"}});
  ASSERT_FALSE(failed) << failed->hint;
  EXPECT_EQ(parameters.destination_table_row_filter, proto::destination_table_row_filter::all);
  EXPECT_EQ(parameters.return_layer_attachment_option, attachments::editable_layers);
  EXPECT_EQ(parameters.attachment_sync_direction, direction::upload);
  EXPECT_EQ(parameters.update_mode, proto::update_mode::no_updates);
  EXPECT_EQ(parameters.online_only_services_option, proto::online_only_services_option::use_authored_settings);
  EXPECT_EQ(
    parameters.esri_vector_tiles_download_option, proto::esri_vector_tiles_download_option::use_reduced_fonts_service);
}

TEST(JobParameters, EveryValueIsWrittenAndReadAgain) {
  for (const char* filter : {"all", "relatedOnly"})
    for (const char* option : {"none", "allLayers", "readOnlyLayers", "editableLayers"})
      for (const bool flag : {false, true}) {
        const auto given = read({{"destinationTableRowFilter", filter}, {"returnLayerAttachmentOption", option},
          {"attachmentSyncDirection", "upload"}, {"returnSchemaOnlyForEditableLayers", flag},
          {"isDefinitionExpressionFilterEnabled", flag}, {"updateMode", flag ? "noUpdates" : "syncWithFeatureServices"},
          {"onlineOnlyServicesOption", flag ? "include" : "useAuthoredSettings"},
          {"esriVectorTilesDownloadOption", flag ? "useReducedFontsService" : "useOriginalService"},
          {"minScale", 900000}, {"maxScale", 5000}});
        ASSERT_FALSE(given.failed) << given.failed->hint;
        const auto again = read(proto::to_json(given.parameters));
        ASSERT_FALSE(again.failed) << again.failed->hint;
        EXPECT_EQ(again.parameters, given.parameters);
        EXPECT_EQ(proto::to_json(given.parameters)["returnLayerAttachmentOption"], option);
      }
}

TEST(JobParameters, WrongValuesNameTheirElementAndTheWordsThereAre) {
  const struct {
    const char* name;
    json value;
    const char* expected;
  } cases[]{{"destinationTableRowFilter", "some", "all or relatedOnly"},
    {"destinationTableRowFilter", 1, "relatedOnly"},
    {"returnLayerAttachmentOption", "every", "none, allLayers, readOnlyLayers or editableLayers"},
    {"updateMode", "never", "syncWithFeatureServices or noUpdates"},
    {"esriVectorTilesDownloadOption", "small", "useOriginalService or useReducedFontsService"},
    {"onlineOnlyServicesOption", "some", "exclude, include or useAuthoredSettings"},
    {"attachmentSyncDirection", true, "none, upload or bidirectional"},
    {"returnSchemaOnlyForEditableLayers", "yes", "true or false"},
    {"isDefinitionExpressionFilterEnabled", 1, "true or false"}};
  for (const auto& [name, value, expected] : cases) {
    const auto failed = read({{name, value}}).failed;
    ASSERT_TRUE(failed) << name;
    EXPECT_EQ(failed->subject, std::string{"parameters."} + name);
    EXPECT_NE(failed->hint.find(expected), std::string::npos) << failed->hint;
  }
}

TEST(JobParameters, ReferenceBasemapIsAFolderAndTheNameOfATilePackage) {
  const auto given = read({{"referenceBasemapDirectory", "../maps"}, {"referenceBasemapFilename", "city.tpkx"}});
  ASSERT_FALSE(given.failed) << given.failed->hint;
  EXPECT_EQ(given.parameters.reference_basemap_directory, "../maps");
  EXPECT_EQ(given.parameters.reference_basemap_filename, "city.tpkx");
  EXPECT_EQ(read(proto::to_json(given.parameters)).parameters, given.parameters);
  const auto none = read({{"referenceBasemapDirectory", ""}, {"referenceBasemapFilename", ""}});
  ASSERT_FALSE(none.failed) << none.failed->hint;
  EXPECT_EQ(none.parameters.reference_basemap_filename, "") << "given: the author's is not asked";
  EXPECT_FALSE(read(json::object()).parameters.reference_basemap_filename);
  for (const json& wrong : {json(7), json("maps/city.tpkx"), json("city.mmpk")})
    EXPECT_EQ(read({{"referenceBasemapFilename", wrong}}).failed->subject, "parameters.referenceBasemapFilename");
  for (const json& wrong : {json(7), json("/maps?x"), json(json::array())})
    EXPECT_EQ(read({{"referenceBasemapDirectory", wrong}}).failed->subject, "parameters.referenceBasemapDirectory");
}

TEST(JobParameters, AttachmentParametersThatMeanNothingTogetherAreRefused) {
  const auto pair = [](const char* option, const char* way) {
    return read({{"returnLayerAttachmentOption", option}, {"attachmentSyncDirection", way}}).failed;
  };
  for (const char* option : {"none", "allLayers", "readOnlyLayers", "editableLayers"}) {
    const std::string word{option};
    EXPECT_EQ(pair(option, "none").has_value(), word == "allLayers") << word;
    EXPECT_FALSE(pair(option, "upload")) << word;
    EXPECT_EQ(pair(option, "bidirectional").has_value(), word == "none") << word;
  }
  EXPECT_EQ(pair("none", "bidirectional")->subject, "parameters.attachmentSyncDirection");
  EXPECT_NE(pair("none", "bidirectional")->hint.find("returnLayerAttachmentOption none"), std::string::npos);
  EXPECT_FALSE(read({{"returnLayerAttachmentOption", "none"}}).failed) << "the other half is not given: it is mended";
}

} // namespace
