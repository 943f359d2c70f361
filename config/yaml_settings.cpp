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
    for (const auto& [name, credential] : s_.credentials) {
      require("credentials." + name, "username", credential.username);
      require("credentials." + name, "passwordFile", credential.password_file);
    }
    for (const auto& [name, host] : s_.hosts)
      know_credential("hosts." + name, host.credential);
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
