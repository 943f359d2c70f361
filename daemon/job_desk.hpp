#pragma once

#include "actors/interfaces.hpp"
#include "core/ports/operation.hpp"
#include "proto/control/job_request.hpp"
#include "proto/control/job_view.hpp"
#include "proto/result.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace mapferryd {

/// What the control socket asks of the supervisor. Returns at once; each call is
/// answered exactly once, later, on the main thread, within a time limit.
class job_desk {
public:
  virtual ~job_desk() = default;
  /// The job's id.
  virtual void submit(proto::job_request request, std::function<void(proto::result<std::string>)> answered) = 0;
  virtual void list(std::function<void(proto::result<std::vector<proto::job_view>>)> answered) = 0;
  virtual void command(std::string job, actors::job_command command, std::function<void(proto::outcome)> answered) = 0;
  /// The document of core::survey_kind. Everything else is answered within half a
  /// minute, this within its patience. Destroying the operation calls the survey off;
  /// the answer still comes.
  virtual core::operation_ptr survey(core::survey_kind kind, proto::job_request request, std::chrono::seconds patience,
    std::function<void(proto::result<nlohmann::json>)> answered) = 0;
};

} // namespace mapferryd
