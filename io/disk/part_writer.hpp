#pragma once

#include "core/ports/disk.hpp"
#include "io/disk/posix.hpp"

#include <string>

namespace io {

/// A part file, written by the transfer thread and synced by the disk thread
/// through the same open file: the kernel tells an error of writing back to every
/// open file once, so one that is opened only for syncing could miss it.
class part_writer final : public core::part_file {
public:
  part_writer(file_descriptor file, std::string name);

  proto::outcome reserve(std::uint64_t size) override;
  proto::outcome write(std::uint64_t offset, std::span<const std::byte> bytes) override;
  proto::result<std::size_t> read(std::uint64_t offset, std::span<std::byte> into) override;

  proto::outcome sync();

private:
  file_descriptor file_;
  std::string name_;
};

} // namespace io
