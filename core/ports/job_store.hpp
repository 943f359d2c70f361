#pragma once

#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <string>
#include <utility>
#include <vector>

namespace core {

/// A record that cannot be read; its bytes are kept aside.
struct quarantined {
  std::string table; ///< job, layer or ledger
  std::string key;
  std::string reason;
};

/// Everything live.
struct stored_state {
  std::string install_id; ///< random prefix of replica names, made once
  std::vector<proto::job_record> jobs;
  std::vector<proto::layer_record> layers;
  std::vector<proto::ledger_record> ledger;
  std::vector<quarantined> quarantine;
};

/// One transaction: all or nothing.
struct store_batch {
  std::vector<proto::job_record> jobs;
  std::vector<proto::layer_record> layers;
  std::vector<proto::ledger_record> ledger;
  std::vector<std::string> forget_jobs;   ///< job and its layers leave the store
  std::vector<std::string> forget_ledger; ///< by name

  bool empty() const {
    return jobs.empty() && layers.empty() && ledger.empty() && forget_jobs.empty() && forget_ledger.empty();
  }
};

/// The store of live state. Blocking; called by the actors' threads.
class job_store {
public:
  virtual ~job_store() = default;
  virtual proto::result<stored_state> load() = 0;
  /// Returns when durable. A failure (diskFull, storeUnavailable) means that
  /// nothing of the batch is stored; the caller keeps the step and offers it again.
  virtual proto::outcome commit(const store_batch& batch) = 0;
};

} // namespace core
