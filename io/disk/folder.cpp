#include "io/disk/folder.hpp"

#include "io/disk/output_roots.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace io {
namespace {

struct close_dir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

/// Deeper trees than anything of ours are left alone.
constexpr int tree_depth_limit = 16;

proto::outcome remove_below(int parent, const std::string& name, int depth) {
  if (::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT)
    return {};
  if (errno != EISDIR && errno != EPERM)
    return disk_failure(errno, "removing", name);
  if (depth == tree_depth_limit)
    return disk_failure(ELOOP, "removing", name);
  const auto folder = open_folder(parent, name);
  if (!folder)
    return disk_failure(errno, "removing", name);
  const auto names = names_in(folder.get(), name);
  if (!names)
    return names.error();
  for (const auto& inner : *names)
    if (auto failed = remove_below(folder.get(), inner, depth + 1))
      return failed;
  if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
    return disk_failure(errno, "removing", name);
  return {};
}

} // namespace

proto::result<std::vector<std::string>> names_in(int folder, const std::string& subject) {
  // A descriptor of its own: reading moves its position.
  const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0)
    return disk_failure(errno, "listing", subject);
  const std::unique_ptr<DIR, close_dir> dir(::fdopendir(copy));
  if (!dir) {
    ::close(copy);
    return disk_failure(ENOMEM, "listing", subject);
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(dir.get()))
    if (std::string name = entry->d_name; name != "." && name != "..")
      names.push_back(std::move(name));
  if (errno != 0)
    return disk_failure(errno, "listing", subject);
  std::ranges::sort(names);
  return names;
}

bool is_mount_point(int parent, int folder) {
  struct statx info {};
  if (::statx(folder, "", AT_EMPTY_PATH, STATX_TYPE, &info) == 0 && info.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT)
    return info.stx_attributes & STATX_ATTR_MOUNT_ROOT;
  struct stat outer {};
  struct stat inner {};
  return ::fstat(parent, &outer) == 0 && ::fstat(folder, &inner) == 0 && outer.st_dev != inner.st_dev;
}

proto::result<file_descriptor> make_folder(int parent, const std::string& name) {
  if (::mkdirat(parent, name.c_str(), 0750) != 0 && errno != EEXIST)
    return disk_failure(errno, "making", name);
  auto folder = open_folder(parent, name);
  if (!folder) {
    auto why = disk_failure(errno, "opening", name);
    if (errno == ENOTDIR || errno == ELOOP)
      why.code = proto::failure_code::directory_not_allowed;
    return why;
  }
  // Also where it was there: an earlier life may have been cut off before this.
  if (auto failed = sync_folder(parent, name))
    return *failed;
  return folder;
}

proto::outcome remove_all(int parent, const std::string& name) { return remove_below(parent, name, 0); }

proto::outcome remove_file(int folder, const std::string& name) {
  if (::unlinkat(folder, name.c_str(), 0) != 0 && errno != ENOENT)
    return disk_failure(errno, "removing", name);
  return {};
}

bool exists(int folder, const std::string& name) {
  struct stat status {};
  return ::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

} // namespace io
