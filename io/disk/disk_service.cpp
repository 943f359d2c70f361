#include "io/disk/disk_service.hpp"

#include "io/disk/basemap_file.hpp"
#include "io/disk/file_check.hpp"
#include "io/disk/package_directory.hpp"
#include "io/disk/package_writer.hpp"

#include <exception>
#include <utility>

namespace io {
namespace {

/// Runs `what` on the thread and hands its result over there. What is thrown in it
/// (no memory, a defect) becomes a failure.
template <class Result, class What>
core::operation_ptr run(disk_worker& worker, std::function<void(Result)> finished, What what) {
  return worker.post([what = std::move(what), finished = std::move(finished)](const std::stop_token& stop) mutable {
    auto attempt = [&]() -> Result {
      try {
        return what(stop);
      } catch (const std::exception& thrown) {
        proto::failure why;
        why.during = "working on the disk";
        why.subject = thrown.what();
        return why;
      }
    };
    return disk_worker::delivery([finished, result = attempt()] { finished(result); });
  });
}

std::vector<std::string> both(std::vector<std::string> some, const std::vector<std::string>& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

} // namespace

disk_service::disk_service(disk_options options)
  : group_(options.package_group),
    roots_(options.roots),
    basemap_roots_(both(std::move(options.basemap_roots), options.roots)),
    plans_(std::move(options.state_directory)),
    parts_(roots_) {}

core::operation_ptr disk_service::examine_target(std::string target, done finished) {
  return run(worker_, std::move(finished),
    [this, target = std::move(target)](const std::stop_token&) { return package_directory::examine(roots_, target); });
}

core::operation_ptr disk_service::prepare(std::string target, std::string job_copy, done finished) {
  return run(worker_, std::move(finished),
    [this, target = std::move(target), copy = std::move(job_copy)](const std::stop_token&) -> proto::outcome {
      const auto made = package_directory::prepare(roots_, target, copy);
      return made ? proto::outcome{} : made.error();
    });
}

core::operation_ptr disk_service::open_part(
  core::part_ref part, std::function<void(proto::result<std::shared_ptr<core::part_file>>)> finished) {
  return run(
    worker_, std::move(finished), [this, part = std::move(part)](const std::stop_token&) { return parts_.open(part); });
}

core::operation_ptr disk_service::sync_part(core::part_ref part, done finished) {
  return run(
    worker_, std::move(finished), [this, part = std::move(part)](const std::stop_token&) { return parts_.sync(part); });
}

core::operation_ptr disk_service::check(core::part_ref part, core::check_request request,
  std::optional<std::uint64_t> size, std::function<void(proto::result<core::check_report>)> finished) {
  return run(worker_, std::move(finished),
    [this, part = std::move(part), request = std::move(request), size](
      const std::stop_token& stop) -> proto::result<core::check_report> {
      const auto file = parts_.open_for_reading(part);
      if (!file)
        return file.error();
      return check_file(file->get(), part.name, request, size, stop);
    });
}

core::operation_ptr disk_service::finish(core::part_ref part, std::string final_name, done finished) {
  return run(
    worker_, std::move(finished), [this, part = std::move(part), name = std::move(final_name)](const std::stop_token&) {
      return parts_.finish(part, name);
    });
}

core::operation_ptr disk_service::discard(core::part_ref part, done finished) {
  return run(worker_, std::move(finished),
    [this, part = std::move(part)](const std::stop_token&) { return parts_.discard(part); });
}

core::operation_ptr disk_service::assemble(std::string target, core::package_files files, done finished) {
  return run(
    worker_, std::move(finished), [this, target = std::move(target), files = std::move(files)](const std::stop_token&) {
      return assemble_package(roots_, target, files, group_);
    });
}

core::operation_ptr disk_service::remove_staging(std::string target, std::string job, done finished) {
  return run(
    worker_, std::move(finished), [this, target = std::move(target), job = std::move(job)](const std::stop_token&) {
      return io::remove_staging(roots_, target, job);
    });
}

core::operation_ptr disk_service::save_plan(std::string job, std::string document, done finished) {
  return run(
    worker_, std::move(finished), [this, job = std::move(job), document = std::move(document)](const std::stop_token&) {
      return plans_.save(job, document);
    });
}

core::operation_ptr disk_service::load_plan(std::string job, std::function<void(proto::result<std::string>)> finished) {
  return run(
    worker_, std::move(finished), [this, job = std::move(job)](const std::stop_token&) { return plans_.load(job); });
}

core::operation_ptr disk_service::remove_plan(std::string job, done finished) {
  return run(
    worker_, std::move(finished), [this, job = std::move(job)](const std::stop_token&) { return plans_.remove(job); });
}

core::operation_ptr disk_service::examine_basemap(
  std::string file, std::function<void(proto::result<core::basemap_facts>)> finished) {
  return run(worker_, std::move(finished), [this, file = std::move(file)](const std::stop_token& stop) {
    return io::examine_basemap(basemap_roots_, file, stop);
  });
}

core::operation_ptr disk_service::free_space(
  std::string target, std::function<void(proto::result<std::uint64_t>)> finished) {
  return run(worker_, std::move(finished),
    [this, target = std::move(target)](const std::stop_token&) { return io::free_space(roots_, target); });
}

} // namespace io
