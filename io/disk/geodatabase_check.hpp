#pragma once

#include "io/disk/sqlite_reader.hpp"
#include "proto/result.hpp"

#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace io {

/// A row of GDB_ServiceItems that stands for a layer or table of the service.
struct service_item {
  int item_id = 0;
  int service_layer = 0; ///< id of the layer in its service
  std::string dataset;   ///< local table
};

/// What a well-formed mobile geodatabase is.
struct geodatabase {
  bool has_service_items = false;
  std::vector<service_item> items;
  bool has_replica = false; ///< a Sync Replica among GDB_Items
  std::string replica_id;   ///< lower case without braces; empty if none or not yet given by a server
};

/// Reads a mobile geodatabase as far as it can be judged without the vendor's
/// library: header (magic, page size, length = pages, application id `Esri`), the
/// page structure of every b-tree, the tables GDB_Version, GDB_Items and
/// st_geometry_columns, the service items and the replica. Bytes inside a row have
/// no checksum: a change there cannot be seen. A failure is `damaged` unless the
/// disk refused.
proto::result<geodatabase> read_geodatabase(int file, const std::string& subject, const std::stop_token& stop);

/// Longest time a file of this length may take to be read.
std::chrono::milliseconds geodatabase_time_limit(std::uint64_t bytes);

/// Current rows of a layer's or table's dataset. A replica's table is archived: closed rows
/// stay in it, and the view `<table>_evw` shows the current ones.
proto::result<std::uint64_t> current_rows(sqlite_reader& database, const std::string& dataset);

/// The name quoted for SQL.
std::string quoted_name(const std::string& name);

} // namespace io
