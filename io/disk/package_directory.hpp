#pragma once

#include "io/disk/output_roots.hpp"
#include "io/disk/posix.hpp"
#include "proto/result.hpp"

#include <optional>
#include <string>

namespace io {

/// Copy of the job record beside the parts, while the package is being made.
inline constexpr const char* job_copy_name = "mapferry-job.json";
/// Folder of the data files in a package.
inline constexpr const char* parts_folder = "p13";

/// Where a job's package is being made: `<target>.partial`, or the target itself
/// where that is a mount point, which no rename can reach.
///
///     <parent>/                       opened component by component, no link followed
///       <name>.partial/               or <name>/, if a file system is mounted there
///         mapferry-job.json           gone when the package is complete
///         p13/<uuid>.part             parts, then final names
///       <name>.report.json
class package_directory {
public:
  /// Refuses a target that is not allowed or not empty. Makes nothing.
  static proto::outcome examine(const output_roots& roots, const std::string& target);
  /// Makes what is missing and keeps `job_copy` there; all of it durable on
  /// return. Fine where this job made it earlier; directoryInUse where another did.
  static proto::result<package_directory> prepare(
    const output_roots& roots, const std::string& target, const std::string& job_copy);
  /// Opens the target's parent and, where it exists, the folder in the making.
  static proto::result<package_directory> open(const output_roots& roots, const std::string& target);

  /// Id in the job copy; nothing where there is no copy.
  proto::result<std::optional<std::string>> owner() const;

  int parent() const { return parent_.get(); }
  int staging() const { return staging_.get(); }
  int parts() const { return parts_.get(); }
  bool is_being_made() const { return static_cast<bool>(parts_); }
  bool is_inside() const { return inside_; }        ///< made inside a mount point
  const std::string& name() const { return name_; } ///< of the target
  std::string staging_name() const { return inside_ ? name_ : name_ + ".partial"; }
  const std::string& target() const { return target_; }

private:
  proto::outcome open_target(const target_place& place);
  proto::outcome open_staging();
  proto::outcome make_staging(const std::string& job_copy);
  proto::outcome check_owner(const std::string& job_copy) const;

  file_descriptor parent_;
  file_descriptor staging_;
  file_descriptor parts_;
  bool inside_ = false;
  std::string name_;
  std::string target_;
};

/// Bytes available to us where a target is or would be.
proto::result<std::uint64_t> free_space(const output_roots& roots, const std::string& target);

} // namespace io
