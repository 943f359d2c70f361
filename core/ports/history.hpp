#pragma once

#include "proto/control/job_view.hpp"
#include "proto/result.hpp"

#include <string>
#include <vector>

namespace core {

/// Finished jobs, after they have left the store. Blocking, durable on return.
class history {
public:
  virtual ~history() = default;
  /// Adding the same job again replaces the row.
  virtual proto::outcome append(const proto::job_view& job) = 0;
  virtual proto::result<std::vector<proto::job_view>> list() = 0; ///< newest first
  virtual proto::outcome forget(const std::string& job) = 0;
};

} // namespace core
