#include "daemon/readiness.hpp"

#include "config/yaml_settings.hpp"
#include "daemon/groups.hpp"
#include "daemon/secrets.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mapferryd {
namespace {

/// Empty, or why nothing can be made in the folder. Tried, since
/// rights alone do not tell of a file system that is mounted read-only.
std::string write_test(const std::string& folder) {
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0)
    return std::strerror(errno);
  if (!S_ISDIR(about.st_mode))
    return "is no folder";
  auto name = folder + "/.mapferry-XXXXXX";
  const int file = ::mkstemp(name.data());
  if (file < 0)
    return std::strerror(errno);
  ::close(file);
  ::unlink(name.c_str());
  return {};
}

/// Empty, or why packages cannot be given to the group.
std::string group_problem(const std::string& name) {
  if (name.empty())
    return {};
  const auto group = group_id(name);
  if (!group)
    return "this system has no group " + name;
  if (::geteuid() == 0 || is_member(*group))
    return {};
  return "this process is no member of the group " + name + " and cannot give files to it (SupplementaryGroups=" + name
    + " in the unit)";
}

void look_at_host(const std::string& path, const config::host_settings& host, config::problems& found) {
  const auto& own = host.client_certificate;
  const std::pair<std::string, std::string> files[]{
    {path + ".caBundle", host.ca_bundle}, {path + ".clientCertificate.certificate", own.certificate}};
  for (const auto& [key, file] : files)
    if (!file.empty() && ::access(file.c_str(), R_OK) != 0)
      found.push_back({0, 0, key, file + " cannot be read: " + std::strerror(errno)});
  if (own.key.empty())
    return;
  if (auto wrong = file_secrets::problem_of(own.key); !wrong.empty())
    found.push_back({0, 0, path + ".clientCertificate.key", std::move(wrong)});
}

void look_around(const config::settings& settings, config::problems& found) {
  for (std::size_t i = 0; i < settings.output_roots.size(); ++i)
    if (auto wrong = write_test(settings.output_roots[i]); !wrong.empty())
      found.push_back(
        {0, 0, "outputRoots[" + std::to_string(i) + "]", settings.output_roots[i] + " cannot be written to: " + wrong});
  for (std::size_t i = 0; i < settings.basemap_roots.size(); ++i)
    if (::access(settings.basemap_roots[i].c_str(), R_OK | X_OK) != 0)
      found.push_back({0, 0, "basemapRoots[" + std::to_string(i) + "]",
        settings.basemap_roots[i] + " cannot be read: " + std::strerror(errno)});
  const auto socket_folder = std::filesystem::path(settings.control_socket).parent_path().string();
  if (auto wrong = write_test(socket_folder); !wrong.empty())
    found.push_back({0, 0, "controlSocket", "its folder " + socket_folder + " cannot be written to: " + wrong});
  for (const auto& [name, host] : settings.hosts)
    look_at_host("hosts." + name, host, found);
  if (auto wrong = group_problem(settings.package_group); !wrong.empty())
    found.push_back({0, 0, "packages.group", std::move(wrong)});
  for (auto& problem : file_secrets(settings, credentials_directory()).check())
    found.push_back(std::move(problem));
}

} // namespace

examined_configuration examine_configuration(const std::string& path) {
  examined_configuration examined;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  file.peek(); // of an empty file nothing can be put out, which is no error
  if (!file || (!file.eof() && !(text << file.rdbuf()))) {
    examined.found.push_back({0, 0, "", std::string("cannot be read: ") + std::strerror(errno)});
    return examined;
  }
  auto loaded = config::load_settings(text.str());
  examined.settings = std::move(loaded.settings);
  examined.found = std::move(loaded.found);
  if (examined.found.empty())
    look_around(examined.settings, examined.found);
  return examined;
}

std::string credentials_directory() {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder ? folder : "";
}

} // namespace mapferryd
