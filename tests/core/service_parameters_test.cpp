#include "core/service_parameters.hpp"

#include <gmock/gmock.h>

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
  const proto::service_parameters parameters{{"lang", "de"}};
  for (const auto* own :
    {"https://svc.example/rest/services/X/FeatureServer/replicas", "https://SVC.example:443/other"}) {
    auto request = request_to(own);
    core::append_parameters(request, parameters, service);
    EXPECT_THAT(request.form, ElementsAre(Pair("f", "json"), Pair("layers", "0"), Pair("lang", "de"))) << own;
  }
  for (const auto* foreign : {"http://svc.example/x", "https://svc.example:8443/x", "https://svc.example.org/x",
         "https://svc.example@evil.example/x", "nonsense", ""}) {
    auto request = request_to(foreign);
    core::append_parameters(request, parameters, service);
    EXPECT_EQ(request, request_to(foreign)) << foreign;
  }
}

TEST(ServiceParameters, NeverReplaceATokenOrWhatTheRequestHas) {
  auto request = request_to(service + "?statusId=7&a");
  core::append_parameters(
    request, {{"F", "html"}, {"LAYERS", "1"}, {"token", "t"}, {"statusid", "8"}, {"A", "1"}, {"b", "2"}}, service);
  EXPECT_THAT(request.form, ElementsAre(Pair("f", "json"), Pair("layers", "0"), Pair("b", "2")));
}

TEST(ServiceParameters, SecretsAreNotStored) {
  EXPECT_EQ(core::storable({{"Key", "s"}, {"apikey", "s"}, {"access_token", "s"}, {"TOKEN", "s"}, {"lang", "de"},
              {"back", "https://me:s@x/?token=s&a=1"}}),
    (proto::service_parameters{{"back", "https://x/?a=1"}, {"lang", "de"}}));
}

} // namespace
