#include "core/release_rules.hpp"

#include "core/names.hpp"
#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace core {

using namespace std::chrono_literals;
using proto::ledger_state;

namespace {

/// A server that is still building a replica does not list it yet.
constexpr auto search_time = std::chrono::milliseconds{24h};

std::chrono::milliseconds growing(std::uint32_t count) {
  static constexpr std::array<std::chrono::milliseconds, 5> pauses{1min, 5min, 30min, 2h, 6h};
  return pauses[std::min<std::size_t>(count, pauses.size()) - 1];
}

/// The status address speaks the language of a layer that polls.
proto::layer_record as_layer(const proto::ledger_record& entry) {
  proto::layer_record layer;
  layer.task = task_of(entry);
  layer.name = entry.name;
  layer.phase = proto::layer_phase::polling;
  layer.server_job.address = entry.status_address;
  return layer;
}

const export_protocol& protocol_of(const rules& rules) { return rules.protocol_of(proto::export_kind::feature_sync); }

bool to_release(const release_state& state) { return state.entry.state == ledger_state::to_release; }
bool own_to_release(const release_state& state) {
  return to_release(state) && !state.entry.replica_id.empty() && state.gone.count(state.entry.replica_id) == 0;
}
bool status_to_ask(const release_state& state) {
  return to_release(state) && state.entry.replica_id.empty() && !state.entry.status_address.empty()
    && !state.status_asked;
}

release_move failed_for_now(release_state state) {
  auto pause = growing(++state.failures);
  return {std::move(state), release_move::next::later, {}, pause};
}

/// Ids of our replicas in a list; nothing if it cannot be read.
std::optional<std::vector<std::string>> ours_in(const reply& answer, const proto::ledger_record& entry) {
  auto json = answer.ok() ? proto::parse_json(answer.body) : std::nullopt;
  if (!json || proto::find_esri_error(*json))
    return std::nullopt;
  auto list = proto::read_replica_list(*json);
  if (!list)
    return std::nullopt;
  std::vector<std::string> ids;
  for (const auto& replica : *list)
    if (is_replica_of(replica.name, entry.name) && !replica.id.empty())
      ids.push_back(replica.id);
  return ids;
}

release_move list_answered(release_state state, const reply& answer, const rules& rules, std::int64_t now) {
  auto ids = ours_in(answer, state.entry);
  if (!ids)
    return failed_for_now(std::move(state));
  state.failures = 0;
  std::erase_if(*ids, [&](const auto& id) { return state.gone.count(id) > 0; });
  // Where the one that is in use is not in the list by its id, it could not be told from a twin.
  bool keeps = !to_release(state);
  bool sees_ours =
    std::erase_if(*ids, [&](const auto& id) { return keeps && same_guid(id, state.entry.replica_id); }) > 0;
  if (!ids->empty() && (!keeps || sees_ours)) {
    state.found = std::move(*ids);
    return release_next(state, rules);
  }
  if (keeps)
    return {std::move(state), release_move::next::kept, {}, {}};
  bool answered = !state.gone.empty() || !state.entry.status_address.empty();
  if (answered || now - state.entry.changed_at >= search_time.count())
    return {std::move(state), release_move::next::released, {}, {}};
  auto pause = growing(++state.searches);
  return {std::move(state), release_move::next::later, {}, pause};
}

} // namespace

release_move release_next(const release_state& state, const rules& rules) {
  const auto& entry = state.entry;
  small_request request;
  if (!state.found.empty())
    request = unregister_replica(entry, state.found.front());
  else if (own_to_release(state))
    request = unregister_replica(entry, entry.replica_id);
  else if (status_to_ask(state))
    request = protocol_of(rules).poll(as_layer(entry), entry.portal);
  else
    request = list_replicas(entry);
  return {state, release_move::next::ask, std::move(request), {}};
}

release_move release_answered(
  const release_state& before, const small_request& asked, const reply& answer, const rules& rules, std::int64_t now) {
  auto state = before;
  if (!state.found.empty() || own_to_release(state)) {
    if (read_unregister(answer))
      return failed_for_now(std::move(state));
    state.failures = 0;
    if (state.found.empty()) {
      state.gone.insert(state.entry.replica_id);
    } else {
      state.gone.insert(state.found.front());
      state.found.erase(state.found.begin());
    }
    return release_next(state, rules);
  }
  if (!status_to_ask(state))
    return list_answered(std::move(state), answer, rules, now);

  if (!answer.ok() && answer.status != 404 && answer.status != 410)
    return failed_for_now(std::move(state));
  auto told = protocol_of(rules).read_poll(as_layer(state.entry), asked, answer);
  if (std::holds_alternative<exported::running>(told)) {
    auto pause = growing(++state.searches);
    if (now - state.entry.changed_at < search_time.count())
      return {std::move(state), release_move::next::later, {}, pause};
  }
  if (auto* ready = std::get_if<exported::ready>(&told))
    state.entry.replica_id = ready->replica_id;
  state.status_asked = true;
  return release_next(state, rules);
}

} // namespace core
