#pragma once

#include "proto/control/job_view.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace core {

/// What an earlier export came to.
struct export_experience {
  std::string service; ///< address of its root, without query
  proto::export_kind kind = proto::export_kind::feature_sync;
  std::uint64_t holds = 0; ///< rows or tiles
  std::uint64_t bytes = 0; ///< of the file
};

/// Finished jobs, after they have left the store. Blocking, durable on return.
class history {
public:
  virtual ~history() = default;
  /// Adding the same job again replaces the row.
  virtual proto::outcome append(const proto::job_view& job) = 0;
  virtual proto::result<std::vector<proto::job_view>> list() = 0; ///< newest first
  /// Of the exports of all jobs that were ever added, the newest first; not of all where
  /// there are very many.
  virtual proto::result<std::vector<export_experience>> experience() = 0;
  virtual proto::outcome forget(const std::string& job) = 0;
};

} // namespace core
