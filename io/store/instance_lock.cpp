#include "io/store/instance_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace io {
namespace {

proto::failure refused(const std::string& path, std::string words, bool worth_retrying) {
  proto::failure why;
  why.code = proto::failure_code::store_unavailable;
  why.during = "locking the state directory";
  why.subject = path;
  why.server_said = std::move(words);
  why.worth_retrying = worth_retrying;
  return why;
}

std::string holder_of(int descriptor) {
  std::array<char, 32> text{};
  auto length = ::pread(descriptor, text.data(), text.size() - 1, 0);
  if (length <= 0)
    return "another process holds it";
  std::string holder(text.data(), static_cast<std::size_t>(length));
  return "process " + holder.substr(0, holder.find('\n')) + " holds it";
}

} // namespace

proto::result<instance_lock> instance_lock::acquire(const std::string& state_directory) {
  std::error_code error;
  if (std::filesystem::create_directories(state_directory, error))
    std::filesystem::permissions(state_directory, std::filesystem::perms::owner_all, error);
  if (error)
    return refused(state_directory, error.message(), false);
  const auto path = state_directory + "/lock";
  int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    return refused(path, std::strerror(errno), false);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    auto words = errno == EWOULDBLOCK ? holder_of(descriptor) : std::string{std::strerror(errno)};
    ::close(descriptor);
    return refused(path, std::move(words), true);
  }
  // For people only: a failure to write it changes nothing.
  const auto pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) == 0)
    (void)!::pwrite(descriptor, pid.data(), pid.size(), 0);
  return instance_lock(state_directory, descriptor);
}

instance_lock::instance_lock(std::string directory, int descriptor)
  : directory_(std::move(directory)),
    descriptor_(descriptor) {}

instance_lock::instance_lock(instance_lock&& other) noexcept
  : directory_(std::move(other.directory_)),
    descriptor_(std::exchange(other.descriptor_, -1)) {}

instance_lock::~instance_lock() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

} // namespace io
