#include "io/disk/posix.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace io {

proto::failure disk_failure(int error, std::string during, std::string subject) {
  proto::failure why;
  why.code = error == ENOSPC || error == EDQUOT ? proto::failure_code::disk_full : proto::failure_code::disk_error;
  why.during = std::move(during);
  why.subject = std::move(subject);
  why.server_said = std::generic_category().message(error);
  why.worth_retrying = true;
  return why;
}

proto::failure missing_file(std::string during, std::string subject) {
  auto why = disk_failure(ENOENT, std::move(during), std::move(subject));
  why.code = proto::failure_code::damaged;
  return why;
}

proto::result<std::size_t> read_at(
  int descriptor, std::uint64_t offset, std::span<std::byte> into, const std::string& subject) {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto got = ::pread(descriptor, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (got == 0)
      break;
    if (got > 0)
      done += static_cast<std::size_t>(got);
    else if (errno != EINTR)
      return disk_failure(errno, "reading", subject);
  }
  return done;
}

proto::outcome write_at(
  int descriptor, std::uint64_t offset, std::span<const std::byte> bytes, const std::string& subject) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto put = ::pwrite(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (put >= 0)
      done += static_cast<std::size_t>(put);
    else if (errno != EINTR)
      return disk_failure(errno, "writing", subject);
  }
  return {};
}

proto::result<std::uint64_t> size_of(int descriptor, const std::string& subject) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0)
    return disk_failure(errno, "looking at", subject);
  return static_cast<std::uint64_t>(status.st_size);
}

proto::result<std::string> read_text(int folder, const std::string& name, std::uint64_t limit) {
  const file_descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file)
    return disk_failure(errno, "opening", name);
  const auto size = size_of(file.get(), name);
  if (!size)
    return size.error();
  if (*size > limit) {
    proto::failure why;
    why.code = proto::failure_code::limit_exceeded;
    why.during = "reading";
    why.subject = name;
    return why;
  }
  std::string text(*size, '\0');
  const auto got = read_at(file.get(), 0, std::as_writable_bytes(std::span(text)), name);
  if (!got)
    return got.error();
  text.resize(*got);
  return text;
}

proto::outcome write_durably(int folder, const std::string& name, std::string_view content, unsigned mode) {
  const auto temporary = name + ".new";
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
  const file_descriptor file(::openat(folder, temporary.c_str(), flags, mode));
  if (!file)
    return disk_failure(errno, "making", temporary);
  if (auto failed = write_at(file.get(), 0, std::as_bytes(std::span(content)), temporary))
    return failed;
  if (::fsync(file.get()) != 0)
    return disk_failure(errno, "syncing", temporary);
  if (::renameat(folder, temporary.c_str(), folder, name.c_str()) != 0)
    return disk_failure(errno, "renaming", temporary);
  return {};
}

proto::outcome sync_folder(int folder, const std::string& subject) {
  if (::fsync(folder) != 0)
    return disk_failure(errno, "syncing", subject);
  return {};
}

} // namespace io
