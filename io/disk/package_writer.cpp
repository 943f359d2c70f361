#include "io/disk/package_writer.hpp"

#include "io/disk/folder.hpp"
#include "io/disk/json_text.hpp"
#include "io/disk/package_directory.hpp"
#include "io/disk/style_fonts.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace io {
namespace {

constexpr const char* package_info = "package.info";
constexpr std::uint64_t package_info_limit = 16u << 20;

std::string report_of(const package_directory& directory) { return directory.name() + ".report.json"; }

/// Whether a folder is the finished package of the guid.
bool bears(int folder, const std::string& guid) {
  const auto text = read_text(folder, package_info, package_info_limit);
  if (!text)
    return false;
  return text_member(parse_json(*text), "guid") == guid;
}

/// The package is in its place: that is made durable, then the job copy goes. An
/// earlier life may have got this far and no further.
proto::outcome confirm_finished(const package_directory& directory, int folder) {
  if (auto failed = sync_folder(directory.parent(), directory.target()))
    return failed;
  if (auto failed = remove_file(folder, job_copy_name))
    return failed;
  return sync_folder(folder, directory.target());
}

/// Everything that shall stay is there, everything else in p13 goes.
proto::outcome tidy_parts(const package_directory& directory, const core::package_files& files) {
  const auto names = names_in(directory.parts(), directory.target());
  if (!names)
    return names.error();
  for (const auto& name : files.keep)
    if (!std::ranges::binary_search(*names, name))
      return missing_file("assembling the package", directory.target() + ": " + name);
  for (const auto& name : *names)
    if (std::ranges::find(files.keep, name) == files.keep.end())
      if (auto failed = remove_all(directory.parts(), name))
        return failed;
  return {};
}

proto::failure no_path(const std::string& path) {
  proto::failure why;
  why.during = "assembling the package";
  why.subject = path;
  return why;
}

/// Below a folder that is open; folders on the way are made.
proto::outcome write_below(
  int folder, const std::string& path, const std::string& content, const std::string& subject) {
  const auto slash = path.find('/');
  const auto name = path.substr(0, slash);
  if (name.empty() || name.front() == '.')
    return no_path(path);
  if (slash != std::string::npos) {
    const auto inner = make_folder(folder, name);
    return inner ? write_below(inner->get(), path.substr(slash + 1), content, subject) : inner.error();
  }
  if (auto failed = write_durably(folder, name, content))
    return failed;
  return sync_folder(folder, subject);
}

/// A file of the package lies in its root or below p13.
proto::outcome write_file(const package_directory& directory, const std::string& path, const std::string& content) {
  const std::string in_parts = std::string(parts_folder) + "/";
  if (path.starts_with(in_parts))
    return write_below(directory.parts(), path.substr(in_parts.size()), content, directory.target());
  if (path.find('/') != std::string::npos)
    return no_path(path);
  return write_below(directory.staging(), path, content, directory.target());
}

proto::outcome write_files(const package_directory& directory, const core::package_files& files) {
  for (const auto& fonts : files.fonts)
    if (auto failed = copy_fonts(directory.parts(), fonts, [&](const auto& path, const auto& content) {
          return write_below(directory.parts(), fonts.folder + "/fonts/" + path, content, directory.target());
        }))
      return failed;
  for (const auto& [path, content] : files.files)
    if (auto failed = write_file(directory, path, content))
      return failed;
  return {};
}

proto::outcome set_group(int folder, const std::string& name, std::optional<gid_t> group, mode_t mode) {
  const file_descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file)
    return disk_failure(errno, "opening", name);
  if (group && ::fchown(file.get(), static_cast<uid_t>(-1), *group) != 0)
    return disk_failure(errno, "setting the group of", name);
  if (::fchmod(file.get(), mode) != 0)
    return disk_failure(errno, "setting the mode of", name);
  return {};
}

