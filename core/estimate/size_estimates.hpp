#pragma once

#include "core/plan/map_services.hpp"
#include "core/ports/history.hpp"
#include "proto/arcgis/size_estimate.hpp"
#include "proto/control/map_plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// What a replica's file weighs. Attachments lie in it as they are; rows and schema are
/// guessed from what real geodatabases weigh.
proto::byte_estimate replica_bytes(const std::vector<proto::row_numbers>& rows);

/// What a tile package weighs: by the service's own estimate where there is one, else
/// guessed from the number of tiles and what real packages weigh.
proto::byte_estimate tile_bytes(proto::export_kind kind, int tile_size, const proto::tile_numbers& tiles,
  const std::optional<proto::size_estimate>& told);

/// What an export weighs by earlier ones of its service that held about as much; nothing
/// where none did.
std::optional<proto::byte_estimate> learned_bytes(const std::vector<export_experience>& experience,
  const std::string& service, proto::export_kind kind, const proto::plan_number& holds);

/// What the download directory's file system must hold while a job runs: parts become
/// the package's files in their place, beside them lie its documents.
proto::byte_estimate disk_peak(const proto::byte_estimate& files, std::uint64_t documents);

} // namespace core
