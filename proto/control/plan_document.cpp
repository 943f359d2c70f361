#include "proto/control/plan_document.hpp"

#include "proto/control/request_reader.hpp"

#include <nlohmann/json.hpp>

namespace proto {
namespace {

constexpr int document_version = 1;

failure no_plan(std::string element, std::string why) {
  return {.code = failure_code::invalid_request,
    .during = "reading the plan",
    .subject = std::move(element),
    .hint = std::move(why)};
}

} // namespace

nlohmann::json plan_document(const map_plan& plan, const job_request& job, const plan_basis& basis) {
  auto json = to_json(plan);
  json["version"] = document_version;
  json["job"] = to_json(job);
  json["basis"] = basis;
  return json;
}

result<job_request> read_plan_document(const nlohmann::json& json) {
  if (!json.is_object())
    return no_plan("plan", "must be an object, as `mapferry plan --json` prints it");
  if (const auto version = json.find("version"); version == json.end() || *version != document_version)
    return no_plan("version", "must be " + std::to_string(document_version) + ": plan again with this version");
  const auto job = json.find("job"), basis = json.find("basis");
  if (job == json.end() || !job->is_object())
    return no_plan("job", "is missing");
  if (basis == json.end() || !basis->is_object())
    return no_plan("basis", "is missing");
  auto with_basis = *job;
  with_basis["planBasis"] = *basis;
  return read_job_request(with_basis);
}

} // namespace proto
