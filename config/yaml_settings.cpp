#include "config/yaml_settings.hpp"

#include "config/settings_reader.hpp"
#include "config/settings_schema.hpp"
#include "config/yaml_document.hpp"

#include <algorithm>

namespace config {
namespace {

/// What no single value shows: references, required keys, folders inside others.
class whole_check {
public:
  whole_check(const settings& s, const marks& seen, problems& found) : s_(s), seen_(seen), found_(found) {}

  void run() {
    for (const auto& [name, portal] : s_.portals) {
      require("portals." + name, "url", portal.url);
      know_credential("portals." + name, portal.credential);
    }
    for (const auto& [name, credential] : s_.credentials)
      check_credential("credentials." + name, credential);
    for (const auto& [name, host] : s_.hosts)
      check_host("hosts." + name, host);
    check_refresh_tokens();
    check_roots();
    if (s_.limits.connections_per_host > s_.limits.connections)
      report("limits.connectionsPerHost", "must not be more than limits.connections");
  }

private:
  void require(const std::string& path, const std::string& key, const std::string& value) {
    const bool refused = std::any_of(found_.begin(), found_.end(), [&](const problem& p) { return p.key == path; });
    if (value.empty() && seen_.count(inside(path, key)) == 0 && !refused)
      report(path, "needs `" + key + "`");
  }

  void check_credential(const std::string& path, const credential_settings& credential) {
    using core::credential_kind;
    const auto type = credential.type;
    if (type == credential_kind::user_password)
      require(path, "username", credential.username);
    if (type == credential_kind::oauth_client || type == credential_kind::oauth_refresh_token)
      require(path, "clientId", credential.client_id);
    if (type != credential_kind::oauth_refresh_token) // that one may come from `mapferry login`
      require(path, secret_key(type), credential.secret_file);
  }

  void check_host(const std::string& path, const host_settings& host) {
    know_credential(path, host.credential);
    if (const auto used = s_.credentials.find(host.credential); used != s_.credentials.end()
        && (used->second.type == core::credential_kind::oauth_client
          || used->second.type == core::credential_kind::oauth_refresh_token))
      report(inside(path, "credential"),
        "must be of type userPassword, token or apiKey: OAuth is a portal's; give the portal an entry in `portals`");
    const auto& both = host.client_certificate;
    if (!both.certificate.empty() || !both.key.empty()) {
      require(inside(path, "clientCertificate"), "certificate", both.certificate);
      require(inside(path, "clientCertificate"), "key", both.key);
    }
  }

  /// A refresh token is one portal's, and the other must not even see it.
  void check_refresh_tokens() {
    std::map<std::string, std::string> used; // credential → portal
    for (const auto& [name, portal] : s_.portals) {
      const auto credential = s_.credentials.find(portal.credential);
      if (credential == s_.credentials.end() || credential->second.type != core::credential_kind::oauth_refresh_token)
        continue;
      const auto [first, is_first] = used.emplace(portal.credential, name);
      if (!is_first)
        report("portals." + name + ".credential", "is the refresh token of the portal " + first->second + " already");
    }
  }

  void know_credential(const std::string& path, const std::string& credential) {
    if (!credential.empty() && s_.credentials.count(credential) == 0)
      report(inside(path, "credential"), "names a credential that `credentials` does not have: " + credential);
  }

  void check_roots() {
    if (s_.output_roots.empty())
      report("outputRoots", "must name at least one folder");
    for (std::size_t i = 0; i < s_.output_roots.size(); ++i)
      if (below(s_.state_directory, s_.output_roots[i]))
        report(seen_.count("stateDirectory") ? "stateDirectory" : inside("outputRoots", i),
          "the state must not lie inside a folder for packages");
  }

  static bool below(const std::string& path, const std::string& folder) {
    return path == folder || path.rfind(folder.back() == '/' ? folder : folder + "/", 0) == 0;
  }

  void report(const std::string& path, std::string message) {
    const auto place = seen_.find(path);
    found_.push_back(
      place == seen_.end() ? problem{0, 0, path, std::move(message)} : at(place->second, path, std::move(message)));
  }

  const settings& s_;
  const marks& seen_;
  problems& found_;
};

std::string without_slash(std::string address) {
  while (!address.empty() && address.back() == '/')
    address.pop_back();
  return address;
}

} // namespace

const char* secret_key(core::credential_kind type) {
  switch (type) {
  case core::credential_kind::user_password: return "passwordFile";
  case core::credential_kind::token: return "tokenFile";
  case core::credential_kind::api_key: return "keyFile";
  case core::credential_kind::oauth_client: return "clientSecretFile";
  case core::credential_kind::oauth_refresh_token: break;
  }
  return "refreshTokenFile";
}

loaded_settings load_settings(const std::string& yaml) {
  loaded_settings loaded;
  const auto document = parse_yaml(yaml);
  loaded.found = document.found;
  if (!loaded.found.empty())
    return loaded;
  marks seen;
  settings_reader reader(document.root, "", seen, loaded.found);
  describe(reader, loaded.settings);
  reader.finish();
  whole_check(loaded.settings, seen, loaded.found).run();
  for (auto& [name, portal] : loaded.settings.portals)
    portal.url = without_slash(portal.url);
  std::stable_sort(loaded.found.begin(), loaded.found.end(),
    [](const problem& a, const problem& b) { return std::pair(a.line, a.column) < std::pair(b.line, b.column); });
  return loaded;
}

} // namespace config
