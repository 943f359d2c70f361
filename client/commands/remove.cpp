#include "client/commands.hpp"
#include "client/output.hpp"

namespace client {

int remove(const invocation& call) { return steer(call, "job.remove", "removed"); }

} // namespace client
