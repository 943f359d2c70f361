#include "daemon/control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mapferryd {
namespace {

proto::failure refusal(proto::failure_code code, const std::string& path, std::string hint) {
  return {.code = code,
    .during = "opening the control socket",
    .subject = path,
    .server_said = {},
    .http_status = {},
    .esri_code = {},
    .worth_retrying = false,
    .hint = std::move(hint)};
}

proto::failure system_refusal(const std::string& path) {
  return refusal(proto::failure_code::disk_error, path, std::strerror(errno));
}

/// Removes what an earlier daemon has left, if nobody listens there.
proto::outcome clear(const std::string& path, const sockaddr_un& address) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0)
    return errno == ENOENT ? proto::outcome() : system_refusal(path);
  if (!S_ISSOCK(about.st_mode))
    return refusal(proto::failure_code::disk_error, path, "a file that is no socket lies there");
  const io::file_descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN)
    return refusal(proto::failure_code::directory_in_use, path, "another daemon answers there");
  return ::unlink(path.c_str()) == 0 || errno == ENOENT ? proto::outcome() : system_refusal(path);
}

} // namespace

proto::result<std::unique_ptr<io::file_descriptor>> listen_at(const std::string& path, std::optional<gid_t> group) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return refusal(proto::failure_code::invalid_request, path, "the path is too long for a socket");
  path.copy(address.sun_path, path.size());
  if (auto refused = clear(path, address))
    return *refused;
  auto listener =
    std::make_unique<io::file_descriptor>(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!*listener || ::bind(listener->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return system_refusal(path);
  // Nobody can connect before listen(), so the file's mode is never too wide for a client.
  if (group && ::chown(path.c_str(), static_cast<uid_t>(-1), *group) != 0 && errno != EPERM)
    return system_refusal(path);
  if (::chmod(path.c_str(), 0660) != 0 || ::listen(listener->get(), 64) != 0)
    return system_refusal(path);
  return listener;
}

} // namespace mapferryd
