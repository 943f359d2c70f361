#include "daemon/readiness.hpp"
#include "daemon/wiring.hpp"
#include "proto/text.hpp"

#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace {

constexpr int usage_error = 2;

constexpr const char* usage = "Usage: mapferryd --config FILE [--check]\n"
                              "Takes web maps offline; `mapferry` tells it what to do.\n"
                              "\n"
                              "  --config FILE  the configuration (default /etc/mapferry/mapferry.yaml)\n"
                              "  --check        check the configuration and what it names, start nothing\n"
                              "  --version      print the version\n"
                              "  --help         print this\n";

struct arguments {
  std::string config = "/etc/mapferry/mapferry.yaml";
  bool check = false;
};

/// The arguments, or the exit code where there is nothing more to do.
std::optional<arguments> read_arguments(int argc, char** argv, int& code) {
  arguments given;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--config" && i + 1 < argc) {
      given.config = argv[++i];
    } else if (word.rfind("--config=", 0) == 0) {
      given.config = word.substr(word.find('=') + 1);
    } else if (word == "--check") {
      given.check = true;
    } else if (word == "--help" || word == "--version") {
      std::cout << (word == "--help" ? usage : "mapferryd " MAPFERRY_VERSION "\n");
      code = 0;
      return {};
    } else {
      std::cerr << "mapferryd: unknown argument " << proto::printable(word) << "\n" << usage;
      code = usage_error;
      return {};
    }
  }
  return given;
}

/// Before any thread is started: all of them inherit the mask, and signals are
/// read from a descriptor. SIGHUP is kept for reloading the configuration.
void block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

} // namespace

int main(int argc, char** argv) {
  int code = 0;
  const auto given = read_arguments(argc, argv, code);
  if (!given)
    return code;
  block_signals();
  const auto examined = mapferryd::examine_configuration(given->config);
  for (const auto& problem : examined.found)
    std::cerr << config::describe(given->config, problem) << "\n";
  if (!examined.found.empty())
    return usage_error;
  if (given->check) {
    std::cout << proto::printable(given->config) << ": a good configuration\n";
    return 0;
  }
  if (auto failed = mapferryd::run_daemon(examined.settings, given->config)) {
    std::cerr << "mapferryd: " << proto::describe(*failed) << "\n";
    return proto::kind_of(failed->code).exit_code;
  }
  return 0;
}
