#pragma once

#include "actors/interfaces.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace actors {

struct layer_key {
  std::string job;
  int index = 0;
  auto operator<=>(const layer_key&) const = default;
};

/// The layer actors of all jobs within the device's slots, oldest job first. A
/// layer keeps its slot until it ends: servers delete finished results within
/// minutes, so a granted export goes on through its download. Lives in the
/// supervisor.
class layer_slots {
public:
  using starter = std::function<layer_handle(const layer_key&)>;
  /// `start` makes the actor of a layer, monitored.
  layer_slots(std::size_t slots, starter start) : slots_(slots), start_(std::move(start)) {}

  void want(const layer_key& key);
  /// Tells every running layer of the job to end and forgets those that wait.
  void stop(const std::string& job, const std::function<void(const layer_handle&)>& end);
  bool any_of(const std::string& job) const;
  bool empty() const { return layers_.empty(); }

  /// What becomes of a layer whose actor has ended.
  enum class after { gone, again, too_often };
  struct ending {
    layer_key key;
    after what = after::gone;
  };
  /// Nothing if no layer has this address. `crashed` = not by its own will.
  std::optional<ending> ended(const caf::actor_addr& who, bool crashed, bool start_again, std::int64_t now);

  /// Starts what has room.
  void fill();

  template <class Function>
  void for_each_running(Function use) const {
    for (const auto& [key, layer] : layers_)
      if (layer.actor)
        use(key, layer.actor);
  }

private:
  struct entry {
    layer_handle actor; ///< null while it waits for a slot
    bool stopping = false;
    bool wanted_again = false; ///< while stopping
    std::vector<std::int64_t> crashes;
  };
  std::size_t slots_;
  starter start_;
  std::map<layer_key, entry> layers_; ///< job ids are ordered by time
};

} // namespace actors
