#pragma once

#include "config/settings.hpp"
#include "proto/result.hpp"

#include <string>

namespace mapferryd {

/// Runs the daemon until SIGTERM or SIGINT, which the caller has blocked for all
/// threads. Nothing when it has stopped well, else why it could not start.
///
///   start  lock → store → log → disk → transfers → actors → supervisor → socket → READY
///   stop   socket → supervisor → transfers → disk → actors, in 20 seconds or by leaving
proto::outcome run_daemon(const config::settings& settings, const std::string& config_path);

} // namespace mapferryd
