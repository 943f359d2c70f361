#include "io/disk/part_files.hpp"

#include "io/disk/folder.hpp"
#include "io/disk/package_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace io {
namespace {

proto::failure bad_name(const std::string& name) {
  proto::failure why;
  why.code = proto::failure_code::internal;
  why.during = "naming a part";
  why.subject = name;
  return why;
}

bool is_part_name(const std::string& name) {
  auto is_good = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.'; };
  return !name.empty() && name.size() < 200 && name.front() != '.' && std::ranges::all_of(name, is_good);
}

/// The folder of the parts, opened.
proto::result<package_directory> directory_of(const output_roots& roots, const core::part_ref& part) {
  if (!is_part_name(part.name))
    return bad_name(part.name);
  auto directory = package_directory::open(roots, part.target);
  if (directory && !directory->is_being_made())
    return disk_failure(ENOENT, "opening", part.target + ".partial");
  return directory;
}

} // namespace

proto::result<std::shared_ptr<core::part_file>> part_files::open(const core::part_ref& part) {
  const auto directory = directory_of(roots_, part);
  if (!directory)
    return directory.error();
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
  file_descriptor file(::openat(directory->parts(), part.name.c_str(), flags, 0640));
  if (!file)
    return disk_failure(errno, "opening", part.name);
  if (auto failed = sync_folder(directory->parts(), part.target))
    return *failed;
  auto writer = std::make_shared<part_writer>(std::move(file), part.name);
  std::erase_if(open_, [](const auto& entry) { return entry.second.expired(); });
  open_[key_of(part)] = writer;
  distrusted_.erase(key_of(part));
  return std::shared_ptr<core::part_file>(std::move(writer));
}

proto::outcome part_files::sync(const core::part_ref& part) {
  if (auto bad = distrusted_.find(key_of(part)); bad != distrusted_.end())
    return bad->second;
  auto writer = open_.contains(key_of(part)) ? open_[key_of(part)].lock() : nullptr;
  if (!writer) {
    const auto directory = directory_of(roots_, part);
    if (!directory)
      return directory.error();
    file_descriptor file(::openat(directory->parts(), part.name.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
    if (!file)
      return disk_failure(errno, "opening", part.name);
    writer = std::make_shared<part_writer>(std::move(file), part.name);
  }
  auto failed = writer->sync();
  if (failed)
    distrusted_[key_of(part)] = *failed;
  return failed;
}

proto::result<file_descriptor> part_files::open_for_reading(const core::part_ref& part) const {
  const auto directory = directory_of(roots_, part);
  if (!directory)
    return directory.error();
  remove_sidecars(directory->parts(), part.name);
  file_descriptor file(::openat(directory->parts(), part.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file)
    return errno == ENOENT ? missing_file("opening", part.name) : disk_failure(errno, "opening", part.name);
  return file;
}

proto::outcome part_files::finish(const core::part_ref& part, const std::string& final_name) {
  const auto directory = directory_of(roots_, part);
  if (!directory)
    return directory.error();
  if (!is_part_name(final_name))
    return bad_name(final_name);
  const int folder = directory->parts();
  if (exists(folder, part.name)) {
    if (auto failed = sync(part))
      return failed;
    if (::renameat(folder, part.name.c_str(), folder, final_name.c_str()) != 0)
      return disk_failure(errno, "renaming", part.name);
  } else if (!exists(folder, final_name)) {
    return missing_file("finishing", part.name);
  }
  open_.erase(key_of(part));
  return sync_folder(folder, part.target);
}

proto::outcome part_files::discard(const core::part_ref& part) {
  auto directory = package_directory::open(roots_, part.target);
  if (!directory)
    return directory.error();
  if (!is_part_name(part.name))
    return bad_name(part.name);
  open_.erase(key_of(part));
  distrusted_.erase(key_of(part));
  if (!directory->is_being_made())
    return {};
  remove_sidecars(directory->parts(), part.name);
  if (auto failed = remove_file(directory->parts(), part.name))
    return failed;
  return sync_folder(directory->parts(), part.target);
}

void remove_sidecars(int folder, const std::string& name) {
  for (const char* ending : {"-wal", "-shm", "-journal"})
    ::unlinkat(folder, (name + ending).c_str(), 0);
}

} // namespace io
