#pragma once

#include "core/ports/job_store.hpp"
#include "core/ports/sign_in_memory.hpp"
#include "io/store/instance_lock.hpp"
#include "io/store/lmdb_environment.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace io {

/// The store of live state: one LMDB file, `store.mdb` in the state directory,
/// synced at every commit. One transaction at a time; callable from any thread.
/// The memory map grows when it is full.
class lmdb_store final : public core::job_store, public core::sign_in_memory {
public:
  struct options {
    std::size_t map_bytes = 16u << 20; ///< to begin with
  };

  /// Examines the file in a child process first (see rescue_store), hence to be
  /// called before the process has threads. Fails with storeUnavailable or diskFull.
  static proto::result<std::unique_ptr<lmdb_store>> open(instance_lock lock, options with);
  static proto::result<std::unique_ptr<lmdb_store>> open(instance_lock lock);

  proto::result<core::stored_state> load() override;
  proto::outcome commit(const core::store_batch& batch) override;

  std::optional<core::sign_in_refusal> refusal(const std::string& key) override;
  proto::outcome remember(const std::string& key, const core::sign_in_refusal& what) override;
  proto::outcome forget(const std::string& key) override;

  /// Where a damaged store was put aside when this one was opened: whoever opened
  /// it rebuilds the jobs from the copies beside their parts (io::recover_jobs).
  const std::optional<std::string>& put_aside() const { return put_aside_; }

private:
  lmdb_store(instance_lock lock, std::optional<std::string> put_aside);

  int open_file(std::size_t map_bytes);
  template <class Work>
  int in_open_file(Work work); ///< under the mutex
  int first_use(MDB_txn* txn);
  template <class Change>
  int write(Change change);
  template <class Change>
  proto::outcome commit_change(Change change);
  int grow();
  int read(core::stored_state& state);
  int set_aside(const core::stored_state& state);

  instance_lock lock_;
  std::string file_;
  std::optional<std::string> put_aside_;
  std::mutex mutex_; ///< guards all below
  environment_ptr env_;
  std::size_t map_bytes_ = 0;
};

} // namespace io
