#include "client/commands.hpp"
#include "client/output.hpp"

namespace client {

int resume(const invocation& call) { return steer(call, "job.resume", "going on with"); }

} // namespace client
