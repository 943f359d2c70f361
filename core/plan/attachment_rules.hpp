#pragma once

#include "proto/control/offline_map_parameters.hpp"

namespace core {

/// What a replica asks for of attachments. Only pairs that servers accept
/// (Create Replica, attachmentsSyncDirection).
struct attachment_choice {
  bool returned = false;
  proto::attachment_sync_direction direction = proto::attachment_sync_direction::none;
  bool operator==(const attachment_choice&) const = default;
};

/// One layer's share of the two map-wide parameters (GenerateOfflineMapParameters,
/// attachmentSyncDirection, table of valid pairs).
attachment_choice attachments_of_layer(const proto::generate_offline_map_parameters& parameters, bool editable);

} // namespace core
