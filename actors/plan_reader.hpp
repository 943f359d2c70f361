#pragma once

#include "actors/interfaces.hpp"
#include "actors/start.hpp"

#include "core/layer_machine.hpp"
#include "core/retry.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace actors {

/// Reads what the planner needs: a pull loop around a pure function. Nothing
/// changes outside, so a crash starts it over. Lives in the actor of a job or a survey.
///
/// A service that errs a few times in a row is given up, and so is a host that
/// stays silent for long while others answer; the planner decides without them.
class plan_reader {
public:
  /// Documents are on their way, or the answer to a knock at the portal is: then
  /// the owner gets `looked_around`, and tells what hosts have answered.
  struct asking {};
  /// Nothing to do until a wait is over; then `go_on` again.
  struct waiting {
    core::reason why = core::reason::network;
    std::optional<std::chrono::seconds> retry_after; ///< the longest that was asked for
    proto::failure failure;
  };
  using progress = std::variant<asking, waiting, proto::result<core::prepared_map>>;

  /// Its owner's mailbox, from any thread.
  struct listener {
    std::function<void(document_read)> read;
    std::function<void(looked_around)> looked;
  };
  /// Answers go to `owner` with this ticket.
  plan_reader(listener owner, std::uint64_t ticket, ports outside, const core::layer_setting& setting,
    core::plan_question question);

  progress go_on();
  progress on(const document_read& read);
  progress on(const hosts& known);

private:
  /// How asking for a document has gone so far.
  struct reading {
    std::string address;
    core::operation_ptr operation; ///< while it is on its way
    std::optional<core::classified> trouble;
    std::uint32_t errors = 0; ///< of the service, in a row
    std::optional<std::int64_t> silent_since;
  };

  progress step();
  progress wait(const core::plan_wait& wait);
  void ask(const core::document_request& document);
  void look_at_basemap(const std::string& file);
  void look_around();
  bool asks() const;
  bool is_silent_for_long(const reading& document) const;

  listener owner_;
  std::uint64_t ticket_;
  ports outside_;
  const core::layer_setting& setting_;
  core::plan_question question_;
  core::plan_documents documents_;
  std::map<std::string, reading> readings_; ///< by key, as the documents
  std::vector<std::string> waited_for_;     ///< keys, asked again after the wait
  core::operation_ptr knock_;
  std::int64_t looked_at_ = 0;
  bool looked_ = false; ///< in this wait
};

} // namespace actors
