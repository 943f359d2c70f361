#include "io/http/parameter_keeper.hpp"

#include "core/retry.hpp"
#include "core/service_parameters.hpp"
#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

namespace io {

namespace {

using namespace std::chrono_literals;
using by_layer = std::map<std::string, proto::service_parameters>;

constexpr std::chrono::milliseconds kept_for = 1h;
constexpr std::chrono::milliseconds nothing_kept_for = 1min;
constexpr std::uint64_t document_limit = 32u << 20; // as of a web map when it is planned

/// Nothing of the request that waits for the parameters has left: no answer may look as if it had.
core::reply not_sent(const core::reply& answer, const std::string& why) {
  core::reply reply;
  reply.transport = core::transport_error::unreachable;
  reply.words = "parameters of the map cannot be read: " + why;
  reply.retry_after = answer.retry_after;
  return reply;
}

} // namespace

parameter_keeper::parameter_keeper(reader read, std::shared_ptr<core::clock> clock)
  : read_(std::move(read)),
    clock_(std::move(clock)) {}

void parameter_keeper::get(const proto::parameter_sources& sources, const std::string& portal, taker take) {
  go_on(std::make_shared<question>(question{sources, portal, std::move(take), {}}), 0);
}

void parameter_keeper::go_on(const std::shared_ptr<question>& asked, std::size_t index) {
  if (index == asked->sources.size())
    return asked->take({std::move(asked->values), std::nullopt});
  const auto& source = asked->sources[index];
  const auto key = asked->portal + " " + source.document;
  const auto taken = [weak = weak_from_this(), asked, index](token_outcome outcome) {
    if (outcome.failed)
      return asked->take({{}, std::move(outcome.failed)});
    const auto known = nlohmann::json::parse(outcome.token).get<by_layer>();
    if (const auto found = known.find(asked->sources[index].layer); found != known.end())
      asked->values.insert(found->second.begin(), found->second.end());
    if (const auto me = weak.lock())
      me->go_on(asked, index + 1);
  };
  if (slots_.get(key, clock_->now(), taken))
    read_document(key, source.document, asked->portal);
}

void parameter_keeper::read_document(const std::string& key, const std::string& address, const std::string& portal) {
  core::small_request request;
  request.address = address;
  request.form = {{"f", "json"}};
  request.portal = portal;
  request.named_by_document = true;
  request.max_bytes = document_limit;
  slots_.keep(key, read_(std::move(request), [weak = weak_from_this(), key](const core::reply& reply) {
    if (const auto me = weak.lock())
      me->document_read(key, reply);
  }));
}

void parameter_keeper::document_read(const std::string& key, const core::reply& reply) {
  const auto why = core::classify(reply, "reading a map's parameters", reply.address);
  if (reply.transport == core::transport_error::stopped || (why && why->reason == core::reason::auth))
    return slots_.finish(key, {{}, reply}, 0);
  const bool is_final = why && (why->reason == core::reason::refused || why->reason == core::reason::lost);
  if (why && !is_final)
    return slots_.finish(key, {{}, not_sent(reply, proto::describe(why->failure))}, 0);
  const auto document = why ? std::nullopt : proto::parse_json(reply.body);
  if (!why && !document)
    return slots_.finish(key, {{}, not_sent(reply, "the portal's answer is no JSON")}, 0);
  const auto found = document ? core::secret_parameters_in(*document) : by_layer{};
  slots_.finish(key, {nlohmann::json(found).dump(), std::nullopt},
    clock_->now() + (document ? kept_for : nothing_kept_for).count());
}

} // namespace io
