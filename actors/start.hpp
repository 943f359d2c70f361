#pragma once

#include "actors/interfaces.hpp"

#include "core/limits.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/disk.hpp"
#include "core/ports/history.hpp"
#include "core/ports/job_store.hpp"
#include "core/ports/observer.hpp"
#include "core/ports/transfers.hpp"
#include "core/rules.hpp"

#include <map>
#include <memory>
#include <string>

namespace actors {

/// Everything outside that actors use. Owned by the caller; all of it must
/// outlive the supervisor. Clock, entropy and observer are called from every
/// worker thread.
struct ports {
  core::transfers* transfers = nullptr;
  core::job_store* store = nullptr;
  core::disk* disk = nullptr;
  core::history* history = nullptr;
  core::clock* clock = nullptr;
  core::entropy* entropy = nullptr;
  core::observer* observer = nullptr;
};

struct start_options {
  core::limits limits;
  std::map<std::string, std::string> portals; ///< name in the configuration → address
  core::basemap_substitutions basemap_substitutions;
  core::rules rules = core::standard_rules();
  std::shared_ptr<const core::sign_in_setup> sign_in{}; ///< for telling which credentials a job will need
};

/// Starts the supervisor over what `job_store::load` has given: unfinished jobs
/// go on from their last committed step. `state.install_id` becomes part of
/// every replica's name.
///
/// To stop: `caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown)`.
/// It stops the layers first, then the jobs, then the releaser, lets go of the
/// transfers' host reports (`watch_hosts` with an empty function) and ends. Wait
/// for its down message with a time limit; past it, leave the process, since
/// nothing is lost by that. Then stop and join the threads behind the ports
/// (their callbacks hold handles of actors), and only then let the actor system go.
supervisor_handle start(caf::actor_system& system, ports outside, start_options options, core::stored_state state);

} // namespace actors
