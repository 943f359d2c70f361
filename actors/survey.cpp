#include "actors/survey.hpp"

#include "core/retry.hpp"
#include "core/wait_rules.hpp"

#include <nlohmann/json.hpp>

namespace actors {
namespace {

core::plan_question question_of(const ports& outside, const core::layer_setting& setting, const ask_survey& asked) {
  const auto purpose = core::purpose_of(asked.kind);
  core::plan_question question{core::request_of(asked.kind, asked.request), setting.portal_address, setting.portal,
    purpose, setting.sign_in.get(), {}, setting.basemap_substitutions};
  if (!core::is_measured(purpose))
    return question;
  if (auto known = outside.history->experience()) // without it sizes are guessed
    question.experience = std::move(*known);
  return question;
}

} // namespace

survey::survey(handle::pointer self, supervisor_handle supervisor, std::uint64_t ticket, ports outside,
  std::shared_ptr<const core::layer_setting> setting, ask_survey question)
  : self_(self),
    supervisor_(std::move(supervisor)),
    ticket_(ticket),
    outside_(outside),
    setting_(std::move(setting)),
    question_(std::move(question)),
    reader_({[to = handle{self}](document_read read) { caf::anon_send(to, std::move(read)); },
              [to = handle{self}](looked_around what) { caf::anon_send(to, what); }},
      ticket, outside, *setting_, question_of(outside_, *setting_, question_)) {}

survey::handle::behavior_type survey::make_behavior() {
  self_->delayed_send(handle{self_}, question_.patience, survey_over{});
  self_->send(handle{self_}, plan_on{ticket_, tries_});
  return {
    [this](const document_read& read) { follow(reader_.on(read)); },
    [this](const looked_around&) { ask_hosts_now(); },
    [this](const plan_on& due) {
      if (due.tries == tries_)
        follow(reader_.go_on());
    },
    [this](const survey_over&) {
      auto why = waits_for_.value_or(proto::failure{.code = proto::failure_code::network_unreachable,
        .during = "asking about a map",
        .subject = proto::map_of(question_.request),
        .worth_retrying = true,
        .hint = "not everything was answered in time; allow more of it"});
      end(std::move(why));
    },
  };
}

void survey::follow(plan_reader::progress progress) {
  if (std::holds_alternative<plan_reader::asking>(progress))
    return;
  if (const auto* waiting = std::get_if<plan_reader::waiting>(&progress))
    return wait(*waiting);
  auto& map = std::get<proto::result<core::prepared_map>>(progress);
  if (!map)
    return end(map.error());
  end(core::survey_document(question_.kind, question_.request, *map));
}

void survey::wait(const plan_reader::waiting& waiting) {
  if (waiting.why == core::reason::auth)
    return end(waiting.failure);
  waits_for_ = waiting.failure;
  const auto pause = core::back_off(waiting.why, ++tries_, waiting.retry_after, core::unit(*outside_.entropy));
  self_->delayed_send(handle{self_}, pause, plan_on{ticket_, tries_});
}

void survey::ask_hosts_now() {
  self_->request(supervisor_, gate_time, ask_hosts{})
    .then(
      [this](const hosts& known) { follow(reader_.on(known)); }, [this](caf::error&) { follow(reader_.on(hosts{})); });
}

void survey::end(proto::result<nlohmann::json> answer) {
  self_->send(supervisor_, survey_done{ticket_, std::move(answer)});
  self_->quit();
}

} // namespace actors
