#include "tests/support/fake_disk.hpp"

#include <algorithm>

namespace support {

using proto::failure_code;

namespace {

proto::failure because(failure_code code, const std::string& path) {
  proto::failure why;
  why.code = code;
  why.subject = path;
  return why;
}

} // namespace

std::string path_of(const core::part_ref& part) { return part.target + ".partial/p13/" + part.name; }

// Bytes and names -----------------------------------------------------------------

void fake_disk::cut_power() {
  now_ = durable_;
  for (auto& [path, file] : now_)
    file->written = file->durable;
  work.clear();
}

void fake_disk::put(const std::string& path, const std::string& content) {
  write(path, content);
  now_[path]->durable = content;
  durable_[path] = now_[path];
}

std::map<std::string, std::string> fake_disk::files_below(const std::string& directory) const {
  std::map<std::string, std::string> found;
  for (const auto& [path, file] : now_)
    if (path.starts_with(directory + "/"))
      found[path.substr(directory.size() + 1)] = file->written;
  return found;
}

std::shared_ptr<fake_disk::inode> fake_disk::find(const std::string& path) const {
  auto found = now_.find(path);
  return found == now_.end() ? nullptr : found->second;
}

void fake_disk::write(const std::string& path, const std::string& content) {
  auto& file = now_[path];
  if (!file)
    file = std::make_shared<inode>();
  file->written = content;
}

void fake_disk::erase(const std::string& path) {
  now_.erase(path);
  durable_.erase(path);
}

void fake_disk::sync_bytes(const std::string& path, sync_point why) {
  auto file = find(path);
  if (file && switched_off.count(why) == 0)
    file->durable = file->written;
}

void fake_disk::sync_name(const std::string& path, sync_point why) {
  if (switched_off.count(why) == 0)
    durable_[path] = now_.at(path);
}

// Calls -----------------------------------------------------------------------------

proto::outcome fake_disk::blocked(const std::string& call, const std::string& path) const {
  if (watch)
    watch(call, path);
  return fails && fails(call) ? proto::outcome{because(failure_code::disk_full, path)} : std::nullopt;
}

core::operation_ptr fake_disk::later(
  std::string call, std::string path, done finished, std::function<proto::outcome()> act) {
  return work.add("disk " + call, [this, call, path, finished, act] {
    if (!power_.on)
      return;
    auto block = blocked(call, path);
    finished(block ? block : act());
  });
}

core::operation_ptr fake_disk::examine_target(std::string target, done finished) {
  return later("examine", target, finished, [this, target] {
    return files_below(target).empty() ? proto::outcome{}
                                       : proto::outcome{because(failure_code::directory_not_empty, target)};
  });
}

core::operation_ptr fake_disk::prepare(std::string target, std::string job_copy, done finished) {
  return later("prepare", target, finished, [this, target, job_copy] {
    put(target + ".partial/job.json", job_copy);
    return proto::outcome{};
  });
}

namespace {

class fake_part : public core::part_file {
public:
  fake_part(const power& supply, std::shared_ptr<std::string> bytes) : power_(supply), bytes_(std::move(bytes)) {}

  proto::outcome reserve(std::uint64_t) override { return std::nullopt; }
  proto::outcome write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    if (!power_.on)
      return std::nullopt;
    if (bytes_->size() < offset + bytes.size())
      bytes_->resize(offset + bytes.size());
    std::transform(bytes.begin(), bytes.end(), bytes_->begin() + static_cast<std::ptrdiff_t>(offset),
      [](std::byte each) { return static_cast<char>(each); });
    return std::nullopt;
  }
  proto::result<std::size_t> read(std::uint64_t, std::span<std::byte>) override { return std::size_t{0}; }

private:
  const power& power_;
  std::shared_ptr<std::string> bytes_;
};

} // namespace

core::operation_ptr fake_disk::open_part(
  core::part_ref part, std::function<void(proto::result<std::shared_ptr<core::part_file>>)> finished) {
  auto path = path_of(part);
  return work.add("disk open", [this, path, finished] {
    if (!power_.on)
      return;
    if (auto block = blocked("open", path))
      return finished(*block);
    if (!find(path))
      write(path, {});
    sync_name(path, sync_point::part_name);
    auto file = find(path);
    finished(std::shared_ptr<core::part_file>{
      std::make_shared<fake_part>(power_, std::shared_ptr<std::string>{file, &file->written})});
  });
}

core::operation_ptr fake_disk::sync_part(core::part_ref part, done finished) {
  auto path = path_of(part);
  return later("sync", path, finished, [this, path] {
    sync_bytes(path, sync_point::part_bytes);
    return proto::outcome{};
  });
}

/// Looks at the length and for the server's own mark of damage only: a check that
/// sees everything would hide what the syncs are for.
proto::result<core::check_report> fake_disk::judge(
  const std::string& path, const core::check_request& request, std::optional<std::uint64_t> size) const {
  auto file = find(path);
  static const std::map<proto::export_kind, std::string> extensions{{proto::export_kind::feature_sync, "geodatabase"},
    {proto::export_kind::raster_tiles, "tpkx"}, {proto::export_kind::vector_tiles, "vtpk"}};
  if (!file || file->written.empty() || file->written.front() == '?' || (size && *size != file->written.size()))
    return because(failure_code::damaged, path);
  core::check_report report;
  report.extension = extensions.at(request.kind);
  report.bytes = file->written.size();
  report.sha256 = std::to_string(std::hash<std::string>{}(file->written));
  for (auto id : request.service_layers)
    report.item_ids[id] = id + 1;
  return report;
}

