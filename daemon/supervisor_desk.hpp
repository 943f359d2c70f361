#pragma once

#include "daemon/job_desk.hpp"
#include "daemon/main_queue.hpp"

#include <chrono>

namespace mapferryd {

/// Asks the supervisor through short-lived actors, so that the main thread never
/// waits for it.
class supervisor_desk final : public job_desk {
public:
  /// All of it must outlive the desk; the queue also its last answer.
  supervisor_desk(caf::actor_system& system, actors::supervisor_handle supervisor, main_queue& queue,
    std::chrono::seconds patience = std::chrono::seconds{30});

  void submit(proto::job_request request, std::function<void(proto::result<std::string>)> answered) override;
  void list(std::function<void(proto::result<std::vector<proto::job_view>>)> answered) override;
  void command(std::string job, actors::job_command command, std::function<void(proto::outcome)> answered) override;
  core::operation_ptr survey(core::survey_kind kind, proto::job_request request, std::chrono::seconds patience,
    std::function<void(proto::result<nlohmann::json>)> answered) override;

private:
  template <class Reply, class Message, class Read, class Answered>
  void ask(Message message, const char* during, std::chrono::seconds patience, Read read, Answered answered);

  caf::actor_system& system_;
  actors::supervisor_handle supervisor_;
  main_queue& queue_;
  std::chrono::seconds patience_;
  std::uint64_t surveys_asked_ = 0;
};

} // namespace mapferryd