bool is_folder(int parent, const std::string& name) {
  struct stat status {};
  return ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

/// Everything in a folder, for the group to read.
proto::outcome open_to_group(int folder, const std::string& subject, std::optional<gid_t> group) {
  const auto names = names_in(folder, subject);
  if (!names)
    return names.error();
  for (const auto& name : *names) {
    if (name == "lost+found")
      continue;
    const bool holds_more = is_folder(folder, name);
    const auto inner = holds_more ? open_folder(folder, name) : file_descriptor{};
    if (auto failed = holds_more ? open_to_group(inner.get(), subject, group) : proto::outcome{})
      return failed;
    if (auto failed = set_group(folder, name, group, holds_more ? 02750 : 0640))
      return failed;
  }
  return {};
}

/// The package, which lies under this name in the target's parent, and its report.
proto::outcome hand_over(const package_directory& directory, const std::string& place, std::optional<gid_t> group) {
  const auto package = open_folder(directory.parent(), place);
  if (auto failed = open_to_group(package.get(), directory.target(), group))
    return failed;
  if (auto failed = set_group(directory.parent(), report_of(directory), group, 0640))
    return failed;
  return set_group(directory.parent(), place, group, 02750);
}

/// Renaming a folder over an empty one replaces it; over anything else it fails.
proto::outcome put_in_place(const package_directory& directory) {
  const auto staging = directory.staging_name();
  if (directory.is_inside()
    || ::renameat(directory.parent(), staging.c_str(), directory.parent(), directory.name().c_str()) == 0)
    return {};
  auto why = disk_failure(errno, "putting the package in place", directory.target());
  if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
    why.code = proto::failure_code::directory_not_empty;
  return why;
}

/// package.info first: what is half removed is no package.
proto::outcome remove_parts(const package_directory& directory) {
  for (const auto& name : {std::string(package_info), std::string(package_info) + ".new", std::string(parts_folder),
         std::string(job_copy_name) + ".new"})
    if (auto failed = remove_all(directory.staging(), name))
      return failed;
  return sync_folder(directory.staging(), directory.target());
}

} // namespace

proto::outcome assemble_package(
  const output_roots& roots, const std::string& target, const core::package_files& files, std::optional<gid_t> group) {
  const auto directory = package_directory::open(roots, target);
  if (!directory)
    return directory.error();
  if (const auto folder = open_folder(directory->parent(), directory->name());
      folder && bears(folder.get(), files.guid)) {
    // In a mount point an earlier life may have written the last file and no more.
    if (auto failed = hand_over(*directory, directory->name(), group))
      return failed;
    return confirm_finished(*directory, folder.get());
  }
  if (!directory->is_being_made() || files.files.empty())
    return disk_failure(ENOENT, "assembling the package", target + ".partial");
  if (auto failed = tidy_parts(*directory, files))
    return failed;
  if (auto failed = write_durably(directory->parent(), report_of(*directory), files.report))
    return failed;
  if (auto failed = sync_folder(directory->parent(), target))
    return failed;
  if (auto failed = write_files(*directory, files))
    return failed;
  if (auto failed = hand_over(*directory, directory->staging_name(), group))
    return failed;
  if (auto failed = put_in_place(*directory))
    return failed;
  return confirm_finished(*directory, directory->staging());
}

proto::outcome remove_staging(const output_roots& roots, const std::string& target, const std::string& job) {
  const auto directory = package_directory::open(roots, target);
  if (!directory)
    return directory.error();
  const auto owner = directory->owner();
  if (!owner)
    return owner.error();
  if (*owner != job)
    return {};
  const auto folder = open_folder(directory->parent(), directory->name());
  if (folder && exists(folder.get(), package_info))
    return {}; // finished
  if (auto failed = remove_parts(*directory))
    return failed;
  for (const auto* ending : {"", ".new"})
    if (auto failed = remove_file(directory->parent(), report_of(*directory) + ending))
      return failed;
  if (auto failed = sync_folder(directory->parent(), target))
    return failed;
  if (auto failed = remove_file(directory->staging(), job_copy_name))
    return failed;
  if (!directory->is_inside() && ::unlinkat(directory->parent(), directory->staging_name().c_str(), AT_REMOVEDIR) != 0
    && errno != ENOENT)
    return disk_failure(errno, "removing", target + ".partial");
  return sync_folder(directory->parent(), target);
}

} // namespace io
