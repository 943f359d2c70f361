#pragma once

#include "tests/support/pending_work.hpp"
#include "tests/support/power.hpp"

#include "core/ports/disk.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace support {

/// The places where bytes or names are made durable. Each can be switched off,
/// to see that the tests would notice.
enum class sync_point { part_bytes, part_name, finished_name, package_bytes, package_name, plan };

/// A disk in memory that keeps what is written and what is durable apart: a
/// power cut drops bytes, names and renames that were not synced. Calls happen
/// in order, when the test lets them.
class fake_disk : public core::disk {
public:
  explicit fake_disk(power& supply) : power_(supply) {}

  /// Only the first of these may be completed at any time: it is one thread.
  pending_work work;
  std::set<sync_point> switched_off;
  /// Fails a call when it says so, with diskFull. Gets the call's name.
  std::function<bool(const std::string&)> fails;
  /// Looks at a call before it happens: name and path.
  std::function<void(const std::string&, const std::string&)> watch;

  void cut_power();                                                                   ///< drops what is not durable
  std::map<std::string, std::string> files_below(const std::string& directory) const; ///< relative path → content
  void put(const std::string& path, const std::string& content);                      ///< durable at once

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
  struct inode {
    std::string written;
    std::string durable;
  };
  using names = std::map<std::string, std::shared_ptr<inode>>;

  /// Runs `act` in its turn and calls back with its outcome.
  core::operation_ptr later(std::string call, std::string path, done finished, std::function<proto::outcome()> act);
  proto::outcome blocked(const std::string& call, const std::string& path) const;
  void sync_bytes(const std::string& path, sync_point why);
  void sync_name(const std::string& path, sync_point why);
  std::shared_ptr<inode> find(const std::string& path) const;
  void write(const std::string& path, const std::string& content);
  void erase(const std::string& path);
  proto::outcome build(const std::string& target, const core::package_files& files);
  proto::result<core::check_report> judge(
    const std::string& path, const core::check_request& request, std::optional<std::uint64_t> size) const;

  power& power_;
  names now_;
  names durable_;
};

/// Where a part lies.
std::string path_of(const core::part_ref& part);

} // namespace support
