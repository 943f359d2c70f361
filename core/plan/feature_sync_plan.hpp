#pragma once

#include "core/plan/map_services.hpp"
#include "core/plan/planner.hpp"
#include "proto/control/parameter_overrides.hpp"

#include <string>
#include <vector>

namespace core {

/// A layer or table of the map that one feature service will be asked for.
struct feature_choice {
  const proto::web_map_layer* layer = nullptr;
  const proto::service_layer* described = nullptr;
};

/// The choice with this id at the service, or null.
const feature_choice* choice_of(const std::vector<feature_choice>& choices, int service_layer);
bool is_without_geometry(const feature_choice& choice);

/// Bits of replicaOptions.syncDataOptions that GenerateGeodatabaseParameters has members for.
namespace sync_data_option {
constexpr int annotations = 1, dimensions = 2, contingent_values = 4, system_tables = 16;
} // namespace sync_data_option

/// What a replica is made of where its parameters do not say it.
struct replica_frame {
  proto::area area_of_interest;
  proto::spatial_reference map_reference; ///< may be absent: the service's then
};

/// The createReplica of these parameters, for those of its layers that are among the
/// choices: at least one must be. Refuses a sync model that the service does not have;
/// `element` is the path of the parameters.
proto::result<planned_export> plan_feature_sync(const feature_service& service,
  const std::vector<feature_choice>& choices, const proto::generate_geodatabase_parameters& parameters,
  const replica_frame& frame, const std::string& element, std::vector<proto::finding>& findings);

} // namespace core
