#include "io/disk/output_roots.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace io {
namespace {

proto::failure not_allowed(const std::string& target, std::string words) {
  proto::failure why;
  why.code = proto::failure_code::directory_not_allowed;
  why.during = "looking at the download directory";
  why.subject = target;
  why.server_said = std::move(words);
  return why;
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& part : std::filesystem::path(path))
    if (part != "/")
      names.push_back(part.string());
  return names;
}

bool is_good_name(const std::string& name) {
  const bool control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
  return !name.empty() && name != "." && name != ".." && !control;
}

} // namespace

output_roots::output_roots(std::vector<std::string> roots) : roots_(std::move(roots)) {
  for (auto& root : roots_) {
    root = std::filesystem::path(root).lexically_normal().string();
    while (root.size() > 1 && root.ends_with('/'))
      root.pop_back();
  }
  // The innermost root that holds a target is its root.
  std::ranges::sort(roots_, std::ranges::greater{}, &std::string::size);
}

proto::result<target_place> output_roots::locate(const std::string& target) const {
  if (!target.starts_with('/'))
    return not_allowed(target, "the path is not absolute");
  auto names = split(target);
  if (!names.empty() && names.back().empty()) // a slash at the end
    names.pop_back();
  if (!std::ranges::all_of(names, is_good_name))
    return not_allowed(target, "the path has a part that is not a plain name");
  for (const auto& root : roots_) {
    const auto above = split(root);
    if (names.size() <= above.size() || !std::ranges::equal(above, std::span(names).first(above.size())))
      continue;
    target_place place;
    place.root = file_descriptor(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!place.root)
      return disk_failure(errno, "opening the output root", root);
    place.folders.assign(names.begin() + static_cast<std::ptrdiff_t>(above.size()), names.end() - 1);
    place.name = names.back();
    place.target = target;
    return place;
  }
  return not_allowed(target, "the path is not below an output root");
}

file_descriptor open_folder(int parent, const std::string& name) {
  return file_descriptor(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

} // namespace io
