#include "io/disk/style_fonts.hpp"

#include "io/disk/posix.hpp"
#include "io/disk/zip_archive.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>

namespace io {
namespace {

constexpr std::uint64_t font_limit = 4u << 20; // bytes; a range of 256 letters is some 100 kB
constexpr std::string_view fonts_of_package = "/resources/fonts/";

/// `<font>/<range>.pbf` of an entry below the package's fonts, and nothing of others.
std::optional<std::string> font_path(const std::string& entry) {
  const auto at = entry.find(fonts_of_package);
  if (at == std::string::npos || entry.find('/') != at || !entry.ends_with(".pbf"))
    return std::nullopt;
  auto path = entry.substr(at + fonts_of_package.size());
  const auto slash = path.find('/');
  const bool is_plain = std::ranges::count(path, '/') == 1 && slash != 0 && path.front() != '.'
    && path[slash + 1] != '.' && path.find('\0') == std::string::npos;
  return is_plain ? std::optional{std::move(path)} : std::nullopt;
}

} // namespace

proto::outcome copy_fonts(int parts, const core::font_copy& fonts, const write_font& write) {
  const file_descriptor file(::openat(parts, fonts.package.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file)
    return disk_failure(errno, "opening", fonts.package);
  auto archive = zip_archive::open(file.get(), fonts.package, {});
  if (!archive)
    return archive.error();
  for (std::size_t i = 0; i < archive->entries().size(); ++i) {
    const auto path = font_path(archive->entries()[i].name);
    if (!path)
      continue;
    const auto content = archive->read_text(i, font_limit);
    if (!content)
      return content.error();
    if (auto failed = write(*path, *content))
      return failed;
  }
  return {};
}

} // namespace io
