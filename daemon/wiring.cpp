#include "daemon/wiring.hpp"

#include "daemon/control_server.hpp"
#include "daemon/news.hpp"
#include "daemon/notify.hpp"
#include "daemon/readiness.hpp"
#include "daemon/secrets.hpp"
#include "daemon/stop_limit.hpp"
#include "daemon/supervisor_desk.hpp"
#include "daemon/system_clock.hpp"
#include "daemon/translate.hpp"
#include "io/disk/job_recovery.hpp"
#include "io/history/sqlite_history.hpp"
#include "io/http/browser_login.hpp"
#include "io/http/curl_transfers.hpp"
#include "io/http/signed_transfers.hpp"
#include "io/store/lmdb_store.hpp"

#include <caf/scoped_actor.hpp>
#include <sys/signalfd.h>

#include <csignal>

namespace mapferryd {
namespace {

using namespace std::chrono_literals;
using core::note_level;

constexpr auto supervisor_limit = 10s; ///< to end after it was told so
constexpr auto stopping_limit = 20s;   ///< of everything

/// The store, and what of it a person should know.
struct opened_store {
  std::unique_ptr<io::lmdb_store> store;
  core::stored_state state;
  std::vector<std::string> problems;
};

/// Jobs of a store that was lost come back from the copies beside their parts.
proto::outcome recover(opened_store& opened, const std::vector<std::string>& roots) {
  if (!opened.store->put_aside())
    return {};
  auto recovered = io::recover_jobs(roots);
  opened.problems.push_back("the store was damaged and lies now in " + *opened.store->put_aside() + "; "
    + std::to_string(recovered.jobs.size()) + " jobs were found again");
  for (const auto& path : recovered.unreadable)
    opened.problems.push_back("a job's copy cannot be read: " + path);
  core::store_batch batch;
  batch.jobs = std::move(recovered.jobs);
  return batch.empty() ? proto::outcome() : opened.store->commit(batch);
}

proto::result<opened_store> open_store(const config::settings& settings) {
  auto lock = io::instance_lock::acquire(settings.state_directory);
  if (!lock)
    return lock.error();
  auto store = io::lmdb_store::open(std::move(*lock));
  if (!store)
    return store.error();
  opened_store opened{std::move(*store), {}, {}};
  if (auto failed = recover(opened, settings.output_roots))
    return *failed;
  auto state = opened.store->load();
  if (!state)
    return state.error();
  opened.state = std::move(*state);
  for (const auto& record : opened.state.quarantine)
    opened.problems.push_back(
      "a " + record.table + " record cannot be read and was put aside: " + record.key + ": " + record.reason);
  return opened;
}

std::vector<std::string> portal_names(const config::settings& settings) {
  std::vector<std::string> names;
  for (const auto& [name, portal] : settings.portals)
    names.push_back(name);
  return names;
}

void tell_facts(core::observer& log, const config::settings& settings, const std::string& config_path,
  const std::vector<std::string>& problems) {
  log.note(note_level::info, "starting",
    {{"version", MAPFERRY_VERSION}, {"config", config_path}, {"portals", portal_names(settings)},
      {"state", settings.state_directory}, {"socket", settings.control_socket},
      {"outputRoots", settings.output_roots}});
  for (const auto& [name, host] : settings.hosts)
    if (host.insecure)
      log.note(note_level::warning, "insecureHost",
        {{"host", name},
          {"meaning", "its certificate is not verified, and passwords and tokens may go to it unprotected"}});
  for (const auto& problem : problems)
    log.note(note_level::error, "stateDamaged", {{"text", problem}});
}

/// Readable when a signal to stop has come.
io::file_descriptor stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return io::file_descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

caf::actor_system_config& configure(caf::actor_system_config& config, std::uint32_t jobs) {
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", static_cast<std::size_t>(jobs) + 2);
  return config;
}

/// Whether the supervisor has ended in time.
bool stop_supervisor(caf::actor_system& system, const actors::supervisor_handle& supervisor) {
  caf::scoped_actor self{system};
  self->monitor(supervisor);
  caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown);
  bool ended = false;
  self->receive([&](const caf::down_msg&) { ended = true; }, caf::after(supervisor_limit) >> [] {});
  return ended;
}

/// All parts behind the ports and the actors over them, in the order of their start.
class daemon {
public:
  daemon(const config::settings& settings, opened_store opened, std::unique_ptr<io::sqlite_history> history)
    : settings_(settings),
      log_(log_options_of(settings)),
      board_(clock_, {}, [this] { queue_.wake(); }),
      news_(log_, board_),
      store_(std::move(opened.store)),
      history_(std::move(history)),
      problems_(std::move(opened.problems)),
      system_(configure(actor_config_, settings.limits.jobs)),
      disk_(disk_options_of(settings)),
      secrets_(std::make_shared<file_secrets>(settings, credentials_directory())),
      curl_(http_options_of(settings)),
      transfers_(curl_, sign_in_of(settings), secrets_, store_, std::make_shared<system_clock>(),
        http_options_of(settings).referer),
      login_(
        std::make_shared<io::browser_login>(curl_, sign_in_of(settings), secrets_, std::make_shared<system_clock>())),
      state_(std::move(opened.state)) {}

