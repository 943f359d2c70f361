#pragma once

#include "io/disk/disk_service.hpp"
#include "tests/support/scratch_directory.hpp"

#include <future>
#include <memory>
#include <string>
#include <utility>

namespace io {

/// A disk service over a scratch folder, asked and awaited.
class disk_bench {
public:
  disk_bench() {
    std::filesystem::create_directories(maps());
    std::filesystem::create_directories(scratch_.at("state"));
    restart();
  }

  std::string maps() const { return scratch_.at("maps"); }
  std::string target(const std::string& name = "central") const { return maps() + "/" + name; }
  std::string part_path(const std::string& name) const { return target() + ".partial/p13/" + name; }
  core::part_ref part(const std::string& name) const { return {target(), name}; }
  core::disk& disk() { return *disk_; }
  const scratch_directory& scratch() const { return scratch_; }

  /// A new process, as far as the disk can tell.
  void restart() {
    disk_.reset();
    disk_ = std::make_unique<disk_service>(disk_options{scratch_.at("state"), {maps()}, std::nullopt});
  }

  void stop() { disk_.reset(); }

  /// Starts an operation and waits for its callback: `ask([&](auto done) { return disk().prepare(…, done); })`.
  template <class Result = proto::outcome, class Start>
  Result ask(Start start) {
    std::promise<Result> answer;
    auto future = answer.get_future();
    const auto operation = start([&](Result result) { answer.set_value(std::move(result)); });
    return future.get();
  }

  proto::outcome prepare(const std::string& where, const std::string& job = "01A") {
    return ask([&](auto done) { return disk().prepare(where, R"({"v":1,"id":")" + job + "\"}", done); });
  }
  proto::outcome examine(const std::string& where) {
    return ask([&](auto done) { return disk().examine_target(where, done); });
  }
  proto::result<std::shared_ptr<core::part_file>> open(const std::string& name) {
    return ask<proto::result<std::shared_ptr<core::part_file>>>(
      [&](auto done) { return disk().open_part(part(name), done); });
  }
  proto::outcome sync(const std::string& name) {
    return ask([&](auto done) { return disk().sync_part(part(name), done); });
  }
  proto::outcome finish(const std::string& name, const std::string& final_name) {
    return ask([&](auto done) { return disk().finish(part(name), final_name, done); });
  }
  proto::outcome assemble(core::package_files files) {
    return ask([&](auto done) { return disk().assemble(target(), std::move(files), done); });
  }
  proto::outcome remove_staging(const std::string& job = "01A") {
    return ask([&](auto done) { return disk().remove_staging(target(), job, done); });
  }
  proto::result<core::check_report> check(
    const std::string& name, core::check_request request, std::optional<std::uint64_t> size = std::nullopt) {
    return ask<proto::result<core::check_report>>(
      [&](auto done) { return disk().check(part(name), std::move(request), size, done); });
  }

  /// A part with this content, synced.
  void put_part(const std::string& name, const std::string& content) {
    auto file = open(name);
    ASSERT_TRUE(file) << (file ? "" : proto::describe(file.error()));
    ASSERT_FALSE((*file)->write(0, std::as_bytes(std::span(content))));
    ASSERT_FALSE(sync(name));
  }

private:
  scratch_directory scratch_;
  std::unique_ptr<disk_service> disk_;
};

} // namespace io
