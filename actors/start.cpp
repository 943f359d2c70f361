#include "actors/start.hpp"

#include "actors/supervisor.hpp"

namespace actors {

supervisor_handle start(caf::actor_system& system, ports outside, start_options options, core::stored_state state) {
  return spawn<supervisor>(
    system, outside, std::make_shared<const start_options>(std::move(options)), std::move(state));
}

} // namespace actors
