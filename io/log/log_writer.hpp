#pragma once

#include "core/ports/observer.hpp"

#include <memory>
#include <string>

namespace io {

enum class log_format { text, json };

struct log_options {
  core::note_level level = core::note_level::info; ///< the least one written
  log_format format = log_format::text;
  /// Lines go to a journal that has times of its own: `<priority>` in front instead (sd-daemon(3)).
  bool to_journal = false;
  int descriptor = 2; ///< written to; not closed
};

/// Whether standard error is the journal's stream (systemd.exec(5), $JOURNAL_STREAM).
bool stderr_is_journal();

/// One line a note on standard error: time, level, code, fields in the order of
/// their names. Text of others is escaped, fields named like secrets are not
/// written. Never blocks: lines wait for a thread of their own, the oldest are
/// dropped when more than 8192 wait.
class log_writer final : public core::observer {
public:
  explicit log_writer(log_options options);
  ~log_writer() override; ///< what waits is written first

  void job_changed(const proto::job_view& view) override; ///< level debug
  void progressed(const proto::job_view& view) override;  ///< not written
  void note(core::note_level level, const std::string& code, nlohmann::json fields) override;

  /// From now on; callable from any thread.
  void set_level(core::note_level level);

private:
  struct backend;
  std::unique_ptr<backend> backend_;
};

} // namespace io
