#pragma once

#include "proto/result.hpp"

#include <string>

namespace io {

/// What can be judged of a mobile geodatabase before SQLite opens it (SQLite's file
/// format, 1.3 and 1.5): magic, page size, length = pages × page size, application
/// id `Esri`, UTF-8, a known schema format, and the list of free pages, which
/// SQLite's own check leaves out where a file has virtual tables. `damaged` if one
/// of them is wrong.
proto::outcome check_geodatabase_header(int file, const std::string& subject);

} // namespace io
