#include "config/yaml_settings.hpp"

#include "tests/support/scratch_directory.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using namespace std::chrono_literals;
using config::load_settings;

struct wrong_file {
  std::string name;
  std::string yaml;
  int line;
  int column;
  std::string key;
  std::string message; ///< part of it
};

void PrintTo(const wrong_file& file, std::ostream* out) { *out << file.yaml; }

class WrongSettings : public ::testing::TestWithParam<wrong_file> {};

TEST_P(WrongSettings, AreReportedWithTheirPlaceAndWhatWouldBeRight) {
  const auto loaded = load_settings(GetParam().yaml);
  ASSERT_EQ(loaded.found.size(), 1u) << (loaded.found.empty() ? "" : config::describe("f", loaded.found.back()));
  const auto& found = loaded.found[0];
  EXPECT_EQ(found.line, GetParam().line);
  EXPECT_EQ(found.column, GetParam().column);
  EXPECT_EQ(found.key, GetParam().key);
  EXPECT_NE(found.message.find(GetParam().message), std::string::npos) << found.message;
}

const wrong_file wrong_files[] = {
  {"UnknownKey", "stateDirectry: /x\n", 1, 1, "stateDirectry", "did you mean `stateDirectory`?"},
  {"UnknownKeyInside", "limits:\n  job: 2\n", 2, 3, "limits.job", "did you mean `jobs`?"},
  {"KeyFarFromAll", "zzzzzzzz: 1\n", 1, 1, "zzzzzzzz", "is no key"},
  {"KeyInTheWrongCase", "log: {Level: info}\n", 1, 7, "log.Level", "`level`"},
  {"SameKeyTwice", "log: {level: info}\nlog: {level: debug}\n", 2, 1, "log", "second time"},
  {"ListForText", "stateDirectory: [a]\n", 1, 17, "stateDirectory", "single value"},
  {"TextForList", "outputRoots: /var\n", 1, 14, "outputRoots", "list"},
  {"TextForMapping", "limits: 5\n", 1, 9, "limits", "mapping"},
  {"ListForNames", "portals: [a]\n", 1, 10, "portals", "mapping of names"},
  {"TextForEntry", "portals: {field: https://a}\n", 1, 18, "portals.field", "mapping"},
  {"NoValue", "stateDirectory:\n", 1, 1, "stateDirectory", "no value"},
  {"Syntax", "limits: {jobs: 2\nlog: {}\n", 2, 4, "", ""},
  {"RelativeState", "stateDirectory: state\n", 1, 17, "stateDirectory", "absolute"},
  {"DotsInPath", "controlSocket: /run/../x\n", 1, 16, "controlSocket", "`..`"},
  {"LongSocket", "controlSocket: /" + std::string(120, 's') + "\n", 1, 16, "controlSocket", "107"},
  {"RelativeRoot", "outputRoots:\n  - /a\n  - b\n", 3, 5, "outputRoots[1]", "absolute"},
  {"RootTwice", "outputRoots: [/a, /a]\n", 1, 19, "outputRoots[1]", "second time"},
  {"NoRoot", "outputRoots: []\n", 1, 14, "outputRoots", "at least one"},
  {"StateInsideRoot", "stateDirectory: /maps/state\noutputRoots: [/maps]\n", 1, 17, "stateDirectory", "inside"},
  {"ZeroJobs", "limits:\n  jobs: 0\n", 2, 9, "limits.jobs", "from 1 to 64"},
  {"JobsInWords", "limits: {jobs: two}\n", 1, 16, "limits.jobs", "whole number"},
  {"HugeNumber", "limits: {layers: 99999999999999999999}\n", 1, 18, "limits.layers", "whole number"},
  {"MorePerHostThanInAll", "limits: {connections: 2, connectionsPerHost: 3}\n", 1, 46, "limits.connectionsPerHost",
    "not be more"},
  {"NakedDuration", "limits: {serviceLost: 30}\n", 1, 23, "limits.serviceLost", "like 30s"},
  {"NoDuration", "limits: {serverJob: soon}\n", 1, 21, "limits.serverJob", "like 30s"},
  {"ZeroDuration", "limits: {serverJob: 0s}\n", 1, 21, "limits.serverJob", "like 30s"},
  {"LogLevel", "log: {level: loud}\n", 1, 14, "log.level", "debug, info, warning, error"},
  {"Flag", "hosts: {a.example: {insecure: yes}}\n", 1, 31, "hosts.a.example.insecure", "true or false"},
  {"PortalWithoutAddress", "portals:\n  field: {}\n", 2, 3, "portals.field", "needs `url`"},
  {"PortalWithoutScheme", "portals: {field: {url: gis.example}}\n", 1, 24, "portals.field.url", "https://"},
  {"PortalWithUser", "portals: {field: {url: \"https://me@gis.example\"}}\n", 1, 24, "portals.field.url",
    "without user"},
  {"PortalWithSharing", "portals: {field: {url: https://a/portal/sharing/rest}}\n", 1, 24, "portals.field.url",
    "/sharing"},
  {"UnknownCredential", "portals: {field: {url: https://a, credential: me}}\n", 1, 47, "portals.field.credential",
    "does not have: me"},
  {"UnknownCredentialOfHost", "hosts: {a: {credential: me}}\n", 1, 25, "hosts.a.credential", "does not have: me"},
  {"CredentialWithoutUser", "credentials: {me: {passwordFile: /a}}\n", 1, 15, "credentials.me", "needs `username`"},
  {"SecretBesideTheFile", "credentials: {me: {username: u, passwordFile: a/b}}\n", 1, 47, "credentials.me.passwordFile",
    "absolute"},
  {"SecretInTheFile", "credentials: {me: {username: u, passwordFile: /a, password: p}}\n", 1, 51,
    "credentials.me.password", "no key"},
  {"CredentialType", "credentials: {me: {type: kerberos, username: u, passwordFile: /a}}\n", 1, 26,
    "credentials.me.type", "userPassword, token, apiKey, oauthClient, oauthRefreshToken"},
  {"KeyOfAnotherCredential", "credentials: {me: {type: token, tokenFile: /a, username: u}}\n", 1, 48,
    "credentials.me.username", "no key"},
  {"MistypedSecret", "credentials: {me: {type: apiKey, keyFile: /a, keyfile: /b}}\n", 1, 47, "credentials.me.keyfile",
    "did you mean `keyFile`?"},
  {"TokenWithoutFile", "credentials: {me: {type: token}}\n", 1, 15, "credentials.me", "needs `tokenFile`"},
  {"ClientWithoutId", "credentials: {me: {type: oauthClient, clientSecretFile: /a}}\n", 1, 15, "credentials.me",
    "needs `clientId`"},
  {"ClientWithoutSecret", "credentials: {me: {type: oauthClient, clientId: a}}\n", 1, 15, "credentials.me",
    "needs `clientSecretFile`"},
  {"OAuthOfAHost", "credentials: {me: {type: oauthRefreshToken, clientId: a}}\nhosts: {a: {credential: me}}\n", 2, 25,
    "hosts.a.credential", "`portals`"},
  {"RefreshTokenOfTwoPortals",
    "credentials: {me: {type: oauthRefreshToken, clientId: a}}\nportals:\n  a: {url: https://a, credential: me}\n"
    "  b: {url: https://b, credential: me}\n",
    4, 35, "portals.b.credential", "of the portal a"},
  {"CertificateWithoutKey", "hosts: {a: {clientCertificate: {certificate: /a}}}\n", 1, 32, "hosts.a.clientCertificate",
    "needs `key`"},
  {"RelativeCertificate", "hosts: {a: {clientCertificate: {certificate: a, key: /b}}}\n", 1, 46,
    "hosts.a.clientCertificate.certificate", "absolute"},
  {"RelativeBundle", "hosts: {a: {caBundle: gis.pem}}\n", 1, 23, "hosts.a.caBundle", "absolute"},
  {"ProxyWithoutPort", "hosts: {a: {proxy: http://p}}\n", 1, 20, "hosts.a.proxy", "http://host:port"},
  {"LaterKey", "hosts: {a: {rate: 1}}\n", 1, 19, "hosts.a.rate", "not taken by this version"},
  {"RelativeBasemapRoot", "basemapRoots: [b]\n", 1, 16, "basemapRoots[0]", "absolute"},
  {"SubstitutionOfNoTileService", "basemapSubstitutions: {\"https://a/FeatureServer\": \"https://b/MapServer\"}\n", 1,
    24, "basemapSubstitutions.https://a/FeatureServer", "ends with MapServer"},
  {"SubstitutionWithATokenInIt", "basemapSubstitutions: {\"https://a/MapServer\": \"https://b/MapServer?token=x\"}\n",
    1, 24, "basemapSubstitutions.https://a/MapServer", "the id of its item"},
  {"SubstitutionByAList", "basemapSubstitutions: {\"https://a/MapServer\": []}\n", 1, 24,
    "basemapSubstitutions.https://a/MapServer", "single value"},
};
INSTANTIATE_TEST_SUITE_P(
  Settings, WrongSettings, ::testing::ValuesIn(wrong_files), [](const auto& row) { return row.param.name; });

