#include "actors/layer_slots.hpp"

#include "core/crash_rules.hpp"

#include <algorithm>

namespace actors {

void layer_slots::want(const layer_key& key) {
  auto& layer = layers_[key];
  layer.wanted_again = layer.stopping;
}

void layer_slots::stop(const std::string& job, const std::function<void(const layer_handle&)>& end) {
  std::erase_if(layers_, [&](const auto& each) { return each.first.job == job && !each.second.actor; });
  for (auto& [key, layer] : layers_) {
    if (key.job != job)
      continue;
    layer.wanted_again = false;
    if (!std::exchange(layer.stopping, true))
      end(layer.actor);
  }
}

bool layer_slots::any_of(const std::string& job) const {
  return std::any_of(layers_.begin(), layers_.end(), [&](const auto& each) { return each.first.job == job; });
}

std::optional<layer_slots::ending> layer_slots::ended(
  const caf::actor_addr& who, bool crashed, bool start_again, std::int64_t now) {
  auto found = std::find_if(layers_.begin(), layers_.end(),
    [&](const auto& each) { return each.second.actor && each.second.actor.address() == who; });
  if (found == layers_.end())
    return std::nullopt;
  auto key = found->first;
  auto& layer = found->second;
  layer.actor = nullptr;
  bool stopping = std::exchange(layer.stopping, false);
  if (std::exchange(layer.wanted_again, false))
    return ending{key, after::again};
  if (!stopping && crashed && core::crashed_too_often(layer.crashes, now)) {
    layers_.erase(found);
    return ending{key, after::too_often};
  }
  if (!stopping && (crashed || start_again))
    return ending{key, after::again};
  layers_.erase(found);
  return ending{key, after::gone};
}

void layer_slots::fill() {
  auto running = static_cast<std::size_t>(std::count_if(
    layers_.begin(), layers_.end(), [](const auto& each) { return static_cast<bool>(each.second.actor); }));
  for (auto& [key, layer] : layers_) {
    if (running >= slots_)
      return;
    if (layer.actor)
      continue;
    layer.actor = start_(key);
    ++running;
  }
}

} // namespace actors
