#pragma once

#include <string>

namespace mapferryd {

/// Tells the service manager (sd_notify(3)): "READY=1", "STOPPING=1",
/// "STATUS=…". Does nothing where nobody listens ($NOTIFY_SOCKET).
void notify_manager(const std::string& state);

} // namespace mapferryd