TEST(Settings, ReportEveryProblemAtOnceInTheOrderOfTheFile) {
  const auto loaded = load_settings("portals: {a: {}}\nlimits: {jobs: 0}\nlgo: {}\nstateDirectory: x\n");
  ASSERT_EQ(loaded.found.size(), 4u);
  for (int line = 1; line <= 4; ++line)
    EXPECT_EQ(loaded.found[static_cast<std::size_t>(line - 1)].line, line);
}

TEST(Settings, OfAnEmptyFileAreTheDefaults) {
  const auto loaded = load_settings("");
  EXPECT_TRUE(loaded.found.empty());
  EXPECT_EQ(loaded.settings, config::settings());
}

TEST(Settings, AreReadWhole) {
  const auto loaded = load_settings(R"(
stateDirectory: /s
controlSocket: /r/c.sock
outputRoots: [/m, /n]
basemapRoots: [/b]
portals: {field: {url: "https://gis.example/portal/", credential: me}}
credentials:
  me: {type: userPassword, username: crew, passwordFile: secret}
  app: {type: oauthClient, clientId: a, clientSecretFile: /a}
  sso: {type: oauthRefreshToken, clientId: a, redirectUri: "app:here", refreshTokenFile: /r}
  key: {type: apiKey, keyFile: /k}
  lent: {type: token, tokenFile: /t}
hosts:
  gis.example: {caBundle: /c.pem, proxy: "http://p:1", insecure: true, credential: me}
  pki.example: {clientCertificate: {certificate: /me.pem, key: /me.key}}
limits: {jobs: 1, layers: 2, connections: 3, connectionsPerHost: 3, serviceLost: 1h30min, serverJob: 2d}
basemapSubstitutions:
  https://a/MapServer: https://b/ImageServer
  https://a/VectorTileServer: 0123456789abcdef0123456789abcdef
packages: {group: maps}
log: {level: debug, format: json}
)");
  ASSERT_TRUE(loaded.found.empty()) << config::describe("f", loaded.found[0]);
  config::settings expected;
  expected.state_directory = "/s";
  expected.control_socket = "/r/c.sock";
  expected.output_roots = {"/m", "/n"};
  expected.basemap_roots = {"/b"};
  expected.portals["field"] = {"https://gis.example/portal", "me"};
  using core::credential_kind;
  expected.credentials["me"] = {credential_kind::user_password, "crew", "secret"};
  expected.credentials["app"] = {credential_kind::oauth_client, "", "/a", "a"};
  expected.credentials["sso"] = {credential_kind::oauth_refresh_token, "", "/r", "a", "app:here"};
  expected.credentials["key"] = {credential_kind::api_key, "", "/k"};
  expected.credentials["lent"] = {credential_kind::token, "", "/t"};
  expected.hosts["gis.example"] = {"/c.pem", "me", "http://p:1", true};
  expected.hosts["pki.example"].client_certificate = {"/me.pem", "/me.key"};
  expected.limits = {1, 2, 3, 3, 90min, 48h};
  expected.basemap_substitutions = {{"https://a/MapServer", "https://b/ImageServer"},
    {"https://a/VectorTileServer", "0123456789abcdef0123456789abcdef"}};
  expected.package_group = "maps";
  expected.log = {config::log_level::debug, config::log_format::json};
  EXPECT_EQ(loaded.settings, expected);
}

