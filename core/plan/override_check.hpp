#pragma once

#include "core/plan/plan_inputs.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/control/parameter_overrides.hpp"

namespace core {

/// What would make every service refuse: an area without a reference, or across the
/// dateline. `element` is its path.
proto::outcome check_area(const proto::area& area, const std::string& element);

/// Whether a map can be taken by these overrides: refuses services, layers and levels that
/// it does not have, and areas that no service takes, by their element. What could not be
/// read is not judged.
proto::outcome check_overrides(const proto::parameter_overrides& overrides, const plan_inputs& map);

/// The entry of a service, by its comparable address; null without one.
template <class Entry>
const Entry* entry_of(const std::map<std::string, Entry>& entries, const std::string& service) {
  for (const auto& [root, entry] : entries)
    if (proto::comparable_address(root) == service)
      return &entry;
  return nullptr;
}

/// Whether the overrides name the service.
bool names(const proto::parameter_overrides& overrides, const std::string& service);

/// A vector tile service, by its address: also where it could not be read.
bool is_vector(const tile_service& service);

} // namespace core
