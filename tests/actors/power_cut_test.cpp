#include "tests/support/actor_world.hpp"
#include "tests/support/seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>

namespace {

using support::actor_world;
using support::fault;
using support::sync_point;

using content = std::map<std::string, std::string>;

/// The package of a run in which nothing goes wrong.
const content& undisturbed() {
  static const content package = [] {
    actor_world world{1};
    world.start();
    world.submit();
    EXPECT_TRUE(world.run_to_the_end());
    EXPECT_EQ(world.package().size(), 5u); // three files, the map, its info
    return world.package();
  }();
  return package;
}

/// A network that fails now and then, `budget` times in all.
void make_unreliable(actor_world& world, int budget) {
  auto left = std::make_shared<int>(budget);
  world.on_start = [&world, left](support::fake_transfers& network) {
    network.faults = [&world, left](const std::string&) {
      static constexpr fault all[] = {fault::unreachable, fault::busy, fault::lost_answer, fault::bad_gateway};
      if (*left == 0 || world.random() % 6 != 0)
        return fault::none;
      --*left;
      return all[world.random() % std::size(all)];
    };
  };
}

/// What is wrong with a run that has come to its end; empty if nothing.
std::string judge(actor_world& world, bool ended) {
  if (!ended)
    return "the job never ended";
  if (!world.complaints.empty())
    return world.complaints.front();
  if (auto forgotten = world.forgotten_replicas(); !forgotten.empty())
    return "a replica is forgotten: " + forgotten.front();
  auto result = world.result();
  if (!result || result->phase != proto::job_phase::done)
    return "the job ended " + (result ? std::string{word(result->phase)} : "nowhere")
      + (result && result->failure ? ": " + describe(*result->failure) : "");
  if (result->has_errors())
    return "a layer failed: " + describe(result->layer_errors.front().failure);
  if (world.package() != undisturbed())
    return "another package";
  if (world.disk.files_below("plans").size() + world.disk.files_below("/maps/central.partial").size() > 0)
    return "something is left behind";
  return {};
}

struct plan {
  std::uint64_t seed = 0;
  support::fake_store::cut first;
  bool more_cuts = false;
  int faults = 0;
  bool mixed_servers = false;
  std::optional<sync_point> without;
};

struct ending {
  std::string wrong; ///< empty if nothing
  bool cut = false;  ///< the run was long enough for the first cut
};

ending run(const plan& how) {
  actor_world world{how.seed};
  if (how.without)
    world.disk.switched_off.insert(*how.without);
  if (how.faults > 0)
    make_unreliable(world, how.faults);
  if (how.mixed_servers) {
    world.server.behaviour[world.services[0]].answers_at_once = how.seed % 3 == 0;
    world.server.behaviour[world.services[0]].makes_twins = how.seed % 2 == 0;
    world.server.behaviour[world.services[1]].signs_addresses = true;
    world.server.behaviour[world.services[1]].addresses_that_expire = static_cast<int>(how.seed % 2);
    world.server.behaviour[world.services[2]].files_that_are_damaged = static_cast<int>(how.seed % 2);
  }
  world.start();
  if (how.first.at > 0)
    world.store.cut_power(how.first);
  // An answer to `submit` that is cut off may or may not stand for a job.
  while (world.submit().id.empty() && !world.store.has_jobs()) {
    if (!world.supply.on) {
      world.cut();
      world.start();
    }
  }
  auto jobs = world.store.load()->jobs;
  if (!jobs.empty())
    world.job = jobs.front().id;
  if (how.more_cuts)
    world.store.watch = [&world](const core::store_batch&) {
      if (world.random() % 12 == 0)
        world.store.cut_power({1 + world.random() % 6, world.random() % 2 == 0});
    };
  bool ended = world.run_to_the_end();
  return {judge(world, ended), how.first.at > 0 && world.store.has_cut()};
}

/// Cuts before and after every commit that there is, in four orders of the answers.
template <class Plan>
void sweep(Plan plan_of) {
  bool reached = true;
  std::size_t at = 1;
  for (; reached; ++at) {
    reached = false;
    for (bool after : {false, true})
      for (std::uint64_t order = 0; order < 4; ++order) {
        auto ended = run(plan_of(support::fake_store::cut{at, after}, order));
        ASSERT_EQ(ended.wrong, "") << "cut " << (after ? "after" : "before") << " commit " << at << ", order " << order;
        reached |= ended.cut;
      }
  }
  EXPECT_GT(at, 20u);
}

TEST(PowerCut, EveryCommitBeforeAndAfterTimesTheOrderOfAnswers) {
  auto seed = test_seed();
  sweep([&](auto cut, auto order) { return plan{seed + order, cut, false, 0, false, std::nullopt}; });
}

TEST(PowerCut, EveryCommitBeforeAndAfterTimesAFailingNetwork) {
  auto seed = test_seed();
  sweep([&](auto cut, auto order) { return plan{seed + cut.at * 10 + order, cut, false, 6, true, std::nullopt}; });
}

TEST(PowerCut, AgainAndAgain) {
  auto seed = test_seed();
  for (std::uint64_t order = 0; order < 300; ++order) {
    auto ended = run({seed + order, {1 + order % 40, order % 2 == 0}, true, 5, true, std::nullopt});
    ASSERT_EQ(ended.wrong, "") << "order " << order;
  }
}

/// Without any one of the syncs some cut must lead to another package, or the
/// sweep would not see what they are for.
TEST(PowerCut, EachSyncIsNeeded) {
  auto seed = test_seed();
  for (auto point : {sync_point::part_bytes, sync_point::part_name, sync_point::finished_name,
         sync_point::package_bytes, sync_point::package_name, sync_point::plan}) {
    bool noticed = false;
    bool reached = true;
    for (std::size_t at = 1; reached && !noticed; ++at) {
      reached = false;
      for (std::uint64_t order = 0; order < 4 && !noticed; ++order) {
        auto ended = run({seed + order, {at, true}, false, 0, false, point});
        noticed = !ended.wrong.empty();
        reached |= ended.cut;
      }
    }
    EXPECT_TRUE(noticed) << "nothing misses sync point " << static_cast<int>(point);
  }
}

} // namespace
