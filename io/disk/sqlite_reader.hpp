#pragma once

#include "proto/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

struct sqlite3;

namespace io {

/// A value of a row as text; nothing for NULL.
using sqlite_row = std::vector<std::optional<std::string>>;

/// Somebody else's SQLite file, opened for reading without trusting it:
/// `mode=ro&immutable=1` (sidecar files are never looked at), untrusted schema,
/// defensive, no triggers, no check constraints, limits on lengths, memory and
/// time. The collation ICUFOLDCASE of mobile geodatabases is known (ASCII folding:
/// enough for reading).
class sqlite_reader {
public:
  /// `file` must stay open. Everything ends with a failure after `time_limit`, or when stopped.
  static proto::result<sqlite_reader> open(
    int file, const std::string& subject, std::chrono::milliseconds time_limit, std::stop_token stop);

  sqlite_reader(sqlite_reader&&) noexcept;
  ~sqlite_reader();

  /// Runs one statement with text parameters. A failure is `damaged` with SQLite's
  /// words, or where the rows hold more than 16 MiB.
  proto::result<std::vector<sqlite_row>> query(const std::string& sql, const std::vector<std::string>& parameters = {});

private:
  struct guard;
  struct closer {
    void operator()(sqlite3* database) const;
  };

  sqlite_reader();
  proto::failure failed() const;

  std::string subject_;
  std::unique_ptr<guard> guard_; ///< deadline and stop, asked while a statement runs
  std::unique_ptr<sqlite3, closer> database_;
};

} // namespace io
