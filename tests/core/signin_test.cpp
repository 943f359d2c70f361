#include "core/signin.hpp"

#include "tests/support/fixtures.hpp"

#include <gtest/gtest.h>

using core::sign_in_setup;
using source = core::token_way::source;

namespace {

sign_in_setup field() {
  sign_in_setup setup;
  setup.portals["field"] = {"https://gis.example/portal", "crew"};
  setup.portals["online"] = {"https://org.maps.arcgis.com", "online-user"};
  setup.portals["open"] = {"https://open.example/portal", ""};
  const auto person = [](const char* name) { return core::credential{core::credential_kind::user_password, name}; };
  setup.credentials = {{"crew", person("field.crew")}, {"online-user", person("o")}, {"pumps", person("p")},
    {"basemaps", {core::credential_kind::api_key}}};
  setup.host_credentials = {{"pumps.example", "pumps"}, {"second.example:7443", "pumps"}};
  setup.insecure_hosts = {"old.example"};
  return setup;
}

source from(const std::string& address, const std::string& portal) {
  return core::way_for(field(), address, portal).from;
}

} // namespace

TEST(SignIn, GivesThePortalsTokenToThePortalAlone) {
  EXPECT_EQ(from("https://gis.example/portal/sharing/rest/content/items/1", "field"), source::portal);
  EXPECT_EQ(from("https://GIS.example:443/Portal/sharing/rest", "field"), source::portal);
  EXPECT_EQ(from("https://gis.example/portal/sharing/servers/1/rest/services/a/MapServer", "field"), source::portal);
  EXPECT_EQ(from("https://gis.example/portal/sharing/rest", "https://gis.example/portal/"), source::portal)
    << "named by its address";
  EXPECT_EQ(from("https://gis.example/portal-evil/sharing/rest", "field"), source::none);
  EXPECT_EQ(from("https://gis.example.evil/portal/sharing/rest", "field"), source::none);
  EXPECT_EQ(from("https://evil.example/portal/sharing/rest", "field"), source::none);
  EXPECT_EQ(from("https://gis.example:8443/portal/sharing/rest", "field"), source::none);
}

TEST(SignIn, AsksAServerWhoOwnsIt) {
  const auto way = core::way_for(field(), "https://gis.example/server/rest/services/a/FeatureServer/0?f=json", "field");
  EXPECT_EQ(way.from, source::server);
  EXPECT_EQ(way.server_root, "https://gis.example/server");
  EXPECT_EQ(way.portal_credential, "crew");
  EXPECT_EQ(core::way_for(field(), "https://h.example/Server/rest/directories/out/x.geodatabase", "field").server_root,
    "https://h.example/Server");
  EXPECT_EQ(from("https://h.example/file.geodatabase", "field"), source::none);
  for (const auto* portal : {"open", "unknown"})
    EXPECT_EQ(from("https://h.example/server/rest/services/a/FeatureServer", portal), source::server)
      << "another portal may own it";
  EXPECT_EQ(core::way_for({}, "https://h.example/server/rest/services/a/FeatureServer", "field").from, source::none)
    << "there is no credential at all";
}

TEST(SignIn, KnowsArcGisOnlineAndKeepsItsEnvironmentsApart) {
  EXPECT_EQ(from("https://services1.arcgis.com/abc/arcgis/rest/services/a/FeatureServer", "online"), source::portal);
  EXPECT_EQ(from("https://utility.arcgis.com/usrsvcs/servers/1/rest/services/a/MapServer", "online"), source::portal);
  EXPECT_EQ(from("https://www.arcgis.com/sharing/rest/content/items/1", "online"), source::portal);
  EXPECT_NE(from("https://servicesqa.arcgis.com/abc/arcgis/rest/services/a/FeatureServer", "online"), source::portal);
  EXPECT_NE(from("https://servicesdev.arcgis.com/abc/arcgis/rest/services/a/FeatureServer", "online"), source::portal);
  EXPECT_NE(from("https://arcgis.com.evil.example/abc/arcgis/rest/services/a/FeatureServer", "online"), source::portal);
  EXPECT_NE(from("https://evilarcgis.com/abc/arcgis/rest/services/a/FeatureServer", "online"), source::portal);
}

