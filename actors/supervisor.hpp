#pragma once

#include "actors/interfaces.hpp"
#include "actors/layer_slots.hpp"
#include "actors/start.hpp"

#include "core/job_machine.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace actors {

/// Knows nothing of maps: the job list, the slots, who is restarted, who stops
/// when. Jobs, layers and the releaser are its children.
///
///   a layer crashes: started again with its record · three times in ten minutes: its job fails it
///   a job crashes: its layers stop, its records are read, it starts again · three times: it fails
///   stop: layers, then jobs, then the releaser
class supervisor {
public:
  using handle = supervisor_handle;
  static constexpr const char* name = "supervisor";

  supervisor(
    handle::pointer self, ports outside, std::shared_ptr<const start_options> options, core::stored_state state);

  handle::behavior_type make_behavior();

private:
  struct job_entry {
    job_handle actor; ///< null between a crash and the restart
    proto::job_view view;
    std::vector<std::int64_t> crashes;
    bool wants_slot = false;
    bool has_slot = false;
    bool stop_asked = false; ///< the job wants to hear when its layers have stopped
  };
  struct examination {
    core::operation_ptr operation;
    proto::job_request request;
    caf::typed_response_promise<submitted> answer;
  };

  struct survey_entry {
    survey_handle actor;
    std::optional<caf::typed_response_promise<survey_answer>> answer; ///< until it is given
  };

  // Commands (supervisor_commands.cpp)
  caf::typed_response_promise<submitted> on(const submit_job& command);
  void on(const target_examined& examined);
  caf::typed_response_promise<commanded> on(const command_job& command);
  job_list list() const;
  proto::outcome find_collision(const std::string& target) const;
  std::string portal_address(const std::string& portal) const;
  proto::outcome remove(const std::string& id);
  void load_history();
  void refuse_submits();

  // Surveys (supervisor_surveys.cpp)
  caf::typed_response_promise<survey_answer> on(const ask_survey& question);
  void on(const survey_done& done);
  void on(const drop_survey& what);
  void end_surveys();
  bool survey_down(const caf::down_msg& down);

  // Jobs
  std::shared_ptr<core::layer_setting> setting_for(const proto::job_request& request) const;
  void start_job(core::job_state state, proto::outcome doomed);
  void start_stored_jobs(const core::stored_state& state);
  void restart(const std::string& id);
  void job_down(std::map<std::string, job_entry>::iterator job, bool crashed);
  void on(const want_slot& what);
  void on(const give_slot_back& what);
  void on(const job_changed& what);
  void on(const job_left& what);
  void grant_slots();

  // Layers
  void on(const start_layers& what);
  void on(const stop_layers& what);
  void stop_layers_of(const std::string& job);
  void layers_may_have_stopped(const std::string& job);
  layer_handle start_layer(const layer_key& key);

  // Everything
  void on(const host_changed& what);
  void on(const wake& what);
  void start_releaser(const core::stored_state& state);
  void on(const caf::down_msg& down);
  void stop();
  void go_on_stopping();

  handle::pointer self_;
  ports outside_;
  std::shared_ptr<const start_options> options_;
  std::string install_id_;

  releaser_handle releaser_;
  std::map<std::string, job_entry> jobs_;                                      ///< unfinished, by id
  std::map<std::string, std::shared_ptr<const core::layer_setting>> settings_; ///< of jobs
  layer_slots layers_;
  std::map<std::string, proto::job_view> ended_; ///< in the history, or damaged beyond starting
  std::set<std::string> damaged_;                ///< ids in `ended_` that the history does not have
  std::map<std::uint64_t, examination> examined_;
  std::uint64_t last_examination_ = 0;
  std::map<std::uint64_t, survey_entry> surveys_; ///< by the asker's ticket
  std::map<std::string, core::host_state> hosts_;
  bool stopping_ = false;
};

} // namespace actors
