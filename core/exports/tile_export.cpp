#include "core/exports/tile_export.hpp"

#include "core/addresses.hpp"
#include "core/exports/answers.hpp"
#include "proto/arcgis/server_job.hpp"
#include "proto/arcgis/service_address.hpp"

namespace core {
namespace {

constexpr auto during_export_submit = "asking for a tile export";
constexpr auto during_export_poll = "waiting for a tile export";
constexpr auto during_export_result = "looking for the exported file";

const std::string& service_of(const proto::layer_record& record) { return proto::service_of(record.task); }

/// Where the job resource lies differs; the first place is the documented one.
std::string first_job_address(const std::string& service, const std::string& id) {
  return service + "/jobs/" + proto::percent_encode(id);
}

/// The other place of the same job; empty for an address that is the last guess.
std::string next_job_address(const std::string& service, const std::string& address) {
  const auto first = service + "/jobs/";
  return address.starts_with(first) ? service + "/exportTiles/jobs/" + address.substr(first.size()) : std::string{};
}

exported::follow follow(const proto::layer_record& record, const std::string& address, const std::string& portal) {
  return {service_request(record.task, without_secrets(address), portal, http_method::get)};
}

export_answer read_job(const proto::layer_record& record, const proto::server_job& job, const std::string& address,
  const std::string& portal) {
  const auto& service = service_of(record);
  switch (job.state) {
  case proto::job_state::running: return exported::running{address, job.percent, job.status_word};
  case proto::job_state::failed:
  case proto::job_state::cancelled:
  case proto::job_state::timed_out:
    return failed_job(during_export_poll, service, job.messages.empty() ? std::vector{job.status_word} : job.messages);
  case proto::job_state::deleted: return lost_job(failed_job(during_export_poll, service, {job.status_word}).failure);
  case proto::job_state::succeeded: break;
  }
  if (!job.output_urls.empty()) {
    exported::ready files;
    for (const auto& url : job.output_urls)
      files.addresses.push_back(proto::resolve_url(address, url));
    return files;
  }
  // Servers that leave the parameter out of the job still have it.
  const auto parameter = job.param_url.empty() ? std::string{"results/out_service_url"} : job.param_url;
  return follow(record, proto::resolve_url(address + "/", parameter), portal);
}

/// The value of out_service_url: a file or a folder.
export_answer read_result(const proto::layer_record& record, const nlohmann::json& json, const small_request& asked) {
  auto value = proto::read_result_value(json);
  if (!value)
    return failed_request(value.error());
  const auto address = proto::resolve_url(asked.address, *value);
  if (proto::names_a_tile_package(address))
    return exported::ready{{address}, {}, {}};
  return follow(record, address, asked.portal);
}

export_answer read_listing(const nlohmann::json& json, const small_request& asked) {
  auto file = proto::read_folder_listing(json);
  if (!file)
    return failed_request(file.error());
  return exported::ready{{proto::resolve_url(asked.address + "/", *file)}, {}, {}};
}

} // namespace

small_request tile_export::submit(const proto::layer_record& record, const std::string& portal) const {
  auto request =
    service_request(record.task, service_of(record) + "/exportTiles", portal, http_method::post, form(record));
  request.has_effect = true;
  return request;
}

export_answer tile_export::read_submit(const proto::layer_record& record, const reply& answer) const {
  const auto& service = service_of(record);
  auto json = json_of(answer, during_export_submit, service);
  if (!json)
    return failed_request(json.error());
  auto job = proto::read_server_job(*json);
  if (!job)
    return failed_request(job.error());
  return read_job(record, *job, first_job_address(service, job->job_id), {});
}

small_request tile_export::poll(const proto::layer_record& record, const std::string& portal) const {
  return service_request(record.task, record.server_job.address, portal, http_method::get);
}

/// A job that is unknown at its first place is looked for at the second, and only
/// then lost: one question more where it is really gone, and no state about which
/// place once worked.
export_answer tile_export::read_poll(
  const proto::layer_record& record, const small_request& asked, const reply& answer) const {
  const auto& service = service_of(record);
  const bool about_job = asked.address == record.server_job.address;
  auto json = json_of(answer, about_job ? during_export_poll : during_export_result, service);
  if (!json) {
    if (!is_unknown_resource(json.error()))
      return failed_request(json.error());
    const auto other = about_job ? next_job_address(service, asked.address) : std::string{};
    if (!other.empty())
      return exported::running{other, std::nullopt, {}};
    return lost_job(json.error());
  }
  if (about_job) {
    auto job = proto::read_server_job(*json);
    return job ? read_job(record, *job, asked.address, asked.portal) : export_answer{failed_request(job.error())};
  }
  return json->contains("files") || json->contains("folders") ? read_listing(*json, asked)
                                                              : read_result(record, *json, asked);
}

std::optional<small_request> tile_export::cancel(const proto::layer_record& record, const std::string& portal) const {
  if (record.server_job.address.empty())
    return std::nullopt;
  return service_request(record.task, record.server_job.address + "/cancel", portal, http_method::post);
}

} // namespace core
