#pragma once

#include "actors/interfaces.hpp"
#include "actors/start.hpp"

#include "core/layer_machine.hpp"
#include "core/retry.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace actors {

/// Reads what the planner needs: a pull loop around a pure function. Nothing
/// changes outside, so a crash starts it over. Lives in its job's actor.
class plan_reader {
public:
  /// Documents are on their way.
  struct asking {};
  /// Nothing to do until a wait is over; then `go_on` again.
  struct waiting {
    std::string reason;
    core::reason why = core::reason::network;
    proto::failure failure;
  };
  using progress = std::variant<asking, waiting, proto::result<core::offline_plan>>;

  /// Answers go to `job` as document_read with this ticket.
  plan_reader(job_handle job, std::uint64_t ticket, core::transfers& transfers, const core::layer_setting& setting,
    proto::job_request request);

  progress go_on();
  progress on(const document_read& read);

private:
  void ask(const core::document_request& document);

  job_handle job_;
  std::uint64_t ticket_;
  core::transfers& transfers_;
  const core::layer_setting& setting_;
  proto::job_request request_;
  core::plan_documents documents_;
  std::map<std::string, core::operation_ptr> asked_;
};

} // namespace actors
