#pragma once

#include "core/ports/disk.hpp"
#include "io/disk/disk_worker.hpp"
#include "io/disk/output_roots.hpp"
#include "io/disk/part_files.hpp"
#include "io/disk/plan_files.hpp"

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace io {

struct disk_options {
  std::string state_directory;              ///< plans lie below it
  std::vector<std::string> roots;           ///< packages are written below these and nowhere else
  std::optional<gid_t> package_group;       ///< of finished packages
  std::vector<std::string> basemap_roots{}; ///< reference basemaps lie below these or `roots`
};

/// The disk port: one thread, operations in order.
class disk_service final : public core::disk {
public:
  explicit disk_service(disk_options options);

  core::operation_ptr examine_target(std::string target, done finished) override;
  core::operation_ptr prepare(std::string target, std::string job_copy, done finished) override;
  core::operation_ptr open_part(
    core::part_ref part, std::function<void(proto::result<std::shared_ptr<core::part_file>>)> finished) override;
  core::operation_ptr sync_part(core::part_ref part, done finished) override;
  core::operation_ptr check(core::part_ref part, core::check_request request, std::optional<std::uint64_t> size,
    std::function<void(proto::result<core::check_report>)> finished) override;
  core::operation_ptr finish(core::part_ref part, std::string final_name, done finished) override;
  core::operation_ptr discard(core::part_ref part, done finished) override;
  core::operation_ptr assemble(std::string target, core::package_files files, done finished) override;
  core::operation_ptr remove_staging(std::string target, std::string job, done finished) override;
  core::operation_ptr save_plan(std::string job, std::string document, done finished) override;
  core::operation_ptr load_plan(std::string job, std::function<void(proto::result<std::string>)> finished) override;
  core::operation_ptr remove_plan(std::string job, done finished) override;
  core::operation_ptr examine_basemap(
    std::string file, std::function<void(proto::result<core::basemap_facts>)> finished) override;
  core::operation_ptr free_space(
    std::string target, std::function<void(proto::result<std::uint64_t>)> finished) override;

private:
  std::optional<gid_t> group_;
  output_roots roots_;
  output_roots basemap_roots_;
  plan_files plans_;
  part_files parts_;   ///< used on the thread alone
  disk_worker worker_; ///< last: its thread uses the others
};

} // namespace io
