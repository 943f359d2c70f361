#pragma once

#include "core/ports/disk.hpp"
#include "io/disk/output_roots.hpp"

#include <sys/types.h>

#include <optional>
#include <string>

namespace io {

/// Completes the package in the making. In this order, so that a power cut
/// anywhere leaves either no package or a whole one:
///
///     report ─► files, package.info last ─► `.partial` renamed to the target
///            ─► parent synced ─► job copy removed
///
/// Every arrow is a sync. Success at once where the target's package.info bears
/// the guid. Everything gets the group, where one is given.
proto::outcome assemble_package(
  const output_roots& roots, const std::string& target, const core::package_files& files, std::optional<gid_t> group);

/// Removes what prepare, the parts and a broken-off assembling of this job made, and
/// the report; the job copy, which tells whose it is, goes last. Never a finished
/// package, nothing of another job or where no copy tells, nothing that has another name.
proto::outcome remove_staging(const output_roots& roots, const std::string& target, const std::string& job);

} // namespace io
