#pragma once

#include "proto/result.hpp"

#include <string>

namespace io {

/// The right to be the only process that works in a state directory. Held by a
/// lock on the file `lock` there, which the kernel gives back when the process
/// ends, however it ends. The file holds the process id for people.
class instance_lock {
public:
  /// Makes the directory (mode 0700) if it is missing. Refused with
  /// storeUnavailable where another process holds it.
  static proto::result<instance_lock> acquire(const std::string& state_directory);

  instance_lock(instance_lock&& other) noexcept;
  instance_lock& operator=(instance_lock&&) = delete;
  ~instance_lock();

  const std::string& directory() const { return directory_; }

private:
  instance_lock(std::string directory, int descriptor);

  std::string directory_;
  int descriptor_;
};

} // namespace io
