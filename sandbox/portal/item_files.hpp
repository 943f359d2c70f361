#pragma once

#include <string>
#include <vector>

#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/items.hpp"

namespace sandbox {

/// What lies below an item: `data`, `info/thumbnail/<name>` (`?w=` its width), `info/iteminfo.xml`, `resources` and the
/// files in there, `relatedItems`. `parts` is the path behind the item's id.
///
/// Items without data answer as the dialects do: nothing at all, or an error. ArcGIS REST API, Item Data, Item
/// Resources, Related Items.
http_response item_file(
  const world& shared, const portal_item& which, const http_request& request, const std::vector<std::string>& parts);

} // namespace sandbox
