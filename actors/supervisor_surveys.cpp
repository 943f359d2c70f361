// What people ask about maps without taking them.
#include "actors/supervisor.hpp"
#include "actors/survey.hpp"

#include "proto/arcgis/service_address.hpp"

#include <algorithm>

namespace actors {

namespace {

constexpr std::size_t most_surveys = 4;

survey_answer survey_refused(proto::failure_code code, std::string subject, bool worth_retrying, std::string hint) {
  return {proto::failure{.code = code,
    .during = "asking about a map",
    .subject = std::move(subject),
    .worth_retrying = worth_retrying,
    .hint = std::move(hint)}};
}

} // namespace

caf::typed_response_promise<survey_answer> supervisor::on(const ask_survey& question) {
  auto answer = self_->make_response_promise<survey_answer>();
  const auto& portal = question.request.portal;
  if (stopping_) {
    answer.deliver(survey_refused(proto::failure_code::wrong_state, portal, true, "the daemon is stopping"));
  } else if (!proto::split_url(portal_address(portal))) {
    answer.deliver(survey_refused(proto::failure_code::invalid_request, portal, false, "no portal of that name"));
  } else if (surveys_.size() >= most_surveys || surveys_.count(question.ticket) > 0) {
    answer.deliver(survey_refused(proto::failure_code::server_busy, portal, true,
      "the daemon answers " + std::to_string(most_surveys) + " questions about maps at a time"));
  } else {
    auto actor = actors::spawn<survey, caf::monitored>(*self_, handle{self_}, question.ticket, outside_,
      std::shared_ptr<const core::layer_setting>{setting_for(question.request)}, question);
    surveys_[question.ticket] = {std::move(actor), answer};
  }
  return answer;
}

void supervisor::on(const survey_done& done) {
  auto found = surveys_.find(done.ticket);
  if (found == surveys_.end() || !found->second.answer)
    return;
  found->second.answer->deliver(survey_answer{done.document});
  found->second.answer.reset();
}

/// Its requests end with it.
void supervisor::on(const drop_survey& what) {
  auto found = surveys_.find(what.ticket);
  if (found == surveys_.end())
    return;
  if (auto answer = std::exchange(found->second.answer, std::nullopt))
    answer->deliver(survey_refused(proto::failure_code::cancelled, {}, false, {}));
  self_->send_exit(found->second.actor, caf::exit_reason::user_shutdown);
}

void supervisor::end_surveys() {
  for (auto& [ticket, survey] : surveys_) {
    if (auto answer = std::exchange(survey.answer, std::nullopt))
      answer->deliver(survey_refused(proto::failure_code::wrong_state, {}, true, "the daemon is stopping"));
    self_->send_exit(survey.actor, caf::exit_reason::user_shutdown);
  }
}

/// Whether it was a survey that ended.
bool supervisor::survey_down(const caf::down_msg& down) {
  auto found = std::find_if(
    surveys_.begin(), surveys_.end(), [&](const auto& each) { return each.second.actor.address() == down.source; });
  if (found == surveys_.end())
    return false;
  if (found->second.answer)
    found->second.answer->deliver(survey_refused(proto::failure_code::internal, to_string(down.reason), false, {}));
  surveys_.erase(found);
  return true;
}

} // namespace actors
