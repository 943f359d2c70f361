#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "sandbox/model/folder_description.hpp"
#include "sandbox/sandbox_server.hpp"
#include "sandbox/world.hpp"

namespace {

/// Blocks SIGTERM and SIGINT for all threads to come and makes them readable.
sandbox::unique_fd signals_as_descriptor() {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  return sandbox::unique_fd{signalfd(-1, &stops, SFD_CLOEXEC)};
}

bool is_pipe(int descriptor) {
  struct stat about {};
  return fstat(descriptor, &about) == 0 && (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode));
}

/// A pipe whose other end somebody holds: a pipe that is closed from the beginning says nothing about a parent.
bool is_held_pipe(int descriptor) {
  pollfd state{descriptor, 0, 0};
  return is_pipe(descriptor) && poll(&state, 1, 0) == 0;
}

/// What ends the program: a signal, or that whoever started it closes its standard input or output.
class end_of_the_program {
public:
  void wait() {
    while (poll(watched_.data(), watched_.size(), -1) < 0 && errno == EINTR) {
    }
  }

private:
  sandbox::unique_fd signals_ = signals_as_descriptor();
  // Looked at before the first line is printed, since that line may be all that somebody waits for.
  std::array<pollfd, 3> watched_{{{signals_.get(), POLLIN, 0}, {is_held_pipe(STDIN_FILENO) ? STDIN_FILENO : -1, 0, 0},
    {is_held_pipe(STDOUT_FILENO) ? STDOUT_FILENO : -1, 0, 0}}};
};

std::filesystem::path data_beside_the_program() { return MAPFERRY_SANDBOX_DATA; }

void print_item(const sandbox::item_data& item) {
  std::cout << "item " << sandbox::item_id(item.title) << ' ' << item.title << '\n';
}

/// Where the portal is, its first web map, whom to trust, and the web maps that were added.
void introduce(const sandbox::sandbox_server& server, bool tls) {
  const auto& items = server.data().items;
  std::cout << server.portal_root() << '\n';
  if (!items.empty())
    print_item(items.front());
  if (tls)
    std::cout << "authority " << server.authority().string() << '\n';
  for (const sandbox::item_data& item : items) {
    if (item.added && item.type == "Web Map" && &item != &items.front())
      print_item(item);
  }
  std::cout << std::flush;
}

/// The exit code.
int describe(const std::filesystem::path& folder) {
  const auto done = sandbox::describe_folder(folder);
  if (!done)
    std::cerr << "mapferry-sandbox: " << done.error() << '\n';
  return done ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
  auto settings = sandbox::read_options({words + 1, words + count});
  if (!settings) {
    std::cerr << "mapferry-sandbox: " << settings.error() << "\n\n" << sandbox::usage();
    return 2;
  }
  if (settings->help) {
    std::cout << sandbox::usage();
    return 0;
  }
  if (!settings->describe.empty())
    return describe(settings->describe);
  if (settings->data.empty())
    settings->data = data_beside_the_program();
  end_of_the_program end;
  const auto server = sandbox::sandbox_server::start(*settings);
  if (!server) {
    std::cerr << "mapferry-sandbox: " << server.error() << '\n';
    return 1;
  }
  introduce(**server, settings->tls);
  end.wait();
  return 0;
}
