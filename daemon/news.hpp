#pragma once

#include "daemon/event_board.hpp"
#include "io/log/log_line.hpp"

namespace mapferryd {

/// What actors report, to the log and to the event board. Secrets that a note's
/// fields hold all the same end here.
class news final : public core::observer {
public:
  news(core::observer& log, event_board& board) : log_(log), board_(board) {}

  void job_changed(const proto::job_view& view) override {
    log_.job_changed(view);
    board_.job_changed(view);
  }
  void progressed(const proto::job_view& view) override {
    log_.progressed(view);
    board_.progressed(view);
  }
  void note(core::note_level level, const std::string& code, nlohmann::json fields) override {
    fields = io::without_secrets(fields);
    log_.note(level, code, fields);
    board_.note(level, code, std::move(fields));
  }

private:
  core::observer& log_;
  event_board& board_;
};

} // namespace mapferryd
