#pragma once

#include "core/plan/item_info.hpp"
#include "core/plan/style_resources.hpp"
#include "core/ports/disk.hpp"
#include "core/ports/history.hpp"
#include "core/ports/transfers.hpp"
#include "core/signin.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/control/capabilities.hpp"
#include "proto/control/finding.hpp"
#include "proto/control/job_request.hpp"
#include "proto/control/map_plan.hpp"
#include "proto/record/export_task.hpp"
#include "proto/record/job_record.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace core {

struct plan_inputs;

/// One export of a plan: becomes one layer record.
struct planned_export {
  proto::export_task task;
  std::vector<proto::covered_layer> covers;
};

/// What will be asked of whom, why a layer is left out, and all that assembling
/// needs when the portal is gone. Saved as a document.
struct offline_plan {
  std::vector<planned_export> exports;
  std::vector<proto::layer_error> layer_errors; ///< refused in advance
  std::vector<proto::layer_error> table_errors;
  nlohmann::json web_map; ///< with item overrides merged; errors not yet removed
  core::item_info item_info;
  std::string item_id;                  ///< of the web map; empty if it came as a file
  std::string portal_url;               ///< without trailing slash and without /sharing
  proto::area area_of_interest;         ///< as asked
  std::string reference_basemap;        ///< `path` of the only basemap layer; empty = the map's own basemap
  std::vector<std::string> online;      ///< layers and tables that keep their addresses: pointers into web_map
  std::vector<layer_style> styles;      ///< saved beside the tiles of their layers
  std::array<double, 4> extent{};       ///< WGS84 degrees xmin, ymin, xmax, ymax
  std::vector<proto::finding> findings; ///< for the report

  /// Whether the map is worth having without any export. Features that the map itself
  /// holds do not count.
  bool has_more_than_exports() const { return !online.empty() || !reference_basemap.empty(); }
};

nlohmann::json to_json(const offline_plan& plan);
proto::result<offline_plan> read_offline_plan(const nlohmann::json& json);

/// An answer to the planner's question. Once it is `given_up`, a silent host or a
/// service's errors are no more waited for: they are the answer (a portal's errors
/// always are waited for).
struct plan_document {
  core::reply reply;
  bool given_up = false;
  std::optional<proto::result<basemap_facts>> basemap{}; ///< instead of a reply
};

/// Documents that the planner has asked for, by key.
using plan_documents = std::map<std::string, plan_document>;

struct document_request {
  std::string key; ///< stable: the next call finds the answer under it
  small_request request;
};

/// Key of the answer about a reference basemap.
inline constexpr const char* basemap_key = "basemap";

/// The planner needs these documents before it can go on; asked in parallel.
struct plan_need {
  std::vector<document_request> documents;
  std::string basemap{}; ///< a tile package on this machine to look at; empty = none
};

/// Reading this document failed in a way that waiting or signing in can heal:
/// the job waits by name and asks again.
struct plan_wait {
  std::string key;
  proto::failure failure;
  std::vector<std::string> others; ///< keys of documents that failed likewise: ask them again too
};

/// What a plan is made for: how much is read, and whether to go on past what refuses
/// the map as a whole.
enum class plan_purpose {
  job,            ///< what is refused ends planning
  survey,         ///< everything is found out
  defaults,       ///< no service is read: the parameters alone
  plan,           ///< as a survey, and the numbers of what would be taken (core/estimate)
  estimated_plan, ///< as a plan, with the services' own estimates of sizes
};
constexpr bool is_measured(plan_purpose purpose) {
  return purpose == plan_purpose::plan || purpose == plan_purpose::estimated_plan;
}

/// Address of a basemap's service in the configuration → of the one that is exported where
/// that cannot be, or the id of its portal item.
using basemap_substitutions = std::map<std::string, std::string>;

struct plan_question {
  proto::job_request request;
  std::string portal_url; ///< the portal's address, context included
  std::string portal;     ///< the name to sign in with
  plan_purpose purpose = plan_purpose::job;
  const sign_in_setup* sign_in = nullptr;      ///< of plans: whose credentials they name
  std::vector<export_experience> experience{}; ///< of plans: what earlier exports weighed
  core::basemap_substitutions substitutions{};
};

/// Everything that planning has found out: what a job takes on, and what people ask
/// about a map before they take it.
struct prepared_map {
  offline_plan plan;
  proto::offline_map_capabilities capabilities; ///< not of the purpose `defaults`
  proto::job_parameters parameters;             ///< as they take effect
  proto::parameter_overrides overrides;         ///< that the exports are made from; not of `defaults`
  proto::plan_basis basis{};                    ///< what all this was made from; not of `defaults`
  std::shared_ptr<const plan_inputs> inputs{};  ///< likewise
  proto::map_plan numbers{};                    ///< of plans
};

using plan_step = std::variant<plan_need, plan_wait, prepared_map, proto::failure>;

/// Portal item → web map → services → requests: a pure function of the question
/// and the documents so far. A plan may have errors, and nothing to take: the job
/// decides what comes of that.
plan_step make_plan(const plan_question& question, const plan_documents& documents);

} // namespace core
