#pragma once

#include "sandbox/base/outcome.hpp"
#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/geodatabase/geometry_blob.hpp"
#include "sandbox/geodatabase/table_writer.hpp"

namespace sandbox {

/// Adds the rows of a layer to the table of its class. A problem if a shape cannot be carried over to the grid's
/// reference.
outcome<bool> write_features(table_writer& into, const replica_layer& layer, const storage_grid& grid);

/// Adds the layer's attachments to their table, one file in memory at a time. A problem if its bytes have gone.
outcome<bool> write_attachments(table_writer& into, const replica_layer& layer);

} // namespace sandbox
