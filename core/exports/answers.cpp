#include "core/exports/answers.hpp"

#include "core/retry.hpp"
#include "core/service_parameters.hpp"
#include "proto/json.hpp"

namespace core {

small_request service_request(const proto::export_task& task, const std::string& address, const std::string& portal,
  http_method method, std::vector<std::pair<std::string, std::string>> form) {
  small_request request;
  request.address = address;
  request.method = method;
  request.form = std::move(form);
  request.portal = portal;
  request.named_by_document = true;
  append_parameters(request, {proto::parameters_of(task), proto::secret_parameters_of(task)}, proto::service_of(task));
  return request;
}

proto::failure invalid_answer(const std::string& during, const std::string& subject) {
  return {.code = proto::failure_code::invalid_response, .during = during, .subject = subject, .worth_retrying = true};
}

proto::result<nlohmann::json> json_of(const reply& answer, const std::string& during, const std::string& subject) {
  if (auto what = classify(answer, during, subject))
    return what->failure;
  auto json = proto::parse_json(answer.body);
  if (json)
    return std::move(*json);
  return invalid_answer(during, subject);
}

exported::failed failed_request(proto::failure why) {
  const bool is_final = why.code == proto::failure_code::limit_exceeded;
  return {std::move(why), false, is_final};
}

exported::failed failed_job(
  const std::string& during, const std::string& subject, const std::vector<std::string>& messages) {
  return {classify_failed_job(messages, during, subject).failure, false, true};
}

exported::failed lost_job(proto::failure why) {
  why.code = proto::failure_code::server_job_lost;
  why.worth_retrying = true;
  return {std::move(why), true, false};
}

bool is_unknown_resource(const proto::failure& why) {
  const int number = why.esri_code.value_or(why.http_status.value_or(0));
  return number == 400 || number == 404 || number == 410;
}

} // namespace core
