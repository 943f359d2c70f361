#pragma once

#include "io/disk/posix.hpp"

#include <string>
#include <vector>

namespace io {

/// Names in a folder, sorted, without `.` and `..`.
proto::result<std::vector<std::string>> names_in(int folder, const std::string& subject);
/// Whether a file system is mounted at this folder, whose parent is `parent`.
bool is_mount_point(int parent, int folder);
/// Makes a folder (mode 0750) unless it is there, opens it, syncs its name into the parent.
proto::result<file_descriptor> make_folder(int parent, const std::string& name);
/// Removes a file or a whole folder without following links. Success if it is not there.
proto::outcome remove_all(int parent, const std::string& name);
/// Removes a file; success if it is not there.
proto::outcome remove_file(int folder, const std::string& name);
bool exists(int folder, const std::string& name);

} // namespace io
