#include "client/commands.hpp"
#include "client/output.hpp"

namespace client {

int cancel(const invocation& call) { return steer(call, "job.cancel", "cancelling"); }

} // namespace client
