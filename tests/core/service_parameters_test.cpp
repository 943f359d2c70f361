#include "core/service_parameters.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace {

using testing::ElementsAre;
using testing::Pair;

const std::string service = "https://svc.example/rest/services/X/FeatureServer";

core::small_request request_to(const std::string& address) {
  core::small_request request;
  request.address = address;
  request.form = {{"f", "json"}, {"layers", "0"}};
  return request;
}

TEST(ServiceParameters, AreAddedOnlyAtTheServicesOwnOrigin) {
  const core::wanted_parameters wanted{{{"lang", "de"}}, {{"https://portal.example/1/data", "//svc.example/0"}}};
  for (const auto* own :
    {"https://svc.example/rest/services/X/FeatureServer/replicas", "https://SVC.example:443/other"}) {
    auto request = request_to(own);
    core::append_parameters(request, wanted, service);
    EXPECT_THAT(request.form, ElementsAre(Pair("f", "json"), Pair("layers", "0"), Pair("lang", "de"))) << own;
    EXPECT_EQ(request.secret_parameters, wanted.secret) << own;
  }
  for (const auto* foreign : {"http://svc.example/x", "https://svc.example:8443/x", "https://svc.example.org/x",
         "https://svc.example@evil.example/x", "nonsense", ""}) {
    auto request = request_to(foreign);
    core::append_parameters(request, wanted, service);
    EXPECT_EQ(request, request_to(foreign)) << foreign;
  }
}

TEST(ServiceParameters, NeverReplaceATokenOrWhatTheRequestHas) {
  auto request = request_to(service + "?statusId=7&a");
  core::append_parameters(request,
    {{{"F", "html"}, {"LAYERS", "1"}, {"token", "t"}, {"statusid", "8"}, {"A", "1"}, {"b", "2"}}, {}}, service);
  EXPECT_THAT(request.form, ElementsAre(Pair("f", "json"), Pair("layers", "0"), Pair("b", "2")));
}

TEST(ServiceParameters, GoWithTheDownloadOfAFileFromTheSameServer) {
  core::artifact_request file;
  file.address = "https://svc.example/out/a.geodatabase?v=1";
  core::append_parameters(file, {{{"f", "html"}, {"lang", "de"}, {"V", "2"}}, {{"d", "l"}}}, service);
  EXPECT_THAT(file.form, ElementsAre(Pair("lang", "de")));
  EXPECT_EQ(file.secret_parameters.size(), 1u);
  core::artifact_request stored;
  stored.address = "https://storage.example/a.geodatabase?sig=1";
  core::append_parameters(stored, {{{"lang", "de"}}, {{"d", "l"}}}, service);
  EXPECT_TRUE(stored.form.empty() && stored.secret_parameters.empty());
}

TEST(ServiceParameters, SecretsAreNotStored) {
  const proto::service_parameters all{{"Key", "s"}, {"apikey", "s"}, {"access_token", "s"}, {"TOKEN", "s"},
    {"lang", "de"}, {"back", "https://me:s@x/?token=s&a=1"}, {"my-Secret", "s"}, {"serviceKey", "s"}, {"keys", "1"}};
  EXPECT_EQ(core::storable(all), (proto::service_parameters{{"keys", "1"}, {"lang", "de"}}));
  const auto secret = core::not_storable(all);
  EXPECT_EQ(secret.size(), 6u) << "a token is never sent, so nobody needs it";
  EXPECT_FALSE(secret.contains("TOKEN"));
  EXPECT_EQ(secret.at("back"), "https://me:s@x/?token=s&a=1");
}

TEST(ServiceParameters, SecretOnesAreFoundInTheirDocumentByAddressOrItem) {
  const auto document = nlohmann::json::parse(R"({"baseMap": {"baseMapLayers": [
      {"styleUrl": "https://Svc.example/root.json", "customParameters": {"apikey": "s1", "lang": "de"}}]},
    "operationalLayers": [{"layers": [
      {"url": "http://svc.example/X/FeatureServer/0/?token=t", "customParameters": {"apikey": "s2"}},
      {"url": "https://svc.example/x/featureserver/0", "customParameters": {"apikey": "s3"}},
      {"url": "https://svc.example/Y", "customParameters": {"lang": "de"}},
      {"itemId": "abc", "customParameters": {"apikey": 5}}, {"customParameters": {"apikey": "s4"}}]}]})");
  const auto found = core::secret_parameters_in(document);
  using parameters = proto::service_parameters;
  EXPECT_EQ(found,
    (std::map<std::string, parameters>{{"//svc.example/root.json", {{"apikey", "s1"}}},
      {"//svc.example/x/featureserver/0", {{"apikey", "s2"}}}, {"abc", {{"apikey", "5"}}}}));
  EXPECT_TRUE(core::secret_parameters_in(nlohmann::json::parse("[1, [null]]")).empty());
}

TEST(ServiceParameters, OfALayerThatAnItemBroughtAreReadInThatItem) {
  proto::web_map_layer layer;
  layer.url = service + "/0";
  layer.custom_parameters = {{"apikey", "s"}};
  const core::map_documents documents{
    {"", "map"}, {"/operationalLayers/1", "group"}, {"/operationalLayers/1/layers/0", "inner"}};
  const auto document_of = [&](const std::string& pointer) {
    layer.pointer = pointer;
    const auto sources = core::sources_of(layer, documents);
    return sources.empty() ? "" : sources.front().document;
  };
  EXPECT_EQ(document_of("/operationalLayers/0"), "map");
  EXPECT_EQ(document_of("/operationalLayers/1"), "map");
  EXPECT_EQ(document_of("/operationalLayers/1/layers/3"), "group");
  EXPECT_EQ(document_of("/operationalLayers/1/layers/0/layers/2"), "inner");
  EXPECT_EQ(document_of("/operationalLayers/10/layers/0"), "map");
  EXPECT_TRUE(core::sources_of(layer, {}).empty()) << "of a map that came as a file";
  layer.custom_parameters = {{"lang", "de"}};
  EXPECT_EQ(document_of("/operationalLayers/0"), "");
}

} // namespace
