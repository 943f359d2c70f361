#include "io/disk/package_directory.hpp"

#include "io/disk/folder.hpp"
#include "io/disk/json_text.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

namespace io {
namespace {

constexpr std::uint64_t job_copy_limit = 16u << 20;

proto::failure refused(proto::failure_code code, const std::string& subject, std::string words) {
  proto::failure why;
  why.code = code;
  why.during = "looking at the download directory";
  why.subject = subject;
  why.server_said = std::move(words);
  return why;
}

/// Opens a name that may be missing (an empty descriptor) but must not be a link or a file.
proto::result<file_descriptor> open_if_there(int parent, const std::string& name, const std::string& target) {
  auto folder = open_folder(parent, name);
  if (folder || errno == ENOENT)
    return folder;
  if (errno == ENOTDIR || errno == ELOOP)
    return refused(proto::failure_code::directory_not_allowed, target, "`" + name + "` is a link or not a folder");
  return disk_failure(errno, "opening", target);
}

/// The folders above the target, as far as they exist.
struct reached {
  file_descriptor folder;
  bool all = false;
};
proto::result<reached> reach(const target_place& place) {
  reached at;
  at.folder = file_descriptor(::fcntl(place.root.get(), F_DUPFD_CLOEXEC, 0));
  if (!at.folder)
    return disk_failure(errno, "opening", place.target);
  for (const auto& name : place.folders) {
    auto next = open_if_there(at.folder.get(), name, place.target);
    if (!next)
      return next.error();
    if (!*next)
      return at;
    at.folder = std::move(*next);
  }
  at.all = true;
  return at;
}

std::string id_of(const std::string& job_copy) { return text_member(parse_json(job_copy), "id"); }

/// A new ext file system has this folder; it is nobody's data.
bool is_file_systems_own(const std::string& name) { return name == "lost+found"; }

proto::outcome must_be_empty(int folder, bool mounted, const std::string& target) {
  const auto names = names_in(folder, target);
  if (!names)
    return names.error();
  for (const auto& name : *names)
    if (!mounted || !is_file_systems_own(name))
      return refused(proto::failure_code::directory_not_empty, target, "it holds `" + name + "`");
  return {};
}

} // namespace

proto::outcome package_directory::examine(const output_roots& roots, const std::string& target) {
  const auto place = roots.locate(target);
  if (!place)
    return place.error();
  const auto at = reach(*place);
  if (!at)
    return at.error();
  if (!at->all)
    return {};
  const auto folder = open_if_there(at->folder.get(), place->name, target);
  if (!folder)
    return folder.error();
  if (*folder)
    if (auto failed = must_be_empty(folder->get(), is_mount_point(at->folder.get(), folder->get()), target))
      return failed;
  // What another program keeps under the name that we would use is not ours either.
  const auto partial = open_if_there(at->folder.get(), place->name + ".partial", target);
  if (!partial)
    return partial.error();
  if (*partial && !exists(partial->get(), job_copy_name))
    return must_be_empty(partial->get(), false, target + ".partial");
  return {};
}

proto::outcome package_directory::open_target(const target_place& place) {
  name_ = place.name;
  target_ = place.target;
  auto folder = open_if_there(parent_.get(), name_, target_);
  if (!folder)
    return folder.error();
  inside_ = *folder && is_mount_point(parent_.get(), folder->get());
  return {};
}

proto::outcome package_directory::open_staging() {
  auto staging = open_if_there(parent_.get(), staging_name(), target_);
  if (!staging)
    return staging.error();
  staging_ = std::move(*staging);
  if (!staging_)
    return {};
  // A link or a file in its place is no folder of ours: nothing is being made then.
  parts_ = open_folder(staging_.get(), parts_folder);
  return {};
}

proto::result<package_directory> package_directory::open(const output_roots& roots, const std::string& target) {
  const auto place = roots.locate(target);
  if (!place)
    return place.error();
  auto at = reach(*place);
  if (!at)
    return at.error();
  package_directory made;
  if (!at->all)
    return made;
  made.parent_ = std::move(at->folder);
  if (auto failed = made.open_target(*place))
    return *failed;
  if (auto failed = made.open_staging())
    return *failed;
  return made;
}

proto::result<package_directory> package_directory::prepare(
  const output_roots& roots, const std::string& target, const std::string& job_copy) {
  auto place = roots.locate(target);
  if (!place)
    return place.error();
  package_directory made;
  made.parent_ = std::move(place->root);
  for (const auto& name : place->folders) {
    auto next = make_folder(made.parent_.get(), name);
    if (!next)
      return next.error();
    made.parent_ = std::move(*next);
  }
  if (auto failed = made.open_target(*place))
    return *failed;
  if (!made.inside_) {
    const auto folder = open_folder(made.parent_.get(), made.name_);
    if (folder)
      if (auto failed = must_be_empty(folder.get(), false, target))
        return *failed;
  }
  if (auto failed = made.make_staging(job_copy))
    return *failed;
  return made;
}

proto::result<std::optional<std::string>> package_directory::owner() const {
  if (!staging_ || !exists(staging_.get(), job_copy_name))
    return std::optional<std::string>{};
  const auto copy = read_text(staging_.get(), job_copy_name, job_copy_limit);
  if (!copy)
    return copy.error();
  return std::optional(id_of(*copy));
}

proto::outcome package_directory::check_owner(const std::string& job_copy) const {
  const auto earlier = owner();
  if (!earlier)
    return earlier.error();
  if (*earlier == id_of(job_copy))
    return {};
  if (*earlier)
    return refused(proto::failure_code::directory_in_use, target_, "job " + **earlier + " is being made there");
  return must_be_empty(staging_.get(), inside_, target_ + (inside_ ? "" : ".partial"));
}

proto::outcome package_directory::make_staging(const std::string& job_copy) {
  auto staging = make_folder(parent_.get(), staging_name());
  if (!staging)
    return staging.error();
  staging_ = std::move(*staging);
  // A life that ended while it wrote its first copy left only this.
  if (auto failed = remove_file(staging_.get(), std::string(job_copy_name) + ".new"))
    return failed;
  if (auto failed = check_owner(job_copy))
    return failed;
  if (auto failed = write_durably(staging_.get(), job_copy_name, job_copy))
    return failed;
  if (auto failed = sync_folder(staging_.get(), target_))
    return failed;
  auto parts = make_folder(staging_.get(), parts_folder);
  if (!parts)
    return parts.error();
  parts_ = std::move(*parts);
  return {};
}

proto::result<std::uint64_t> free_space(const output_roots& roots, const std::string& target) {
  const auto place = roots.locate(target);
  if (!place)
    return place.error();
  const auto at = reach(*place);
  if (!at)
    return at.error();
  // A mounted target has a file system of its own.
  const auto folder = at->all ? open_folder(at->folder.get(), place->name) : file_descriptor{};
  struct statvfs space {};
  if (::fstatvfs(folder ? folder.get() : at->folder.get(), &space) != 0)
    return disk_failure(errno, "asking for free space", target);
  return static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize;
}

} // namespace io
