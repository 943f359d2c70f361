#pragma once

#include "core/plan/geodatabase_parameters.hpp"
#include "core/plan/plan_inputs.hpp"
#include "core/plan/tile_plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace core {

/// What the services of a map are asked for, and what became of their layers.
struct planned_services {
  std::vector<planned_export> exports;
  proto::parameter_overrides overrides; ///< given, or those that the parameters come to
  std::vector<proto::finding> findings;
  std::vector<std::pair<const proto::web_map_layer*, proto::failure>> refused;
  bool left_out = false; ///< the overrides leave a layer out that could be taken
  proto::outcome wrong;  ///< what makes the overrides useless
};

/// Plans the requests, one service after the other. They are always made from overrides:
/// those that a job gives, else the ones that its parameters come to, so that unchanged
/// overrides ask for the same.
class export_planning {
public:
  /// `given` may be null; all must outlive the planning. Given overrides are checked before
  /// (check_overrides).
  export_planning(const plan_inputs& map, const feature_context& context, const proto::parameter_overrides* given);

  /// `service` is the comparable address; the layers are those that can be taken.
  void plan_features(const std::string& service, const std::vector<feature_choice>& choices);
  void plan_tiles(const std::string& service, const std::vector<const proto::web_map_layer*>& layers);

  planned_services take() { return std::move(result_); }

private:
  using layers = std::vector<const proto::web_map_layer*>;

  void leave_out(const proto::web_map_layer& layer);
  void plan_given_tiles(const tile_service& service, const std::string& key, const layers& all);
  void plan_default_tiles(const tile_service& service, const std::string& key, const layers& all);
  bool is_refused(const tile_service& service, const proto::web_map_layer& layer, const proto::area& area);
  void add_tiles(const tile_service& service, const layers& served, const tile_order& order);
  void add_export(planned_export planned);

  const plan_inputs& map_;
  const feature_context& context_;
  const proto::parameter_overrides* given_;
  planned_services result_;
};

} // namespace core
