#include "proto/arcgis/server_job.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace proto {
namespace {

// GP Job, jobStatus; every other word means that it still runs.
job_state state_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, job_state>, 7> words{{
    {"esriJobSucceeded", job_state::succeeded},
    {"esriJobFailed", job_state::failed},
    {"esriJobCancelled", job_state::cancelled},
    {"esriJobCanceled", job_state::cancelled},
    {"esriJobTimedOut", job_state::timed_out},
    {"esriJobDeleted", job_state::deleted},
    {"esriJobDeleting", job_state::deleted},
  }};
  for (const auto& [known, state] : words)
    if (same_word(known, word))
      return state;
  return job_state::running;
}

std::optional<double> percent_of(const nlohmann::json& json) {
  constexpr double unknown = -1;
  const auto* progress = member(json, "progress");
  double percent = progress ? number_in(*progress, "percent").value_or(unknown) : unknown;
  const double all = number_in(json, "numTasks").value_or(0);
  if (percent < 0 && all > 0)
    percent = number_in(json, "numDoneTasks").value_or(unknown) / all * 100;
  if (percent < 0)
    return {};
  return std::min(percent, 100.0);
}

std::vector<std::string> messages_of(const nlohmann::json& json) {
  std::vector<std::string> plain;
  std::vector<std::string> errors;
  if (auto message = text_in(json, "message"); !message.empty() && !same_word(message, "success"))
    plain.push_back(std::move(message));
  const auto* list = member(json, "messages");
  for (std::size_t i = 0; list && list->is_array() && i < list->size(); ++i) {
    const auto& entry = (*list)[i];
    auto words = entry.is_object() ? text_in(entry, "description") : text_of(entry);
    const bool is_error = entry.is_object() && contains_word(text_in(entry, "type"), "error");
    if (!words.empty())
      (is_error ? errors : plain).push_back(std::move(words));
  }
  std::ranges::move(errors, std::back_inserter(plain));
  return plain;
}

/// A text, an object with `url`, or a list of either.
std::vector<std::string> addresses_in(const nlohmann::json& json) {
  std::vector<std::string> addresses;
  const auto add = [&](const nlohmann::json& one) {
    auto text = one.is_object() ? text_in(one, "url") : one.is_string() ? one.get<std::string>() : std::string{};
    if (!text.empty())
      addresses.push_back(std::move(text));
  };
  if (json.is_array())
    for (const auto& one : json)
      add(one);
  else
    add(json);
  return addresses;
}

void read_results(const nlohmann::json& json, server_job& job) {
  if (const auto* output = member(json, "output"))
    if (const auto* urls = member(*output, "outputUrl"))
      job.output_urls = addresses_in(*urls);
  if (const auto* urls = member(json, "outputUrl"); urls && job.output_urls.empty())
    job.output_urls = addresses_in(*urls);
  const auto* results = member(json, "results");
  const auto* result = results ? member(*results, "out_service_url") : nullptr;
  if (!result)
    return;
  job.param_url = text_in(*result, "paramUrl");
  const auto* value = member(*result, "value");
  if (job.param_url.empty() && value && job.output_urls.empty())
    job.output_urls = addresses_in(*value);
}

} // namespace

result<server_job> read_server_job(const nlohmann::json& json) {
  const std::string during = "reading an export job";
  if (!json.is_object() || find_esri_error(json))
    return unreadable(json, during, "is no object");
  server_job job;
  job.job_id = text_in(json, "jobId");
  job.status_word = text_in(json, "jobStatus");
  job.messages = messages_of(json);
  job.percent = percent_of(json);
  read_results(json, job);
  const bool has_result = !job.param_url.empty() || !job.output_urls.empty();
  if (job.job_id.empty() && job.status_word.empty() && !has_result)
    return unreadable(json, during, "has neither jobId nor jobStatus nor a result");
  job.state = job.status_word.empty() && has_result ? job_state::succeeded : state_of(job.status_word);
  return job;
}

result<std::string> read_result_value(const nlohmann::json& json) {
  const auto* value = member(json, "value");
  const auto addresses = value ? addresses_in(*value) : std::vector<std::string>{};
  if (addresses.empty())
    return unreadable(json, "reading an export result", "has no address as `value`");
  return addresses.front();
}

result<std::string> read_folder_listing(const nlohmann::json& json) {
  const auto* files = member(json, "files");
  const auto addresses = files ? addresses_in(*files) : std::vector<std::string>{};
  if (addresses.empty())
    return unreadable(json, "reading a folder listing", "lists no file");
  const auto package = std::ranges::find_if(addresses, names_a_tile_package);
  return package == addresses.end() ? addresses.front() : *package;
}

bool names_a_tile_package(std::string_view address) {
  const auto name = lower_case(address.substr(0, address.find_first_of("?#")));
  return name.ends_with(".tpkx") || name.ends_with(".tpk") || name.ends_with(".vtpk");
}

} // namespace proto