core::operation_ptr fake_disk::check(core::part_ref part, core::check_request request,
  std::optional<std::uint64_t> size, std::function<void(proto::result<core::check_report>)> finished) {
  auto path = path_of(part);
  return work.add("disk check", [this, path, request, size, finished] {
    if (!power_.on)
      return;
    auto block = blocked("check", path);
    finished(block ? proto::result<core::check_report>{*block} : judge(path, request, size));
  });
}

core::operation_ptr fake_disk::finish(core::part_ref part, std::string final_name, done finished) {
  auto from = path_of(part);
  auto to = path_of({part.target, final_name});
  return later("finish", to, finished, [this, from, to]() -> proto::outcome {
    auto file = find(from);
    if (!file)
      return find(to) ? proto::outcome{} : proto::outcome{because(failure_code::disk_error, from)};
    sync_bytes(from, sync_point::part_bytes);
    now_.erase(from);
    now_[to] = file;
    if (switched_off.count(sync_point::finished_name) == 0) {
      durable_.erase(from);
      durable_[to] = file;
    }
    return std::nullopt;
  });
}

core::operation_ptr fake_disk::discard(core::part_ref part, done finished) {
  auto path = path_of(part);
  return later("discard", path, finished, [this, path] {
    erase(path);
    return proto::outcome{};
  });
}

// The package -------------------------------------------------------------------------

core::operation_ptr fake_disk::assemble(std::string target, core::package_files files, done finished) {
  return later("assemble", target, finished, [this, target, files] { return build(target, files); });
}

proto::outcome fake_disk::build(const std::string& target, const core::package_files& files) {
  auto in_place = find(target + "/package.info");
  if (in_place && in_place->written.find(files.guid) != std::string::npos)
    return std::nullopt;
  auto staging = target + ".partial/";
  for (const auto& [path, content] : std::map{now_}) {
    if (!path.starts_with(staging))
      continue;
    auto name = path.substr(path.rfind('/') + 1);
    if (std::find(files.keep.begin(), files.keep.end(), name) == files.keep.end())
      erase(path);
  }
  for (const auto& name : files.keep)
    if (!find(staging + "p13/" + name))
      return because(failure_code::internal, name);
  write(target + ".report.json", files.report);
  sync_bytes(target + ".report.json", sync_point::package_bytes);
  sync_name(target + ".report.json", sync_point::package_name);
  for (const auto& [path, content] : files.files) {
    write(staging + path, content);
    sync_bytes(staging + path, sync_point::package_bytes);
    sync_name(staging + path, sync_point::package_name);
  }
  for (const auto& [path, file] : std::map{now_}) {
    if (!path.starts_with(staging))
      continue;
    auto to = target + "/" + path.substr(staging.size());
    now_.erase(path);
    now_[to] = file;
    if (switched_off.count(sync_point::package_name) == 0) {
      durable_.erase(path);
      durable_[to] = file;
    }
  }
  return std::nullopt;
}

core::operation_ptr fake_disk::remove_staging(std::string target, std::string, done finished) {
  return later("remove staging", target, finished, [this, target] {
    for (const auto& [path, file] : std::map{now_})
      if (path.starts_with(target + ".partial/"))
        erase(path);
    return proto::outcome{};
  });
}

// Plans ---------------------------------------------------------------------------------

core::operation_ptr fake_disk::save_plan(std::string job, std::string document, done finished) {
  return later("save plan", job, finished, [this, job, document] {
    write("plans/" + job, document);
    sync_bytes("plans/" + job, sync_point::plan);
    sync_name("plans/" + job, sync_point::plan);
    return proto::outcome{};
  });
}

core::operation_ptr fake_disk::load_plan(std::string job, std::function<void(proto::result<std::string>)> finished) {
  return work.add("disk load plan", [this, job, finished] {
    if (!power_.on)
      return;
    auto file = find("plans/" + job);
    if (file)
      finished(file->written);
    else
      finished(because(failure_code::state_damaged, job));
  });
}

core::operation_ptr fake_disk::remove_plan(std::string job, done finished) {
  return later("remove plan", job, finished, [this, job] {
    erase("plans/" + job);
    return proto::outcome{};
  });
}

core::operation_ptr fake_disk::examine_basemap(
  std::string file, std::function<void(proto::result<core::basemap_facts>)> finished) {
  return work.add("disk examine basemap " + file, [this, file, finished] {
    if (find(file))
      finished(core::basemap_facts{"tpkx", {102100, 3857, {}}, std::nullopt});
    else
      finished(because(failure_code::reference_basemap_missing, file));
  });
}

core::operation_ptr fake_disk::free_space(std::string, std::function<void(proto::result<std::uint64_t>)> finished) {
  return work.add("disk free space", [finished] { finished(std::uint64_t{1} << 40); });
}

} // namespace support