  proto::outcome run(const std::string& config_path) {
    const auto signals = stop_signals();
    tell_facts(news_, settings_, config_path, problems_);
    supervisor_ =
      actors::start(system_, {&transfers_, store_.get(), &disk_, history_.get(), &clock_, &entropy_, &news_},
        start_options_of(settings_), std::move(state_));
    auto failed = serve(signals.get());
    notify_manager("STOPPING=1");
    stop();
    return failed;
  }

private:
  proto::outcome serve(int signals) {
    supervisor_desk desk(system_, supervisor_, queue_);
    browser_login_desk logins(login_, queue_);
    methods calls(desk, logins, board_, {MAPFERRY_VERSION, clock_.now(), problems_, portal_names(settings_)});
    auto server = control_server::open(
      {.path = settings_.control_socket, .roles = system_roles(), .session = {}}, calls, board_, queue_, news_);
    if (!server)
      return server.error();
    log_.note(note_level::info, "ready", {{"socket", settings_.control_socket}});
    notify_manager("READY=1\nSTATUS=serving " + settings_.control_socket);
    while (!(*server)->step(1s, signals)) {
    }
    log_.note(note_level::info, "stopping", nlohmann::json::object());
    return {};
  }

  void stop() {
    limit_.emplace(stopping_limit);
    if (!stop_supervisor(system_, supervisor_))
      log_.note(
        note_level::warning, "stopIncomplete", {{"meaning", "actors did not end in time; nothing is lost by it"}});
    supervisor_ = nullptr;
  }

  const config::settings& settings_;
  std::optional<stop_limit> limit_; ///< set when stopping; called off last
  main_queue queue_;
  system_clock clock_;
  system_entropy entropy_;
  io::log_writer log_;
  event_board board_;
  news news_;
  std::shared_ptr<io::lmdb_store> store_;
  std::unique_ptr<io::sqlite_history> history_;
  std::vector<std::string> problems_;
  caf::actor_system_config actor_config_;
  caf::actor_system system_; ///< goes after the threads below, whose callbacks hold handles
  io::disk_service disk_;
  std::shared_ptr<file_secrets> secrets_;
  io::curl_transfers curl_;
  io::signed_transfers transfers_;
  std::shared_ptr<io::browser_login> login_;
  core::stored_state state_;
  actors::supervisor_handle supervisor_;
};

} // namespace

proto::outcome run_daemon(const config::settings& settings, const std::string& config_path) {
  auto opened = open_store(settings);
  if (!opened)
    return opened.error();
  auto history = io::sqlite_history::open(settings.state_directory);
  if (!history)
    return history.error();
  return daemon(settings, std::move(*opened), std::move(*history)).run(config_path);
}

} // namespace mapferryd
