#include "daemon/supervisor_desk.hpp"

#include <caf/event_based_actor.hpp>

namespace mapferryd {
namespace {

/// The supervisor did not answer in time, or has ended.
proto::failure silence(const char* during) {
  return {.code = proto::failure_code::store_unavailable,
    .during = during,
    .subject = "the job list",
    .server_said = {},
    .http_status = {},
    .esri_code = {},
    .worth_retrying = true,
    .hint = "the daemon is busy, starting or stopping; what was asked may have happened: see `mapferry list`"};
}

/// A question about a map; who lets it go does not wait for the answer.
class asked_survey final : public core::operation {
public:
  asked_survey(actors::supervisor_handle supervisor, std::uint64_t ticket)
    : supervisor_(std::move(supervisor)),
      ticket_(ticket) {}
  ~asked_survey() override { caf::anon_send(supervisor_, actors::drop_survey{ticket_}); }

private:
  actors::supervisor_handle supervisor_;
  std::uint64_t ticket_;
};

} // namespace

supervisor_desk::supervisor_desk(
  caf::actor_system& system, actors::supervisor_handle supervisor, main_queue& queue, std::chrono::seconds patience)
  : system_(system),
    supervisor_(std::move(supervisor)),
    queue_(queue),
    patience_(patience) {}

/// One actor a question: it lives until the answer or the time limit, whatever
/// becomes of the supervisor.
template <class Reply, class Message, class Read, class Answered>
void supervisor_desk::ask(
  Message message, const char* during, std::chrono::seconds patience, Read read, Answered answered) {
  // The message goes as an argument: CAF 0.17 looks through a null pointer where there is none.
  const auto put = [=, to = supervisor_, queue = &queue_](caf::event_based_actor* self, const Message& question) {
    const auto post = [queue, answered](
                        auto value) { queue->post([answered, value = std::move(value)] { answered(value); }); };
    self->request(to, patience, question)
      .then([post, read](const Reply& reply) { post(read(reply)); },
        [post, read, during](caf::error&) { post(decltype(read(std::declval<const Reply&>()))(silence(during))); });
  };
  system_.spawn(put, std::move(message));
}

void supervisor_desk::submit(proto::job_request request, std::function<void(proto::result<std::string>)> answered) {
  ask<actors::submitted>(
    actors::submit_job{std::move(request)}, "submitting a job", patience_,
    [](const actors::submitted& reply) {
      return reply.failure ? proto::result<std::string>(*reply.failure) : proto::result<std::string>(reply.id);
    },
    std::move(answered));
}

void supervisor_desk::list(std::function<void(proto::result<std::vector<proto::job_view>>)> answered) {
  ask<actors::job_list>(
    actors::list_jobs{}, "listing jobs", patience_,
    [](const actors::job_list& reply) { return proto::result<std::vector<proto::job_view>>(reply.jobs); },
    std::move(answered));
}

void supervisor_desk::command(
  std::string job, actors::job_command command, std::function<void(proto::outcome)> answered) {
  ask<actors::commanded>(
    actors::command_job{std::move(job), command}, "changing a job", patience_,
    [](const actors::commanded& reply) { return proto::outcome(reply.failure); }, std::move(answered));
}

/// The supervisor keeps to the patience itself; this one's only adds to it.
core::operation_ptr supervisor_desk::survey(core::survey_kind kind, proto::job_request request,
  std::chrono::seconds patience, std::function<void(proto::result<nlohmann::json>)> answered) {
  const auto ticket = ++surveys_asked_;
  ask<actors::survey_answer>(
    actors::ask_survey{ticket, kind, std::move(request), patience}, "asking about a map", patience + patience_,
    [](const actors::survey_answer& reply) { return reply.document; }, std::move(answered));
  return std::make_unique<asked_survey>(supervisor_, ticket);
}

} // namespace mapferryd
