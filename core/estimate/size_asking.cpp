#include "core/estimate/size_asking.hpp"

#include "core/service_parameters.hpp"
#include "proto/arcgis/server_job.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

namespace core {
namespace {

constexpr auto during_estimate = "estimating the size of an export";

} // namespace

std::optional<proto::size_estimate> size_asking::ask(const proto::raster_tiles_task& task) {
  const auto key = proto::comparable_address(task.service);
  const auto subject = proto::without_query(task.service);
  const auto request = [&](const std::string& address) {
    auto made = named_document(address, portal_);
    append_parameters(made, {task.parameters, task.secret_parameters}, task.service);
    return made;
  };
  auto order = request(task.service + "/estimateExportTilesSize");
  order.method = http_method::post;
  order.form = proto::to_form(task.request);
  order.has_effect = true;
  const auto* submitted = answer_to("estimate:" + key, order, subject);
  const auto begun = submitted ? proto::read_server_job(*submitted) : proto::failure{};
  if (!begun || begun->job_id.empty())
    return std::nullopt;
  const auto address = task.service + "/jobs/" + proto::percent_encode(begun->job_id);
  const auto status_key = "estimate-status:" + key;
  const auto* status = answer_to(status_key, request(address), subject);
  const auto job = status ? proto::read_server_job(*status) : proto::failure{};
  if (!job)
    return std::nullopt;
  if (job->state == proto::job_state::running) {
    const proto::failure why{.code = proto::failure_code::server_busy,
      .during = during_estimate,
      .subject = subject,
      .worth_retrying = true,
      .hint = "the service is still at it; allow more time, or plan without its estimate"};
    if (wait_)
      wait_->others.push_back(status_key);
    else
      wait_ = plan_wait{status_key, why, {}};
    return std::nullopt;
  }
  if (job->state != proto::job_state::succeeded)
    return std::nullopt;
  if (auto told = proto::size_estimate_in_job(*status))
    return told;
  const auto where = job->param_url.empty() ? std::string{"results/out_service_url"} : job->param_url;
  const auto* value = answer_to("estimate-result:" + key, request(proto::resolve_url(address + "/", where)), subject);
  const auto estimate = value ? proto::read_size_estimate(*value) : proto::failure{};
  return estimate ? std::optional{*estimate} : std::nullopt;
}

std::optional<plan_step> size_asking::pending() const {
  return wait_ ? std::optional<plan_step>{*wait_} : std::nullopt;
}

const nlohmann::json* size_asking::answer_to(
  const std::string& key, const small_request& request, const std::string& subject) {
  const auto* answer = reader_.json(key, request, document_reader::importance::of_layer, during_estimate, subject);
  return answer != nullptr && *answer ? &**answer : nullptr;
}

} // namespace core
