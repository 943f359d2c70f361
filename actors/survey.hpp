#pragma once

#include "actors/interfaces.hpp"
#include "actors/plan_reader.hpp"
#include "actors/start.hpp"

#include "core/layer_machine.hpp"

#include <cstdint>
#include <memory>

namespace actors {

/// Answers one question about a map: reads what planning reads, and keeps nothing.
/// No job, no slot, no record; a crash or an end leaves nothing behind. It waits for
/// the network and for busy servers until its time is over, and for a person not at all.
class survey {
public:
  using handle = survey_handle;
  static constexpr const char* name = "survey";

  /// The answer goes to the supervisor as `survey_done` with this ticket; then it ends.
  survey(handle::pointer self, supervisor_handle supervisor, std::uint64_t ticket, ports outside,
    std::shared_ptr<const core::layer_setting> setting, ask_survey question);

  handle::behavior_type make_behavior();

private:
  void follow(plan_reader::progress progress);
  void wait(const plan_reader::waiting& waiting);
  void ask_hosts_now();
  void end(proto::result<nlohmann::json> answer);

  handle::pointer self_;
  supervisor_handle supervisor_;
  std::uint64_t ticket_;
  ports outside_;
  std::shared_ptr<const core::layer_setting> setting_;
  ask_survey question_;
  plan_reader reader_;
  std::uint32_t tries_ = 0;
  proto::outcome waits_for_; ///< the last failure that it waits for
};

} // namespace actors
