#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/export_tiles.hpp"
#include "proto/arcgis/service_address.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace fuzz {
namespace {

using form_fields = std::vector<std::pair<std::string, std::string>>;

/// Servers take the last of two members of one name, or the first.
void require_clear(const form_fields& form) {
  auto names = form;
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names, {}, &form_fields::value_type::first);
  require(twice == names.end(), "a form names a member twice");
  (void)proto::encode_form(form);
}

template <class Request>
void tiles(const proto::result<Request>& request, proto::result<Request> (*read)(const nlohmann::json&)) {
  if (!request)
    return;
  require_same_again(*request, read);
  require_clear(proto::to_form(*request));
}

} // namespace

void export_requests(const nlohmann::json& document) {
  if (const auto request = proto::read_create_replica_request(document)) {
    require_same_again(*request, proto::read_create_replica_request);
    require_clear(proto::to_form(*request, "replica"));
  }
  tiles(proto::read_export_tiles_request(document), proto::read_export_tiles_request);
  tiles(proto::read_export_vector_tiles_request(document), proto::read_export_vector_tiles_request);
}

} // namespace fuzz
