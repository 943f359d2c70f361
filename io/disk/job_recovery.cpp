#include "io/disk/job_recovery.hpp"

#include "io/disk/folder.hpp"
#include "io/disk/json_text.hpp"
#include "io/disk/output_roots.hpp"
#include "io/disk/package_directory.hpp"

#include <fcntl.h>

#include <algorithm>

namespace io {
namespace {

constexpr int search_depth_limit = 8;
constexpr std::uint64_t copy_limit = 16u << 20;
constexpr std::string_view partial_ending = ".partial";

/// As it was taken, before anything was planned: layers and plan are gone with the store.
proto::job_record queued_again(proto::job_record job) {
  job.phase = proto::job_phase::queued;
  job.plan_digest.clear();
  job.layer_errors.clear();
  job.table_errors.clear();
  job.failure.reset();
  job.ending.reset();
  job.layer_count = 0;
  return job;
}

void read_copy(int folder, const std::string& path, recovered_jobs& found) {
  const auto text = read_text(folder, job_copy_name, copy_limit);
  const auto record = text ? proto::read_job_record(parse_json(*text)) : proto::result<proto::job_record>(text.error());
  if (!record) {
    found.unreadable.push_back(path + "/" + job_copy_name);
    return;
  }
  auto target = path;
  if (target.ends_with(partial_ending))
    target.resize(target.size() - partial_ending.size());
  if (record->request.download_directory == target)
    found.jobs.push_back(queued_again(*record));
}

void look_into(const file_descriptor& folder, const std::string& path, int depth, recovered_jobs& found) {
  const bool is_in_place = !path.ends_with(partial_ending) && exists(folder.get(), "package.info");
  if (is_in_place)
    return; // nothing is left to do for it
  if (exists(folder.get(), job_copy_name))
    return read_copy(folder.get(), path, found);
  const auto names = names_in(folder.get(), path);
  if (!names || depth == search_depth_limit)
    return;
  for (const auto& name : *names)
    if (const auto inner = open_folder(folder.get(), name))
      look_into(inner, path + "/" + name, depth + 1, found);
}

} // namespace

recovered_jobs recover_jobs(const std::vector<std::string>& roots) {
  recovered_jobs found;
  const output_roots known(roots);
  for (const auto& root : known.paths())
    if (const file_descriptor folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); folder)
      look_into(folder, root, 0, found);
  // A root inside a root shows its jobs twice.
  std::ranges::sort(found.jobs, {}, &proto::job_record::id);
  const auto twice = std::ranges::unique(found.jobs, {}, &proto::job_record::id);
  found.jobs.erase(twice.begin(), twice.end());
  return found;
}

} // namespace io
