#pragma once

#include "proto/failure.hpp"

#include <string>
#include <utility>

namespace io {

/// The file is not well-formed: downloading it again can help.
inline proto::failure damaged(std::string subject, std::string words) {
  proto::failure why;
  why.code = proto::failure_code::damaged;
  why.during = "checking a file";
  why.subject = std::move(subject);
  why.server_said = std::move(words);
  why.worth_retrying = true;
  return why;
}

/// A good file, but not what was asked for.
inline proto::failure not_fit(std::string subject, std::string words) {
  auto why = damaged(std::move(subject), std::move(words));
  why.code = proto::failure_code::not_fit;
  why.worth_retrying = false;
  return why;
}

/// The check was stopped half-way; nobody is told.
inline proto::failure stopped(std::string subject) {
  auto why = damaged(std::move(subject), {});
  why.code = proto::failure_code::cancelled;
  return why;
}

} // namespace io
