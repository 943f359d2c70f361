#include "daemon/methods.hpp"

#include "core/addresses.hpp"
#include "proto/control/plan_document.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <map>

namespace mapferryd {
namespace {

using proto::failure;
using proto::failure_code;

constexpr std::chrono::seconds most_patience{86'400};

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

std::optional<std::string> text_param(const nlohmann::json& params, const char* name) {
  const auto found = params.find(name);
  return found != params.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

const std::map<std::string_view, actors::job_command> commands{{"job.pause", actors::job_command::pause},
  {"job.resume", actors::job_command::resume}, {"job.cancel", actors::job_command::cancel},
  {"job.retry", actors::job_command::retry}, {"job.remove", actors::job_command::remove}};

const std::map<std::string_view, core::survey_kind> surveys{
  {"offlineMap.defaultParameters", core::survey_kind::defaults},
  {"offlineMap.capabilities", core::survey_kind::capabilities},
  {"offlineMap.parameterOverrides", core::survey_kind::overrides}, {"offlineMap.plan", core::survey_kind::plan},
  {"offlineMap.estimatedPlan", core::survey_kind::estimated_plan}};

/// How long a survey may take; nothing where that cannot be.
std::optional<std::chrono::seconds> patience_in(const nlohmann::json& params) {
  const auto timeout = params.find("timeout");
  if (timeout == params.end())
    return std::chrono::seconds{600};
  if (!timeout->is_number_integer() || *timeout < 0 || *timeout > most_patience.count())
    return {};
  return std::chrono::seconds{timeout->get<std::int64_t>()};
}

bool names_job(std::string_view method) { return method == "job.get" || commands.count(method) > 0; }

/// Members of a method's params.
std::vector<std::string_view> params_of(std::string_view method) {
  if (method == "job.submit")
    return {"job", "plan"};
  if (surveys.count(method) > 0)
    return {"job", "plan", "timeout"};
  if (method == "credential.login")
    return {"credential"};
  if (method == "credential.finishLogin")
    return {"credential", "code"};
  if (names_job(method))
    return {"id"};
  return {};
}

/// A job in the list: without what only one job's own view shows.
nlohmann::json summary(const proto::job_view& job) {
  auto json = to_json(job);
  for (const auto* member : {"layers", "layerErrors", "tableErrors"})
    json.erase(member);
  return json;
}

/// What a job brings along is stored with it.
void keep_no_secrets(proto::job_request& request) {
  if (!request.web_map)
    return;
  auto document = *request.web_map->document;
  core::withhold_secrets(document);
  request.web_map->document = std::make_shared<const nlohmann::json>(std::move(document));
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

methods::methods(job_desk& desk, login_desk& logins, event_board& board, facts about)
  : desk_(desk),
    logins_(logins),
    board_(board),
    about_(std::move(about)) {}

core::operation_ptr methods::call(
  const proto::rpc_request& request, std::optional<proto::role> caller, answer_function answer) {
  const auto* method = proto::find_method(request.method);
  if (!method)
    answer(proto::rpc_error{
      proto::rpc_code::method_not_found, "no method `" + proto::printable(request.method) + "`", nullptr});
  else if (!caller || *caller < method->needs)
    answer(refusal(failure_code::permission_missing, "calling a method", request.method,
      "needs the role " + std::string(word(method->needs))
        + ": root, or a member of the group mapferry-observe or mapferry-operate"));
  else if (auto unknown = unknown_param(request.params, params_of(method->name)))
    answer(std::move(*unknown));
  else if (const auto question = surveys.find(method->name); question != surveys.end())
    return survey(question->second, request.params, std::move(answer));
  else
    call_known(method->name, request.params, std::move(answer));
  return nullptr;
}

void methods::call_known(std::string_view name, const nlohmann::json& params, answer_function answer) {
  if (name == "job.submit")
    return submit(params, std::move(answer));
  if (name == "job.list")
    return list(std::move(answer));
  if (names_job(name)) {
    const auto id = text_param(params, "id");
    if (!id)
      return answer(wrong_params("`id` must be a job's id"));
    if (name == "job.get")
      return get(*id, std::move(answer));
    return command(*id, commands.at(name), std::move(answer));
  }
  if (name == "credential.login")
    return login(params, std::move(answer));
  if (name == "credential.finishLogin")
    return finish_login(params, std::move(answer));
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

/// The parameter `job`, or the job of a `plan`, or the answer that it deserves.
std::variant<proto::job_request, method_answer> methods::read_job(const nlohmann::json& params) const {
  const auto job = params.find("job"), plan = params.find("plan");
  if ((job == params.end()) == (plan == params.end()))
    return wrong_params("either `job` or `plan` must be given");
  auto request = job != params.end() ? proto::read_job_request(*job) : proto::read_plan_document(*plan);
  if (!request)
    return request.error();
  if (auto unknown = unknown_portal(request->portal))
    return *unknown;
  keep_no_secrets(*request);
  return std::move(*request);
}

void methods::submit(const nlohmann::json& params, answer_function answer) {
  auto read = read_job(params);
  if (auto* wrong = std::get_if<method_answer>(&read))
    return answer(std::move(*wrong));
  auto& request = std::get<proto::job_request>(read);
  if (request.download_directory.front() != '/')
    return answer(
      refusal(failure_code::invalid_request, "reading the job", "downloadDirectory", "must be an absolute path"));
  desk_.submit(std::move(request), pass_on<std::string>(std::move(answer), [](const std::string& id) {
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

core::operation_ptr methods::survey(core::survey_kind kind, const nlohmann::json& params, answer_function answer) {
  auto read = read_job(params);
  if (auto* wrong = std::get_if<method_answer>(&read)) {
    answer(std::move(*wrong));
    return nullptr;
  }
  const auto patience = patience_in(params);
  if (!patience) {
    answer(wrong_params("`timeout` must be seconds, at most " + std::to_string(most_patience.count())));
    return nullptr;
  }
  return desk_.survey(kind, std::move(std::get<proto::job_request>(read)), *patience,
    pass_on<nlohmann::json>(std::move(answer), [](const nlohmann::json& document) { return document; }));
}

void methods::login(const nlohmann::json& params, answer_function answer) {
  const auto credential = text_param(params, "credential");
  if (!credential)
    return answer(wrong_params("`credential` must be a name in the configuration"));
  pass_on<std::string>(std::move(answer), [](const std::string& address) {
    return nlohmann::json{{"address", address}};
  })(logins_.begin(*credential));
}

void methods::finish_login(const nlohmann::json& params, answer_function answer) {
  const auto credential = text_param(params, "credential");
  const auto code = text_param(params, "code");
  if (!credential || !code)
    return answer(wrong_params("`credential` and `code` must be texts"));
  logins_.finish(*credential, *code, pass_on<std::string>(std::move(answer), [](const std::string& user) {
    return nlohmann::json{{"username", user}};
  }));
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
