#include "io/disk/part_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace io {

part_writer::part_writer(file_descriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

proto::outcome part_writer::reserve(std::uint64_t size) {
  const auto there = size_of(file_.get(), name_);
  if (!there)
    return there.error();
  if (*there > size && ::ftruncate(file_.get(), static_cast<off_t>(size)) != 0)
    return disk_failure(errno, "shortening", name_);
  if (size == 0 || ::fallocate(file_.get(), FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size)) == 0)
    return {};
  if (errno == EOPNOTSUPP || errno == ENOSYS) // the file system cannot; then space is taken as bytes come
    return {};
  return disk_failure(errno, "reserving space", name_);
}

proto::outcome part_writer::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  return write_at(file_.get(), offset, bytes, name_);
}

proto::result<std::size_t> part_writer::read(std::uint64_t offset, std::span<std::byte> into) {
  return read_at(file_.get(), offset, into, name_);
}

proto::outcome part_writer::sync() {
  if (::fdatasync(file_.get()) != 0)
    return disk_failure(errno, "syncing", name_);
  return {};
}

} // namespace io