TEST(SignIn, GivesAnotherPortalsTokenToThatPortalAndItsServers) {
  const auto hosted =
    core::way_for(field(), "https://services1.arcgis.com/abc/arcgis/rest/services/a/FeatureServer", "field");
  EXPECT_EQ(hosted.from, source::portal);
  EXPECT_EQ(hosted.portal, "online");
  EXPECT_EQ(hosted.portal_credential, "online-user");
  auto setup = field();
  setup.portals["same"] = {"https://gis.example/portal", ""};
  EXPECT_EQ(core::way_for(setup, "https://gis.example/portal/sharing/rest/content/items/1", "same").from, source::none)
    << "whoever asks a portal without a credential means it";
  const auto server = core::way_for(field(), "https://h.example/server/rest/services/a/FeatureServer", "field");
  EXPECT_EQ(core::way_to_owner(field(), server, "https://gis.example/portal").portal_credential, "crew");
  EXPECT_EQ(core::way_to_owner(field(), server, "http://www.arcgis.com").portal, "online");
  EXPECT_EQ(core::way_to_owner(field(), server, "https://open.example/portal").from, source::none);
  EXPECT_EQ(core::way_to_owner(field(), server, "https://nobody.example").from, source::none);
}

TEST(SignIn, TakesAKeyForTheTokenThatItIs) {
  auto setup = field();
  setup.portals["field"].credential = "basemaps";
  const auto home = core::way_for(setup, "https://gis.example/portal/sharing/rest/content/items/1", "field");
  EXPECT_EQ(home.from, source::fixed);
  EXPECT_EQ(home.portal_credential, "basemaps");
  setup.host_credentials["tiles.arcgis.com"] = "basemaps";
  const auto tiles = core::way_for(setup, "https://tiles.arcgis.com/x/arcgis/rest/services/a/MapServer", "online");
  EXPECT_EQ(tiles.from, source::fixed) << "what a host has of its own comes before its portal's";
  EXPECT_EQ(tiles.portal_credential, "basemaps");
  EXPECT_EQ(core::way_for(setup, "http://tiles.arcgis.com/x", "online").from, source::none);
}

TEST(SignIn, UsesAHostsOwnCredential) {
  const auto way = core::way_for(field(), "https://pumps.example/arcgis/rest/services/a/FeatureServer", "field");
  EXPECT_EQ(way.from, source::server);
  EXPECT_EQ(way.server_credential, "pumps");
  const auto second =
    core::way_for(field(), "https://second.example:7443/portal/sharing/rest/content/items/1", "field");
  EXPECT_EQ(second.from, source::portal);
  EXPECT_EQ(second.portal_url, "https://second.example:7443/portal");
  EXPECT_EQ(second.portal_credential, "pumps");
}

TEST(SignIn, SendsNoSecretOverPlainHttpButToThisMachine) {
  const auto setup = field();
  for (const auto& [address, may] : std::vector<std::pair<std::string, bool>>{{"https://a.example/", true},
         {"http://a.example/", false}, {"http://127.0.0.1:8080/", true}, {"http://localhost/", true},
         {"http://[::1]/", true}, {"http://old.example/", true}, {"http://127.0.0.1.evil.example/", false},
         {"http://127.evil.example/", false}, {"http://10.0.0.1/", false}})
    EXPECT_EQ(core::may_carry_secrets(setup, *proto::split_url(address)), may) << address;
  EXPECT_EQ(from("http://gis.example/portal/sharing/rest", "field"), source::none);
}

