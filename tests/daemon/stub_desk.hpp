#pragma once

#include "daemon/job_desk.hpp"

#include <functional>
#include <map>
#include <vector>

/// A job list in memory. Answers at once, or keeps the answers until they are
/// let go.
class stub_desk final : public mapferryd::job_desk {
public:
  bool slow = false; ///< keep answers
  std::vector<std::function<void()>> kept;
  std::map<std::string, proto::job_view> jobs;
  std::vector<proto::job_request> submitted;
  std::vector<std::pair<std::string, actors::job_command>> commands;
  std::vector<std::pair<core::survey_kind, std::chrono::seconds>> surveys;
  int surveys_let_go = 0; ///< answered or not
  proto::outcome refuse;  ///< answer to everything that changes something, and to surveys

  void submit(proto::job_request request, std::function<void(proto::result<std::string>)> answered) override {
    submitted.push_back(request);
    if (refuse)
      return answer([=, why = *refuse] { answered(why); });
    const auto id = "job" + std::to_string(submitted.size());
    jobs[id].id = id;
    jobs[id].target = request.download_directory;
    answer([=] { answered(id); });
  }
  void list(std::function<void(proto::result<std::vector<proto::job_view>>)> answered) override {
    std::vector<proto::job_view> all;
    for (const auto& [id, job] : jobs)
      all.push_back(job);
    answer([=] { answered(all); });
  }
  void command(std::string job, actors::job_command command, std::function<void(proto::outcome)> answered) override {
    commands.emplace_back(job, command);
    answer([=, this] { answered(refuse); });
  }
  core::operation_ptr survey(core::survey_kind kind, proto::job_request, std::chrono::seconds patience,
    std::function<void(proto::result<nlohmann::json>)> answered) override {
    surveys.emplace_back(kind, patience);
    answer([=, this] {
      answered(refuse ? proto::result<nlohmann::json>{*refuse}
                      : proto::result<nlohmann::json>{nlohmann::json{{"asked", true}}});
    });
    return std::make_unique<question>(*this);
  }
  void let_go() {
    for (const auto& each : std::exchange(kept, {}))
      each();
  }

private:
  struct question final : core::operation {
    explicit question(stub_desk& desk) : of(desk) {}
    ~question() override { ++of.surveys_let_go; }
    stub_desk& of;
  };

  void answer(std::function<void()> now) {
    if (slow)
      kept.push_back(std::move(now));
    else
      now();
  }
};
