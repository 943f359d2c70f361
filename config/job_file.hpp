#pragma once

#include "config/problem.hpp"
#include "proto/control/job_request.hpp"

#include <optional>
#include <string>

namespace config {

/// What a job file asks for, or what is wrong with it: one of both.
struct loaded_job {
  std::optional<proto::job_request> job;
  problems found;
  proto::failure_code why = proto::failure_code::invalid_request; ///< where something was found
};

/// A job file's text. `folder` is the absolute path of the file's folder: a
/// relative downloadDirectory starts there, without `.` and `..` afterwards.
/// Never throws.
loaded_job load_job(const std::string& yaml, const std::string& folder);

/// Whether a text is meant as a job file and not as a configuration, by a key of its
/// own at the top, however wrong the rest may be. So is an empty one: as a configuration it
/// would be good, and nobody asks whether nothing is well-formed. Never throws.
bool is_job_file(const std::string& yaml);

} // namespace config
