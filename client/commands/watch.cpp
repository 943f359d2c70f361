#include "client/follow.hpp"

#include <unistd.h>

namespace client {

int watch(const invocation& call) {
  progress_display display(STDOUT_FILENO, call.json);
  return follow(call, call.argument, display);
}

} // namespace client
