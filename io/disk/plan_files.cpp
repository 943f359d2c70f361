#include "io/disk/plan_files.hpp"

#include "io/disk/folder.hpp"
#include "io/disk/posix.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cctype>
#include <cerrno>

namespace io {
namespace {

/// Web map, item information and thumbnail: far below this.
constexpr std::uint64_t plan_limit = 256u << 20;

bool is_job_id(const std::string& job) {
  return !job.empty() && job.size() <= 64 && std::ranges::all_of(job, [](unsigned char c) { return std::isalnum(c); });
}

proto::failure bad_id(const std::string& job) {
  proto::failure why;
  why.during = "naming a plan";
  why.subject = job;
  return why;
}

proto::result<file_descriptor> plans_folder(const std::string& state_directory) {
  const file_descriptor state(::open(state_directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!state)
    return disk_failure(errno, "opening", state_directory);
  return make_folder(state.get(), "plans");
}

} // namespace

proto::outcome plan_files::save(const std::string& job, const std::string& document) const {
  if (!is_job_id(job))
    return bad_id(job);
  const auto folder = plans_folder(state_directory_);
  if (!folder)
    return folder.error();
  if (auto failed = write_durably(folder->get(), job + ".json", document))
    return failed;
  return sync_folder(folder->get(), state_directory_ + "/plans");
}

proto::result<std::string> plan_files::load(const std::string& job) const {
  if (!is_job_id(job))
    return bad_id(job);
  const auto folder = plans_folder(state_directory_);
  if (!folder)
    return folder.error();
  return read_text(folder->get(), job + ".json", plan_limit);
}

proto::outcome plan_files::remove(const std::string& job) const {
  if (!is_job_id(job))
    return bad_id(job);
  const auto folder = plans_folder(state_directory_);
  if (!folder)
    return folder.error();
  for (const auto* ending : {".json", ".json.new"})
    if (auto failed = remove_file(folder->get(), job + ending))
      return failed;
  return sync_folder(folder->get(), state_directory_ + "/plans");
}

} // namespace io
