#include "io/log/log_writer.hpp"

#include "io/log/log_line.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace io {
namespace {

constexpr std::size_t waiting_lines = 8192;

spdlog::level::level_enum level_of(core::note_level level) {
  switch (level) {
  case core::note_level::debug: return spdlog::level::debug;
  case core::note_level::info: return spdlog::level::info;
  case core::note_level::warning: return spdlog::level::warn;
  case core::note_level::error: break;
  }
  return spdlog::level::err;
}

/// Priorities of syslog(3), as the journal reads them in front of a line.
const char* priority_of(core::note_level level) {
  switch (level) {
  case core::note_level::debug: return "<7>";
  case core::note_level::info: return "<6>";
  case core::note_level::warning: return "<4>";
  case core::note_level::error: break;
  }
  return "<3>";
}

/// Writes whole lines to a descriptor. A reader that is gone loses them, not us.
class descriptor_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
  explicit descriptor_sink(int descriptor) : descriptor_(descriptor) {}

private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string line(message.payload.data(), message.payload.size());
    line += '\n';
    for (std::size_t done = 0; done < line.size();) {
      const auto put = ::write(descriptor_, line.data() + done, line.size() - done);
      if (put <= 0)
        return;
      done += static_cast<std::size_t>(put);
    }
  }
  void flush_() override {}

  int descriptor_;
};

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

} // namespace

bool stderr_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &status) != 0)
    return false;
  return stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

struct log_writer::backend {
  log_options options;
  std::shared_ptr<spdlog::details::thread_pool> thread =
    std::make_shared<spdlog::details::thread_pool>(waiting_lines, 1);
  std::shared_ptr<spdlog::async_logger> logger;
};

log_writer::log_writer(log_options options) : backend_(std::make_unique<backend>()) {
  backend_->options = options;
  backend_->logger =
    std::make_shared<spdlog::async_logger>("mapferry", std::make_shared<descriptor_sink>(options.descriptor),
      backend_->thread, spdlog::async_overflow_policy::overrun_oldest);
  set_level(options.level);
}

log_writer::~log_writer() = default;

void log_writer::set_level(core::note_level level) { backend_->logger->set_level(level_of(level)); }

void log_writer::note(core::note_level level, const std::string& code, nlohmann::json fields) {
  if (!backend_->logger->should_log(level_of(level)))
    return;
  const auto& options = backend_->options;
  std::string line;
  if (options.format == log_format::json)
    line = json_line(now(), level, code, fields);
  else if (options.to_journal)
    line = priority_of(level) + text_line(code, fields);
  else
    line = iso_time(now()) + " " + std::string(core::word(level)) + " " + text_line(code, fields);
  backend_->logger->log(level_of(level), spdlog::string_view_t(line));
}

void log_writer::job_changed(const proto::job_view& view) {
  note(core::note_level::debug, "jobChanged",
    {{"job", view.id}, {"phase", proto::word(view.phase)}, {"desired", proto::word(view.desired)},
      {"target", view.target}});
}

void log_writer::progressed(const proto::job_view&) {}

} // namespace io
