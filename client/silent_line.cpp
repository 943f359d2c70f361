#include "client/silent_line.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace client {
namespace {

/// Shows nothing of what is typed, and takes no signals from the keyboard, which
/// would leave the terminal like that.
class silent_terminal {
public:
  silent_terminal() {
    is_terminal_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_terminal_)
      return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  silent_terminal(const silent_terminal&) = delete;
  silent_terminal& operator=(const silent_terminal&) = delete;
  ~silent_terminal() {
    if (is_terminal_)
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  bool is_terminal() const { return is_terminal_; }

private:
  termios before_{};
  bool is_terminal_ = false;
};

} // namespace

std::string read_silent_line(const std::string& prompt) {
  const silent_terminal terminal;
  if (terminal.is_terminal())
    std::cerr << prompt << std::flush;
  std::string line;
  std::getline(std::cin, line);
  if (terminal.is_terminal())
    std::cerr << std::endl;
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string::npos ? std::string() : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

} // namespace client
