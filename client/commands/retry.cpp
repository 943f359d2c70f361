#include "client/commands.hpp"
#include "client/output.hpp"

namespace client {

int retry(const invocation& call) { return steer(call, "job.retry", "trying again now:"); }

} // namespace client
