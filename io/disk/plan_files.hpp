#pragma once

#include "proto/result.hpp"

#include <string>

namespace io {

/// Plan documents: `<state>/plans/<job>.json`, durable when saved. A job id is
/// letters and digits alone, so it makes no path.
class plan_files {
public:
  explicit plan_files(std::string state_directory) : state_directory_(std::move(state_directory)) {}

  proto::outcome save(const std::string& job, const std::string& document) const;
  proto::result<std::string> load(const std::string& job) const;
  proto::outcome remove(const std::string& job) const; ///< success if there is none

private:
  std::string state_directory_;
};

} // namespace io
