#pragma once

#include "actors/interfaces.hpp"
#include "proto/control/job_request.hpp"
#include "proto/control/job_view.hpp"
#include "proto/result.hpp"

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
};

} // namespace mapferryd
