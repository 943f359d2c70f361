#include "proto/record/job_record.hpp"

#include "proto/record/fields.hpp"
#include "proto/record/versions.hpp"

namespace proto {

std::string_view word(job_phase phase) { return word_in(phase); }

bool is_final(job_phase phase) {
  return phase == job_phase::done || phase == job_phase::failed || phase == job_phase::cancelled;
}

std::string_view word(desired_state desired) { return word_in(desired); }

nlohmann::json to_json(const job_record& record) { return write_record(record); }

result<job_record> read_job_record(const nlohmann::json& json) {
  const std::string during = "reading a job record";
  auto record = read_record<job_record>(json, during);
  if (record && record->id.empty())
    return incomplete("id", during);
  if (record && json.count("request") == 0)
    return incomplete("request", during);
  return record;
}

nlohmann::json to_json(const layer_error& error) { return write_fields(error); }

result<layer_error> read_layer_error(const nlohmann::json& json) {
  return read_fields<layer_error>(json, failure_code::state_damaged, "reading a layer error");
}

} // namespace proto
