#pragma once

#include "core/plan/planner.hpp"
#include "proto/record/layer_record.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace core {

/// The plan's web map as an offline map: what was taken gets its `path`, what
/// stays online keeps its address, all else is removed with groups that thereby lose all their layers, the area of
/// interest becomes the initial viewpoint. Everything else is carried over
/// (mobile map package as the vendor's runtime writes it; web map specification,
/// `path`).
nlohmann::json make_map_document(const offline_plan& plan, const std::vector<proto::layer_record>& layers);

/// The file of a finished export that serves a layer; null if there is none.
const proto::artifact_record* file_for(const proto::layer_record& layer, const proto::covered_layer& covered);

} // namespace core
