#include "daemon/notify.hpp"

#include "io/disk/file_descriptor.hpp"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>

namespace {

TEST(NotifyManager, SendsToPathsAndToAbstractNames) {
  const auto file = std::filesystem::temp_directory_path() / ("mapferry-notify-" + std::to_string(::getpid()));
  const auto number = std::to_string(::getpid());
  for (const auto& name : {file.string(), "@mapferry-notify-" + number}) {
    const io::file_descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, name.size());
    if (name[0] == '@')
      address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    mapferryd::notify_manager("READY=1");
    char buffer[64];
    const auto count = ::recv(socket.get(), buffer, sizeof buffer, 0);
    EXPECT_EQ(std::string(buffer, count > 0 ? static_cast<std::size_t>(count) : 0), "READY=1");
  }
  std::filesystem::remove(file);
  ::setenv("NOTIFY_SOCKET", "vsock:1:2", 1);
  mapferryd::notify_manager("READY=1"); // no address of ours: nothing happens
  ::unsetenv("NOTIFY_SOCKET");
  mapferryd::notify_manager("READY=1");
}

} // namespace
