#include "tests/support/faulty_calls.hpp"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>

namespace faults {
namespace {

std::mutex guard;
std::atomic<bool> is_on{false};
int failing_call = 0;
std::vector<std::string> seen;

/// Writes a call down; whether it shall fail.
bool is_refused(const char* name) {
  if (!is_on)
    return false;
  std::lock_guard lock(guard);
  seen.emplace_back(name);
  if (static_cast<int>(seen.size()) != failing_call)
    return false;
  errno = EIO;
  return true;
}

template <class... Arguments>
long pass_on(const char* name, long number, Arguments... arguments) {
  return is_refused(name) ? -1 : ::syscall(number, arguments...);
}

} // namespace

void calls::start(int failing) {
  std::lock_guard lock(guard);
  seen.clear();
  failing_call = failing;
  is_on = true;
}
void calls::stop() { is_on = false; }
bool calls::failed() { return failing_call != 0 && count() >= failing_call; }
int calls::count() { return static_cast<int>(seen.size()); }
const std::vector<std::string>& calls::names() { return seen; }

} // namespace faults

// The program's own definitions come before the C library's.
extern "C" {
int fsync(int file) { return static_cast<int>(faults::pass_on("fsync", SYS_fsync, file)); }
int fdatasync(int file) { return static_cast<int>(faults::pass_on("fdatasync", SYS_fdatasync, file)); }
int mkdirat(int folder, const char* name, mode_t mode) noexcept {
  return static_cast<int>(faults::pass_on("mkdirat", SYS_mkdirat, folder, name, mode));
}
int renameat(int from, const char* old_name, int to, const char* new_name) noexcept {
  return static_cast<int>(faults::pass_on("renameat", SYS_renameat, from, old_name, to, new_name));
}
int unlinkat(int folder, const char* name, int flags) noexcept {
  return static_cast<int>(faults::pass_on("unlinkat", SYS_unlinkat, folder, name, flags));
}
/// Refused: the time is over at once.
unsigned alarm(unsigned seconds) noexcept {
  if (faults::is_refused("alarm"))
    std::raise(SIGALRM);
  return static_cast<unsigned>(::syscall(SYS_alarm, seconds));
}
ssize_t pwrite(int file, const void* bytes, size_t count, off_t offset) {
  return faults::pass_on("pwrite", SYS_pwrite64, file, bytes, count, offset);
}
}
