#include "io/disk/basemap_file.hpp"

#include "io/disk/tiling_scheme.hpp"
#include "io/disk/zip_archive.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace io {
namespace {

constexpr auto looking = "looking at the reference basemap";

proto::failure basemap_refused(proto::failure_code code, const std::string& path, std::string words) {
  return {.code = code, .during = looking, .subject = path, .server_said = std::move(words)};
}

/// Nobody has downloaded this one.
proto::failure not_whole(proto::failure why) {
  why.during = looking;
  if (why.code == proto::failure_code::damaged)
    why.hint = "put a whole tile package there";
  return why;
}

proto::failure basemap_not_allowed(const std::string& path, std::string words) {
  auto why = basemap_refused(proto::failure_code::directory_not_allowed, path, std::move(words));
  why.hint = "name a folder below one of basemapRoots or outputRoots";
  return why;
}

/// A missing file, a link, or what the system says.
proto::failure not_opened(int error, const std::string& path, const std::string& name) {
  if (error == ELOOP)
    return basemap_not_allowed(path, "`" + name + "` is a link");
  if (error == ENOENT || error == ENOTDIR || error == EACCES)
    return basemap_refused(
      proto::failure_code::reference_basemap_missing, path, "`" + name + "`: " + std::strerror(error));
  return disk_failure(error, looking, path);
}

/// By one name, without following a link. A folder's open says of a link only that it is no folder.
proto::result<file_descriptor> open_without_link(
  int parent, const std::string& name, int flags, const std::string& path) {
  struct stat status {};
  if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode))
    return not_opened(ELOOP, path, name);
  file_descriptor opened(::openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | flags));
  if (!opened)
    return not_opened(errno, path, name);
  return opened;
}

proto::result<file_descriptor> open_below(const output_roots& roots, const std::string& path) {
  auto place = roots.locate(path);
  if (!place && place.error().code == proto::failure_code::directory_not_allowed)
    return basemap_not_allowed(path, place.error().server_said);
  if (!place)
    return place.error();
  auto folder = std::move(place->root);
  for (const auto& name : place->folders) {
    auto next = open_without_link(folder.get(), name, O_DIRECTORY, path);
    if (!next)
      return next;
    folder = std::move(*next);
  }
  return open_without_link(folder.get(), place->name, 0, path);
}

} // namespace

proto::result<core::basemap_facts> examine_basemap(
  const output_roots& roots, const std::string& path, const std::stop_token& stop) {
  const auto file = open_below(roots, path);
  if (!file)
    return file.error();
  struct stat status {};
  if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode))
    return basemap_refused(proto::failure_code::reference_basemap_missing, path, "it is no file");
  auto archive = zip_archive::open(file->get(), path, stop);
  if (!archive)
    return not_whole(archive.error());
  auto scheme = read_tiling_scheme(*archive);
  if (!scheme)
    return not_whole(scheme.error());
  if (!path.ends_with("." + scheme->extension))
    return basemap_refused(proto::failure_code::not_fit, path, "by its content it is a ." + scheme->extension);
  core::basemap_facts facts;
  facts.extension = scheme->extension;
  facts.spatial_reference = {scheme->wkid, scheme->latest_wkid, {}};
  facts.extent = scheme->extent;
  return facts;
}

} // namespace io
