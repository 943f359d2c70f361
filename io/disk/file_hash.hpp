#pragma once

#include "proto/result.hpp"

#include <stop_token>
#include <string>

namespace io {

/// SHA-256 of a whole file, lower-case hex. Reads in pieces.
proto::result<std::string> sha256_of(int file, const std::string& subject, const std::stop_token& stop);

} // namespace io
