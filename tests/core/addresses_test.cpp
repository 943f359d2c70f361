#include "core/addresses.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

TEST(Addresses, LoseTheirSecretsAndNothingElse) {
  const std::pair<std::string, std::string> cases[] = {
    {"https://x/y", "https://x/y"},
    {"https://x/y?token=s", "https://x/y"},
    {"https://x/y?Token=s&a=1", "https://x/y?a=1"},
    {"https://x/y?a=1&token=s&b=2", "https://x/y?a=1&b=2"},
    {"https://x/y?token=s&key=t&a=1", "https://x/y?a=1"},
    {"https://x/y?token=s&key=t", "https://x/y"},
    {"https://x/y?mytoken=s&keys=1", "https://x/y?mytoken=s&keys=1"},
    {"https://x/y?token=s#part", "https://x/y#part"},
    {"<a href=\"https://x/?a=1&amp;token=s\">b</a>", "<a href=\"https://x/?a=1\">b</a>"},
    {"<a href='https://x/?token=s&amp;a=1'>b</a>", "<a href='https://x/?a=1'>b</a>"},
    {"https://x/y?key={ASSET}", "https://x/y?key={ASSET}"},
    {"https://me:pass@x/y?a=b@c", "https://x/y?a=b@c"},
    {"https://me:p@ss@x", "https://x"},
    {"see http://me@x/ and https://x/?to=a@b", "see http://x/ and https://x/?to=a@b"},
    {"<a href='https://me:pass@x/y'>me@x</a>", "<a href='https://x/y'>me@x</a>"},
    {"https://x/y?password=s&Subscription-Key=t&a=1", "https://x/y?a=1"},
    {"https://x/y?sv=1&sig=s&a=1", "https://x/y?sv=1&a=1"},
    {"https://x/y?accessToken=s&appid=t&auth=u&signature=v&pwd=w", "https://x/y"},
    {"https://x/y?X-Amz-Signature=s&X-Amz-Credential=t&x-goog-signature=u&a=1", "https://x/y?a=1"},
    {"https://x/y?signal=1&author=2&x-amount=3", "https://x/y?signal=1&author=2&x-amount=3"},
    {"mailto:me@x", "mailto:me@x"},
    {"what? token=none", "what? token=none"},
    {"?", "?"},
    {"&", "&"},
    {"", ""},
    {"?token=", ""},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(core::without_secrets(text), expected) << text;
    EXPECT_EQ(core::without_secrets(expected), expected);
  }
}

TEST(Addresses, ACustomParameterIsASecretByItsNameOrByWhatItHolds) {
  for (const auto* name : {"token", "x-auth-token", "serviceKey", "SubscriptionKey", "client_secret", "passwd", "sig"})
    EXPECT_TRUE(core::is_secret_parameter(name)) << name;
  for (const auto* name : {"lang", "f", "keyword", "time", "signal", "where"})
    EXPECT_FALSE(core::is_secret_parameter(name, "5")) << name;
  EXPECT_TRUE(core::is_secret_parameter("back", "https://x/?token=s"));
}

TEST(Addresses, OfADocumentThatIsStoredTheNamesOfSecretParametersStay) {
  json map{{"layers", {{{"url", "https://x?token=s"}, {"customParameters", {{"ApiKey", "s"}, {"lang", "de"}}}}}}};
  core::withhold_secrets(map);
  EXPECT_EQ(
    map, (json{{"layers", {{{"url", "https://x"}, {"customParameters", {{"ApiKey", nullptr}, {"lang", "de"}}}}}}}));
  core::remove_secrets(map);
  EXPECT_EQ(map["layers"][0]["customParameters"], (json{{"lang", "de"}}));
}

TEST(Addresses, SecretsOfADocumentAreFoundAtAnyDepth) {
  json map{{"layers",
             {{{"url", "https://x?token=s"}, {"customParameters", {{"token", "s"}, {"ApiKey", "s"}, {"lang", "de"}}},
               {"layers",
                 {{{"styleUrl", "https://me:s@x?a=1&key=s"}, {"CustomParameters", {{"key", "s"}}},
                   {"customLayerParameters", {{"token", "s"}, {"time", "now"}}}}}}}}},
    {"key", "kept: no address"}, {"number", 5}};
  core::remove_secrets(map);
  EXPECT_EQ(map,
    (json{{"layers",
            {{{"url", "https://x"}, {"customParameters", {{"lang", "de"}}},
              {"layers",
                {{{"styleUrl", "https://x?a=1"}, {"CustomParameters", json::object()},
                  {"customLayerParameters", {{"time", "now"}}}}}}}}},
      {"key", "kept: no address"}, {"number", 5}}));
}

TEST(Addresses, SignedAddressOfAForeignHostIsNotStored) {
  const std::string service = "https://svc.example/rest/services/X/MapServer";
  EXPECT_EQ(core::storable_address("https://svc.example/out/x.tpkx?token=s&a=1", service),
    "https://svc.example/out/x.tpkx?a=1");
  EXPECT_EQ(core::storable_address("https://store.example/x.tpkx", service), "https://store.example/x.tpkx");
  EXPECT_EQ(core::storable_address("https://store.example/x.tpkx?sig=abc", service), "");
  EXPECT_EQ(
    core::storable_address("https://me:pass@svc.example/out/x.tpkx", service), "https://svc.example/out/x.tpkx");
  EXPECT_EQ(core::storable_address("nonsense", service), "");
}

} // namespace
