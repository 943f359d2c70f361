#include "client/commands.hpp"
#include "client/output.hpp"

namespace client {

int pause(const invocation& call) { return steer(call, "job.pause", "pausing"); }

} // namespace client