TEST(SignIn, RecognisesThePortalThatOwnsAServer) {
  EXPECT_TRUE(core::is_owned_by("https://gis.example/portal", "https://gis.example/portal"));
  EXPECT_TRUE(core::is_owned_by("http://GIS.example/Portal/", "https://gis.example/portal"));
  EXPECT_TRUE(core::is_owned_by("https://gis.example", "https://gis.example/portal"))
    << "older servers leave the context out";
  EXPECT_TRUE(core::is_owned_by("http://www.arcgis.com", "https://org.maps.arcgis.com"));
  EXPECT_FALSE(core::is_owned_by("https://gis.example/portal/sub", "https://gis.example/portal"));
  EXPECT_FALSE(core::is_owned_by("https://gis.example/por", "https://gis.example/portal"));
  EXPECT_FALSE(core::is_owned_by("https://other.example/portal", "https://gis.example/portal"));
  EXPECT_FALSE(core::is_owned_by("", "https://gis.example/portal"));
  EXPECT_FALSE(core::is_owned_by("https://gis.example", ""));
}

TEST(SignIn, LetsNoDocumentChooseTheHostThatGetsAPassword) {
  const auto setup = field();
  const auto chosen = [&](const std::string& offered) {
    return core::token_address(setup, {"", offered, true, {}}, "https://gis.example/portal", "usual");
  };
  EXPECT_EQ(
    chosen("https://gis.example/portal/sharing/generateToken?x=1"), "https://gis.example/portal/sharing/generateToken");
  for (const auto* bad : {"https://evil.example/generateToken", "http://gis.example/generateToken",
         "https://gis.example:9/generateToken", "https://localhost:6443/arcgis/tokens/", "", "javascript:"})
    EXPECT_EQ(chosen(bad), "usual") << bad;
}

TEST(SignIn, RenewsFiveMinutesOrAFifthOfItsLifeBeforeTheEnd) {
  constexpr std::int64_t minute = 60'000;
  EXPECT_EQ(core::renew_at(0, 120 * minute), 115 * minute);
  EXPECT_EQ(core::renew_at(0, 10 * minute), 8 * minute);
  EXPECT_EQ(core::renew_at(100 * minute, 50 * minute), 101 * minute) << "our clock is wrong; no endless renewal";
}

TEST(SignIn, ReadsWhatServersSayOfThemselves) {
  NEEDS_FIXTURES();
  const auto federated = core::read_server_info(fixtures::json("portal/server-info-federated-legacy-url.json"));
  EXPECT_TRUE(core::is_owned_by(federated.owning_system, "https://gis.city.gov/portal"));
  EXPECT_EQ(federated.token_services, "https://gis.city.gov/sharing/generateToken");
  const auto alone = core::read_server_info(fixtures::json("portal/server-info-standalone.json"));
  EXPECT_TRUE(alone.owning_system.empty());
  EXPECT_TRUE(alone.token_based);
  EXPECT_EQ(alone.validity, std::chrono::minutes{60});
  const auto open = core::read_server_info(fixtures::json("portal/server-info-unsecured.json"));
  EXPECT_TRUE(open.owning_system.empty());
  EXPECT_FALSE(open.token_based);
  const auto online = core::read_server_info(fixtures::json("portal/sharing-rest-info-online.json"));
  EXPECT_TRUE(core::is_owned_by(online.owning_system, "https://www.arcgis.com"));
}

TEST(SignIn, TakesNothingFromADocumentThatIsNone) {
  for (const auto* text : {"null", "[]", "\"x\"", "{\"authInfo\":7}",
         "{\"owningSystemUrl\":{},\"authInfo\":{\"tokenServicesUrl\":1,\"isTokenBasedSecurity\":\"yes\","
         "\"shortLivedTokenValidity\":\"9\"}}"}) {
    const auto info = core::read_server_info(nlohmann::json::parse(text));
    EXPECT_TRUE(info.owning_system.empty() && info.token_services.empty() && !info.token_based && !info.validity)
      << text;
  }
}
