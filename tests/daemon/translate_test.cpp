#include "daemon/translate.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

TEST(Translate, HandsEveryPartItsSettings) {
  config::settings settings;
  settings.state_directory = "/s";
  settings.output_roots = {"/a", "/b"};
  settings.basemap_roots = {"/basemaps"};
  settings.basemap_substitutions = {{"https://a/MapServer", "https://b/MapServer"}};
  settings.portals["field"] = {"https://gis.example/portal", "crew"};
  settings.credentials["crew"] = {core::credential_kind::oauth_client, "", "/p", "app"};
  settings.hosts["GIS.example:8443"] = {"/ca.pem", "crew", "http://proxy:3128", true, {"/me.pem", "/me.key"}};
  settings.limits = {3, 5, 7, 2, 90s, 2h};
  settings.log = {config::log_level::warning, config::log_format::json};

  const auto http = mapferryd::http_options_of(settings);
  EXPECT_EQ(http.hosts.at("gis.example:8443").ca_bundle, "/ca.pem");
  EXPECT_EQ(http.hosts.at("gis.example:8443").certificate, "/me.pem");
  EXPECT_EQ(http.hosts.at("gis.example:8443").key, "/me.key");
  EXPECT_EQ(http.hosts.at("gis.example:8443").proxy, "http://proxy:3128");
  EXPECT_TRUE(http.hosts.at("gis.example:8443").insecure);
  EXPECT_EQ(http.portals.at("field"), "https://gis.example/portal");
  EXPECT_EQ(http.connections, 7u);
  EXPECT_EQ(http.connections_per_host, 2u);

  const auto sign_in = mapferryd::sign_in_of(settings);
  EXPECT_EQ(sign_in.portals.at("field").credential, "crew");
  const core::credential app{core::credential_kind::oauth_client, "", "app", settings.credentials["crew"].redirect_uri};
  EXPECT_EQ(sign_in.credentials.at("crew"), app);
  EXPECT_EQ(sign_in.host_credentials.at("gis.example:8443"), "crew");
  EXPECT_EQ(sign_in.insecure_hosts.count("gis.example:8443"), 1u);

  EXPECT_EQ(mapferryd::disk_options_of(settings).roots, settings.output_roots);
  EXPECT_EQ(mapferryd::disk_options_of(settings).basemap_roots, settings.basemap_roots);
  EXPECT_EQ(mapferryd::log_options_of(settings).level, core::note_level::warning);
  const auto start = mapferryd::start_options_of(settings);
  EXPECT_EQ(start.basemap_substitutions, settings.basemap_substitutions);
  EXPECT_EQ(start.limits.jobs, 3u);
  EXPECT_EQ(start.limits.layers, 5u);
  EXPECT_EQ(start.limits.service_lost, 90s);
  EXPECT_EQ(start.limits.server_job, 2h);
}

} // namespace
