#include "proto/control/rpc.hpp"

#include "proto/json.hpp"
#include "proto/fields.hpp"

#include <algorithm>
#include <array>

namespace proto {

template <>
struct words_of<role> {
  static constexpr std::array<std::string_view, 3> list{"observe", "operate", "admin"};
};
template <>
struct words_of<event_kind> {
  static constexpr std::array<std::string_view, 4> list{"job", "layer", "progress", "note"};
};

namespace {

constexpr std::array methods{
  rpc_method{"job.submit", role::operate, "{job | plan}", "{id}",
    "Take a job, or the job of a plan, to be done only if nothing of the plan's basis has changed; the answer comes "
    "when it is durable"},
  rpc_method{
    "job.list", role::observe, "{}", "{jobs: [view]}", "Unfinished jobs and finished ones not removed, oldest first"},
  rpc_method{"job.get", role::observe, "{id}", "view", "One job with its layers"},
  rpc_method{"job.pause", role::operate, "{id}", "{}", "Stop a job's work; server jobs go on"},
  rpc_method{"job.resume", role::operate, "{id}", "{}", "Go on with a paused job"},
  rpc_method{"job.cancel", role::operate, "{id}", "{}", "End a job and release what the servers keep for it"},
  rpc_method{"job.retry", role::operate, "{id}", "{}", "Leave every wait of a job, also one for a person, and try now"},
  rpc_method{"job.remove", role::operate, "{id}", "{}", "Forget a finished job; its package stays"},
  rpc_method{"offlineMap.defaultParameters", role::operate, "{job | plan, timeout?}", "{parameters, notApplied}",
    "The parameters of a job as they would take effect; `timeout` in seconds"},
  rpc_method{"offlineMap.capabilities", role::operate, "{job | plan, timeout?}",
    "{hasErrors, layerCapabilities, tableCapabilities, findings}",
    "Which layers and tables of a job's map go offline, and why others do not; `timeout` in seconds"},
  rpc_method{"offlineMap.parameterOverrides", role::operate, "{job | plan, timeout?}",
    "{overrides, layerKeys, tableKeys}",
    "What each service of a job's map would be asked for, to be changed and given as `overrides` of the job; keys are "
    "by the ids of layers and tables; `timeout` in seconds"},
  rpc_method{"offlineMap.plan", role::operate, "{job | plan, timeout?}", "plan",
    "Every request that a job would make, with counts, bytes and credentials; nothing is made at any server"},
  rpc_method{"offlineMap.estimatedPlan", role::operate, "{job | plan, timeout?}", "plan",
    "The same, with the tile services' own estimates of sizes: a job of each of these servers"},
  rpc_method{"credential.login", role::admin, "{credential}", "{address}",
    "Begin a sign-in by hand: the address at which a person gets a code"},
  rpc_method{"credential.finishLogin", role::admin, "{credential, code}", "{username}",
    "Keep the refresh token that the portal gives for the code"},
  rpc_method{"events.subscribe", role::observe, "{since?}", "{seq}",
    "Send `event` notifications from now on, or from those after sequence number `since` that are still kept"},
  rpc_method{
    "system.status", role::observe, "{}", "{version, startedAt, jobs: {phase: count}, problems}", "How the daemon is"},
  rpc_method{"system.version", role::observe, "{}", "{version}", "The daemon's version"},
  rpc_method{"rpc.discover", role::observe, "{}", "{methods}", "This table"},
};

constexpr std::string_view version = "2.0";

std::string line_of(const nlohmann::json& message) {
  return message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

nlohmann::json envelope_of(const char* member, nlohmann::json value) {
  nlohmann::json message = nlohmann::json::object();
  message["jsonrpc"] = version;
  message[member] = std::move(value);
  return message;
}

bool is_id(const nlohmann::json& id) { return id.is_string() || id.is_number() || id.is_null(); }

nlohmann::json id_in(const nlohmann::json& message) {
  const auto id = message.find("id");
  return id != message.end() && is_id(*id) ? *id : nlohmann::json{};
}

bool is_version_2(const nlohmann::json& message) {
  const auto said = message.find("jsonrpc");
  return said != message.end() && said->is_string() && said->get_ref<const std::string&>() == version;
}

std::optional<rpc_event> read_event(const nlohmann::json& params) {
  field_reader in{params};
  rpc_event event;
  in("seq", event.seq);
  in("time", event.time);
  in("job", event.job);
  in("layer", event.layer);
  in("kind", event.kind);
  if (!in.ok())
    return {};
  if (const auto* view = in.find("view"))
    event.view = *view;
  return event;
}

rpc_error read_error(const nlohmann::json& json) {
  field_reader in{json};
  rpc_error error;
  in("code", error.code);
  in("message", error.message);
  if (const auto* data = in.find("data"))
    error.data = *data;
  return error;
}

} // namespace

std::string_view word(role r) { return word_in(r); }
std::string_view word(event_kind kind) { return word_in(kind); }

std::string to_line(const rpc_request& request) {
  auto message = envelope_of("method", request.method);
  message["params"] = request.params;
  if (!request.id.is_null())
    message["id"] = request.id;
  return line_of(message);
}

std::string to_line(const rpc_reply& reply) {
  nlohmann::json message;
  if (const auto* error = reply.error()) {
    message = envelope_of("error", {{"code", error->code}, {"message", error->message}});
    if (!error->data.is_null())
      message["error"]["data"] = error->data;
  } else {
    message = envelope_of("result", *reply.result());
  }
  message["id"] = reply.id;
  return line_of(message);
}

std::string to_line(const rpc_event& event) {
  field_writer out;
  out("seq", event.seq);
  out("time", event.time);
  out("job", event.job);
  out("layer", event.layer);
  out("kind", event.kind);
  auto params = out.take();
  params["view"] = event.view;
  auto message = envelope_of("method", "event");
  message["params"] = std::move(params);
  return line_of(message);
}

std::variant<rpc_request, rpc_reply> read_request_line(std::string_view line) {
  if (line.size() > max_request_line)
    return error_reply({}, rpc_code::invalid_request, "the line is too long");
  const auto message = parse_json(line);
  if (!message)
    return error_reply({}, rpc_code::parse_error, "the line is no JSON");
  if (!message->is_object() || !is_version_2(*message))
    return error_reply({}, rpc_code::invalid_request, "not a JSON-RPC 2.0 request object");
  const auto id = message->find("id");
  const auto method = message->find("method");
  if (id != message->end() && !is_id(*id))
    return error_reply({}, rpc_code::invalid_request, "id must be text, a number or null");
  if (method == message->end() || !method->is_string())
    return error_reply(id_in(*message), rpc_code::invalid_request, "method must be text");
  rpc_request request{.id = id_in(*message), .method = method->get<std::string>()};
  const auto params = message->find("params");
  if (params == message->end() || params->is_null())
    return request;
  if (!params->is_object())
    return error_reply(request.id, rpc_code::invalid_params, "params must be an object: parameters have names");
  request.params = *params;
  return request;
}

std::optional<std::variant<rpc_reply, rpc_event>> read_answer_line(std::string_view line) {
  // The daemon is trusted to send long lists; depth is limited all the same.
  const auto message = parse_json(line, 100'000'000);
  if (!message || !message->is_object() || !is_version_2(*message))
    return {};
  const auto method = message->find("method");
  if (method != message->end()) {
    const auto params = message->find("params");
    if (*method != "event" || params == message->end())
      return {};
    if (auto event = read_event(*params))
      return std::move(*event);
    return {};
  }
  if (const auto error = message->find("error"); error != message->end())
    return rpc_reply{.id = id_in(*message), .outcome = read_error(*error)};
  if (const auto result = message->find("result"); result != message->end())
    return rpc_reply{.id = id_in(*message), .outcome = *result};
  return {};
}

rpc_error to_rpc_error(const failure& f) {
  return {.code = -32000 - kind_of(f.code).exit_code, .message = describe(f), .data = f};
}

failure to_failure(const rpc_error& error) {
  const auto code = error.data.is_object() ? error.data.find("code") : error.data.end();
  if (error.data.is_object() && code != error.data.end() && code->is_string())
    return error.data.get<failure>();
  failure unknown;
  unknown.code = failure_code::invalid_request;
  unknown.hint = error.message;
  return unknown;
}

rpc_reply error_reply(nlohmann::json id, int code, std::string message) {
  return {.id = std::move(id), .outcome = rpc_error{.code = code, .message = std::move(message), .data = nullptr}};
}

std::span<const rpc_method> rpc_methods() { return methods; }

const rpc_method* find_method(std::string_view name) {
  const auto found = std::ranges::find(methods, name, &rpc_method::name);
  return found == methods.end() ? nullptr : &*found;
}

nlohmann::json discover() {
  auto list = nlohmann::json::array();
  for (const auto& method : methods)
    list.push_back({{"name", method.name}, {"role", word(method.needs)}, {"params", method.params},
      {"result", method.result}, {"summary", method.summary}});
  return {{"methods", std::move(list)}};
}

} // namespace proto
