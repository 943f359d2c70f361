#pragma once

#include "core/plan/planner.hpp"

#include <nlohmann/json_fwd.hpp>

namespace core {

/// What can be asked about a map without taking it.
enum class survey_kind {
  defaults,     ///< the parameters as they would take effect
  capabilities, ///< which layers go offline, and why others do not
};

/// How much has to be read to answer.
plan_purpose purpose_of(survey_kind kind);

/// The answer, as the document that the control socket gives and people see.
nlohmann::json survey_document(survey_kind kind, const prepared_map& map);

} // namespace core
