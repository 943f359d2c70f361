#pragma once

#include "tests/support/actor_test.hpp"
#include "tests/support/fake_disk.hpp"
#include "tests/support/fake_history.hpp"
#include "tests/support/fake_store.hpp"
#include "tests/support/fake_transfers.hpp"
#include "tests/support/virtual_clock.hpp"

#include "actors/start.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace support {

/// A machine with its disk and store, the network and the servers, through any
/// number of process lives. Everything that can happen happens one at a time, in
/// an order that the seed decides.
///
/// It watches while it runs that nothing is done before it is durable, and that no
/// export request is made twice under one name; see `complaints`.
class actor_world {
public:
  explicit actor_world(std::uint64_t seed);
  ~actor_world();

  // What lasts
  power supply;
  virtual_clock clock;
  scripted_server server;
  fake_store store{supply};
  fake_disk disk{supply};
  fake_history history{supply};
  fake_observer observer;
  seeded_entropy entropy;
  std::mt19937_64 random;
  actors::start_options options;
  std::vector<std::string> services; ///< the plan's exports; the kind by their last segment
  bool reads_services = false;       ///< the planner asks each service, too
  std::string basemap;               ///< the planner asks for this file, too
  bool continue_on_errors = true;
  std::vector<std::string> complaints; ///< what must never happen, and did

  // A process life
  std::unique_ptr<fake_transfers> network;
  void start();
  void stop(); ///< orderly
  void cut();  ///< the power fails now
  bool runs() const { return life_ != nullptr; }
  std::function<void(fake_transfers&)> on_start; ///< each life has a network of its own

  // Commands
  actors::submitted submit(const std::string& target = "/maps/central");
  actors::submitted submit(proto::job_request request);
  proto::job_request request(const std::string& target) const;
  proto::outcome command(const std::string& id, actors::job_command what);
  std::vector<proto::job_view> list();
  actors::survey_answer survey(std::chrono::seconds patience = std::chrono::seconds{600}); ///< and waits for it
  void begin_survey(std::uint64_t ticket);
  void drop_survey(std::uint64_t ticket);
  void tell_host(core::host_state host); ///< as the transfers do

  /// One thing happens: a message round and then one answer, or the next timer.
  /// False if nothing can.
  bool turn();
  /// Goes on, with a new life after each power cut, until `done`; false if it
  /// never is.
  bool run_until(const std::function<bool()>& done, int turns = 20000);
  /// Until no job is left and the releaser rests.
  bool run_to_the_end();
  bool pass(std::chrono::milliseconds time);

  std::string job; ///< the last one submitted
  std::optional<proto::job_view> result() const;
  std::map<std::string, std::string> package() const;  ///< of /maps/central, ids left out
  std::vector<std::string> forgotten_replicas() const; ///< on the server, and not in the ledger as in use

  struct life;

private:
  void watch_request(const core::small_request& request);
  void watch_export(const std::string& service, const core::small_request& request);
  void watch_download(const core::artifact_request& request);
  void watch_disk(const std::string& call, const std::string& path);
  void complain(const std::string& what) { complaints.push_back(what); }
  void synchronise_clock();
  bool turn_in_this_life();
  bool complete_one();

  std::unique_ptr<life> life_;
  std::int64_t life_began_ = 0;
  std::set<std::string> asked_; ///< export requests: name, or service and attempt
};

/// The plan and the package of the small world.
core::rules small_rules(const actor_world& world);

} // namespace support
