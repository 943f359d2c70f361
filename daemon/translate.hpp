#pragma once

#include "actors/start.hpp"
#include "config/settings.hpp"
#include "core/signin.hpp"
#include "io/disk/disk_service.hpp"
#include "io/http/options.hpp"
#include "io/log/log_writer.hpp"

namespace mapferryd {

// The settings in the words of each part that they are for.

io::http_options http_options_of(const config::settings& settings);
core::sign_in_setup sign_in_of(const config::settings& settings);
io::disk_options disk_options_of(const config::settings& settings);
io::log_options log_options_of(const config::settings& settings);
actors::start_options start_options_of(const config::settings& settings);

} // namespace mapferryd
