#pragma once

#include "core/ports/disk.hpp"
#include "io/disk/output_roots.hpp"
#include "io/disk/part_writer.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace io {

/// The files of jobs in the making. Used by the disk thread alone.
///
/// A part whose sync failed is not trusted any more: the kernel may have dropped
/// the bytes and say yes the next time. Every sync and finish of it fails until
/// it is opened again, and whoever opens it starts from its last checkpoint.
class part_files {
public:
  explicit part_files(const output_roots& roots) : roots_(roots) {}

  proto::result<std::shared_ptr<core::part_file>> open(const core::part_ref& part);
  proto::outcome sync(const core::part_ref& part);
  proto::result<file_descriptor> open_for_reading(const core::part_ref& part) const;
  proto::outcome finish(const core::part_ref& part, const std::string& final_name);
  proto::outcome discard(const core::part_ref& part);

private:
  using key = std::pair<std::string, std::string>;
  static key key_of(const core::part_ref& part) { return {part.target, part.name}; }

  const output_roots& roots_;
  std::map<key, std::weak_ptr<part_writer>> open_;
  std::map<key, proto::failure> distrusted_;
};

/// A file that SQLite or somebody else left beside a geodatabase of ours: never opened.
void remove_sidecars(int folder, const std::string& name);

} // namespace io
