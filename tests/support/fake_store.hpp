#pragma once

#include "tests/support/power.hpp"

#include "core/ports/job_store.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace support {

/// The store in memory, as the texts that the codecs write. Cuts the power before
/// or after the n-th commit.
class fake_store : public core::job_store {
public:
  explicit fake_store(power& supply) : power_(supply) {}

  proto::result<core::stored_state> load() override;
  proto::outcome commit(const core::store_batch& batch) override;

  struct cut {
    std::size_t at = 0; ///< the n-th commit from now, 1 = the next
    bool after = false; ///< it is durable, but nothing that follows from it happens
  };
  void cut_power(cut where) { cut_ = where; }
  /// Refuses a commit when it says so; the argument counts commits from 1.
  std::function<bool(std::size_t)> refuse;
  /// Looks at every batch that becomes durable.
  std::function<void(const core::store_batch&)> watch;

  std::size_t commits() const { return commits_; }
  bool has_cut() const { return !cut_; }

  // What is durable
  std::optional<proto::job_record> job(const std::string& id) const;
  std::optional<proto::layer_record> layer(const std::string& job, int index) const;
  std::optional<proto::layer_record> layer_with_name(const std::string& replica) const;
  std::optional<proto::ledger_record> entry(const std::string& name) const;
  std::vector<proto::layer_record> layers() const;
  std::vector<proto::ledger_record> ledger() const;
  bool has_jobs() const { return !jobs_.empty(); }

private:
  void apply(const core::store_batch& batch);

  power& power_;
  std::optional<cut> cut_;
  std::size_t commits_ = 0;
  std::size_t asked_ = 0;
  std::map<std::string, std::string> jobs_;
  std::map<std::string, std::string> layers_; ///< `<job>/<index>`
  std::map<std::string, std::string> ledger_;
};

} // namespace support
