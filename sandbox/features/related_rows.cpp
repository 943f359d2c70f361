#include "sandbox/features/related_rows.hpp"

#include <algorithm>
#include <set>

namespace sandbox {
namespace {

std::optional<std::size_t> column_named(const table& source, const std::string& name) {
  const field* found = source.find_field(name);
  if (found == nullptr)
    return {};
  return static_cast<std::size_t>(found - source.fields.data());
}

replica_layer* layer_of(replica_request& wanted, int id) {
  const auto found = std::find_if(
    wanted.layers.begin(), wanted.layers.end(), [&](const replica_layer& one) { return one.source->id == id; });
  return found == wanted.layers.end() ? nullptr : &*found;
}

/// True if there were any that had not been chosen yet.
bool follow(const relationship& way, const replica_layer& origin, replica_layer& destination) {
  const auto origin_key = column_named(*origin.source, way.origin_key),
             destination_key = column_named(*destination.source, way.destination_key);
  if (!origin_key || !destination_key)
    return false;
  std::set<value> keys;
  for (const std::size_t row : origin.rows)
    keys.insert(origin.source->rows[row].attributes[*origin_key]);
  keys.erase(value{}); // null belongs to nothing
  std::set<std::size_t> chosen{destination.rows.begin(), destination.rows.end()};
  const auto& rows = destination.source->rows;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (keys.contains(rows[row].attributes[*destination_key]))
      chosen.insert(row);
  }
  const bool more = chosen.size() > destination.rows.size();
  destination.rows.assign(chosen.begin(), chosen.end());
  return more;
}

} // namespace

void add_related_rows(replica_request& wanted) {
  for (bool more = true; more;) {
    more = false;
    for (const relationship& way : wanted.service->relationships) {
      const replica_layer* origin = layer_of(wanted, way.origin);
      replica_layer* destination = layer_of(wanted, way.destination);
      if (origin == nullptr || destination == nullptr)
        continue;
      if (destination->option == query_option::none && destination->include_related)
        more = follow(way, *origin, *destination) || more;
    }
  }
}

std::vector<std::size_t> attachments_of(const table& source, const std::vector<std::size_t>& rows) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < source.attachments.size(); ++i) {
    if (std::binary_search(rows.begin(), rows.end(), source.attachments[i].row))
      found.push_back(i);
  }
  return found;
}

} // namespace sandbox
