#include "daemon/translate.hpp"

#include "daemon/groups.hpp"
#include "proto/text.hpp"

namespace mapferryd {
namespace {

std::map<std::string, std::string> addresses_of(const config::settings& settings) {
  std::map<std::string, std::string> addresses;
  for (const auto& [name, portal] : settings.portals)
    addresses[name] = portal.url;
  return addresses;
}

core::note_level level_of(config::log_level level) {
  switch (level) {
  case config::log_level::debug: return core::note_level::debug;
  case config::log_level::info: return core::note_level::info;
  case config::log_level::warning: return core::note_level::warning;
  case config::log_level::error: break;
  }
  return core::note_level::error;
}

} // namespace

io::http_options http_options_of(const config::settings& settings) {
  io::http_options options;
  for (const auto& [name, host] : settings.hosts)
    options.hosts[proto::lower_case(name)] = {.ca_bundle = host.ca_bundle,
      .certificate = host.client_certificate.certificate,
      .key = host.client_certificate.key,
      .proxy = host.proxy,
      .insecure = host.insecure};
  options.portals = addresses_of(settings);
  options.connections = settings.limits.connections;
  options.connections_per_host = settings.limits.connections_per_host;
  options.user_agent = "mapferry/" MAPFERRY_VERSION;
  return options;
}

core::sign_in_setup sign_in_of(const config::settings& settings) {
  core::sign_in_setup setup;
  for (const auto& [name, portal] : settings.portals)
    setup.portals[name] = {.url = portal.url, .credential = portal.credential};
  for (const auto& [name, credential] : settings.credentials)
    setup.credentials[name] = {.kind = credential.type,
      .user = credential.username,
      .client_id = credential.client_id,
      .redirect_uri = credential.redirect_uri};
  for (const auto& [name, host] : settings.hosts) {
    if (!host.credential.empty())
      setup.host_credentials[proto::lower_case(name)] = host.credential;
    if (host.insecure)
      setup.insecure_hosts.insert(proto::lower_case(name));
  }
  return setup;
}

io::disk_options disk_options_of(const config::settings& settings) {
  return {.state_directory = settings.state_directory,
    .roots = settings.output_roots,
    .package_group = settings.package_group.empty() ? std::nullopt : group_id(settings.package_group),
    .basemap_roots = settings.basemap_roots};
}

io::log_options log_options_of(const config::settings& settings) {
  io::log_options options;
  options.level = level_of(settings.log.level);
  options.format = settings.log.format == config::log_format::json ? io::log_format::json : io::log_format::text;
  options.to_journal = io::stderr_is_journal();
  return options;
}

actors::start_options start_options_of(const config::settings& settings) {
  actors::start_options options;
  options.limits.jobs = settings.limits.jobs;
  options.limits.layers = settings.limits.layers;
  options.limits.service_lost = settings.limits.service_lost;
  options.limits.server_job = settings.limits.server_job;
  options.portals = addresses_of(settings);
  options.sign_in = std::make_shared<const core::sign_in_setup>(sign_in_of(settings));
  options.basemap_substitutions = settings.basemap_substitutions;
  return options;
}

} // namespace mapferryd
