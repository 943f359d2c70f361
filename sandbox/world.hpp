#pragma once

#include <string>

#include "sandbox/jobs.hpp"
#include "sandbox/model/dataset.hpp"
#include "sandbox/options.hpp"
#include "sandbox/tiles/raster_map.hpp"
#include "sandbox/results.hpp"
#include "sandbox/site.hpp"
#include "sandbox/storage.hpp"
#include "sandbox/portal/tokens.hpp"

namespace sandbox {

/// What the portal and the services share. All of it is borrowed and outlives them.
struct world {
  const options& settings;
  const site& where;
  const dataset& data;
  const raster_map& raster;
  token_store& tokens;
  result_store& results;
  job_board& jobs;
  storage& store;
  clock_ms clock;
};

/// The one user there is.
inline constexpr const char* user_name = "field";
inline constexpr const char* user_password = "field.sandbox";

/// Stable over restarts: 32 lower-case hex digits made of the item's title.
std::string item_id(std::string_view title);

/// The server's release as `currentVersion`.
double current_version(dialect speaks);

} // namespace sandbox
