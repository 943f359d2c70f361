#include "daemon/methods.hpp"

#include "proto/text.hpp"

#include <algorithm>
#include <map>

namespace mapferryd {
namespace {

using proto::failure;
using proto::failure_code;

failure refusal(failure_code code, const char* during, std::string subject, std::string hint = {}) {
  return {.code = code,
    .during = during,
    .subject = std::move(subject),
    .server_said = {},
    .http_status = {},
    .esri_code = {},
    .worth_retrying = false,
    .hint = std::move(hint)};
}

proto::rpc_error wrong_params(std::string message) {
  return {proto::rpc_code::invalid_params, std::move(message), nullptr};
}

/// The first parameter that is none of these, or nothing.
std::optional<proto::rpc_error> unknown_param(const nlohmann::json& params, std::vector<std::string_view> known) {
  for (const auto& entry : params.items())
    if (std::find(known.begin(), known.end(), entry.key()) == known.end())
      return wrong_params("no parameter `" + proto::printable(entry.key()) + "` is known here");
  return {};
}

const std::map<std::string_view, actors::job_command> commands{{"job.pause", actors::job_command::pause},
  {"job.resume", actors::job_command::resume}, {"job.cancel", actors::job_command::cancel},
  {"job.retry", actors::job_command::retry}, {"job.remove", actors::job_command::remove}};

/// A job in the list: without what only one job's own view shows.
nlohmann::json summary(const proto::job_view& job) {
  auto json = to_json(job);
  for (const auto* member : {"layers", "layerErrors", "tableErrors"})
    json.erase(member);
  return json;
}

/// Hands a result on, with its value made JSON.
template <class T, class Write>
auto pass_on(answer_function answer, Write write) {
  return [answer = std::move(answer), write](const proto::result<T>& result) {
    if (result)
      answer(write(*result));
    else
      answer(result.error());
  };
}

} // namespace

methods::methods(job_desk& desk, event_board& board, facts about)
  : desk_(desk),
    board_(board),
    about_(std::move(about)) {}

void methods::call(const proto::rpc_request& request, std::optional<proto::role> caller, answer_function answer) {
  const auto* method = proto::find_method(request.method);
  if (!method)
    return answer(proto::rpc_error{
      proto::rpc_code::method_not_found, "no method `" + proto::printable(request.method) + "`", nullptr});
  if (!caller || *caller < method->needs)
    return answer(refusal(failure_code::permission_missing, "calling a method", request.method,
      "needs the role " + std::string(word(method->needs))
        + ": root, or a member of the group mapferry-observe or mapferry-operate"));
  const auto& name = method->name;
  const bool names_job = name == "job.get" || commands.count(name) > 0;
  const auto allowed = name == "job.submit" ? std::vector<std::string_view>{"job"}
    : names_job                             ? std::vector<std::string_view>{"id"}
                                            : std::vector<std::string_view>{};
  if (auto unknown = unknown_param(request.params, allowed))
    return answer(std::move(*unknown));
  if (name == "job.submit")
    return submit(request.params, std::move(answer));
  if (name == "job.list")
    return list(std::move(answer));
  if (names_job) {
    const auto id = request.params.find("id");
    if (id == request.params.end() || !id->is_string())
      return answer(wrong_params("`id` must be a job's id"));
    if (name == "job.get")
      return get(id->get<std::string>(), std::move(answer));
    return command(id->get<std::string>(), commands.at(name), std::move(answer));
  }
  if (name == "system.status")
    return status(std::move(answer));
  if (name == "system.version")
    return answer(nlohmann::json{{"version", about_.version}});
  if (name == "rpc.discover")
    return answer(proto::discover());
  answer(proto::rpc_error{proto::rpc_code::method_not_found, "no method `" + std::string(name) + "` here", nullptr});
}

/// Told now: later a name that nobody knows would look like a host that does not answer.
proto::outcome methods::unknown_portal(const std::string& portal) const {
  const bool is_address = portal.find("//") != std::string::npos;
  if (is_address || std::find(about_.portals.begin(), about_.portals.end(), portal) != about_.portals.end())
    return {};
  std::string known;
  for (const auto& name : about_.portals)
    known += (known.empty() ? "" : ", ") + proto::printable(name);
  return refusal(failure_code::invalid_request, "reading the job", "portal",
    "no portal \"" + proto::printable(portal) + "\" in the configuration; known: " + (known.empty() ? "none" : known));
}

void methods::submit(const nlohmann::json& params, answer_function answer) {
  const auto job = params.find("job");
  if (job == params.end())
    return answer(wrong_params("`job` is missing"));
  auto request = proto::read_job_request(*job);
  if (!request)
    return answer(request.error());
  if (request->download_directory.front() != '/')
    return answer(
      refusal(failure_code::invalid_request, "reading the job", "downloadDirectory", "must be an absolute path"));
  if (auto unknown = unknown_portal(request->portal))
    return answer(*unknown);
  desk_.submit(std::move(*request), pass_on<std::string>(std::move(answer), [](const std::string& id) {
    return nlohmann::json{{"id", id}};
  }));
}

void methods::list(answer_function answer) {
  desk_.list(pass_on<std::vector<proto::job_view>>(std::move(answer), [](const std::vector<proto::job_view>& jobs) {
    auto list = nlohmann::json::array();
    for (const auto& job : jobs)
      list.push_back(summary(job));
    return nlohmann::json{{"jobs", std::move(list)}};
  }));
}

void methods::get(const std::string& id, answer_function answer) {
  desk_.list([id, answer = std::move(answer)](const proto::result<std::vector<proto::job_view>>& jobs) {
    if (!jobs)
      return answer(jobs.error());
    const auto job = std::find_if(jobs->begin(), jobs->end(), [&](const auto& each) { return each.id == id; });
    if (job == jobs->end())
      return answer(refusal(failure_code::unknown_job, "looking up the job", id));
    answer(to_json(*job));
  });
}

void methods::command(const std::string& id, actors::job_command what, answer_function answer) {
  desk_.command(id, what, [this, id, what, answer = std::move(answer)](const proto::outcome& refused) {
    if (refused)
      return answer(*refused);
    if (what == actors::job_command::remove)
      board_.forget(id);
    answer(nlohmann::json::object());
  });
}

void methods::status(answer_function answer) {
  desk_.list(pass_on<std::vector<proto::job_view>>(
    std::move(answer), [about = about_](const std::vector<proto::job_view>& jobs) {
      auto count = nlohmann::json::object();
      for (const auto& job : jobs) {
        auto& number = count[std::string(word(job.phase))];
        number = number.is_null() ? 1 : number.get<int>() + 1;
      }
      return nlohmann::json{{"version", about.version}, {"startedAt", about.started_at}, {"jobs", std::move(count)},
        {"problems", about.problems}};
    }));
}

} // namespace mapferryd
