#pragma once

#include "core/ports/history.hpp"

#include <memory>
#include <mutex>
#include <string>

struct sqlite3;

namespace io {

/// Finished jobs in `history.db` of the state directory, one row a job. Callable
/// from any thread. A damaged file is put aside as `history.db.damaged-<time>` and
/// a new one begun: no job that is under way depends on it.
class sqlite_history final : public core::history {
public:
  static proto::result<std::unique_ptr<sqlite_history>> open(const std::string& state_directory);
  ~sqlite_history() override;

  proto::outcome append(const proto::job_view& job) override;
  proto::result<std::vector<proto::job_view>> list() override;
  proto::result<std::vector<core::export_experience>> experience() override;
  proto::outcome forget(const std::string& job) override;

private:
  struct closer {
    void operator()(sqlite3* database) const;
  };
  using database_ptr = std::unique_ptr<sqlite3, closer>;

  sqlite_history(std::string file, database_ptr database);
  static proto::result<database_ptr> open_file(const std::string& file);
  proto::failure failed(const char* during) const;
  bool add_job(const proto::job_view& job);
  bool add_experience(const proto::job_view& job);

  std::string file_;
  std::mutex mutex_;
  database_ptr database_;
};

} // namespace io