TEST(ExampleFile, IsWhatTheDefaultsGive) { EXPECT_EQ(read_file(MAPFERRY_EXAMPLE), config::example_settings()); }

TEST(ExampleFile, LoadsAsTheDefaults) {
  const auto loaded = load_settings(config::example_settings());
  ASSERT_TRUE(loaded.found.empty()) << config::describe("example", loaded.found[0]);
  EXPECT_EQ(loaded.settings, config::settings());
}

TEST(ExampleFile, IsRightAlsoWhereItsSamplesAreTakenIn) {
  std::istringstream lines(config::example_settings());
  std::string taken_in;
  for (std::string line; std::getline(lines, line);)
    taken_in += (line.rfind("#  ", 0) == 0 && line.find(": ") != std::string::npos ? line.substr(1) : line) + "\n";
  const auto loaded = load_settings(taken_in);
  ASSERT_TRUE(loaded.found.empty()) << config::describe("example", loaded.found[0]) << "\n" << taken_in;
  EXPECT_EQ(loaded.settings.portals.size(), 1u);
  EXPECT_EQ(loaded.settings.credentials.size(), 5u) << "each kind once";
  EXPECT_EQ(loaded.settings.hosts.size(), 3u);
  EXPECT_EQ(loaded.settings.basemap_substitutions.size(), 2u);
  EXPECT_EQ(loaded.settings.package_group, "maps");
}

TEST(Problem, IsOneLineWhateverTheFileHolds) {
  const auto text = config::describe("a\n.yaml", {3, 9, "k\x1b[2J", "bad"});
  EXPECT_EQ(text, "a\\n.yaml:3:9: k\\x1b[2J: bad");
  EXPECT_EQ(config::describe("a.yaml", {0, 0, "", "is empty"}), "a.yaml: is empty");
}

} // namespace
