#pragma once

#include "core/plan/planner.hpp"

namespace core {

/// As make_plan. For the purposes `plan` and `estimated_plan` it also finds out the numbers
/// of every export, by further questions: counts, ids, sizes of attachments, tilemaps.
/// Only `estimated_plan` has servers work: tile services estimate the sizes of exports.
plan_step make_measured_plan(const plan_question& question, const plan_documents& documents);

} // namespace core
