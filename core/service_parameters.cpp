#include "core/service_parameters.hpp"

#include "core/addresses.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace core {
namespace {

/// Whether the query of an address names a parameter.
bool queries(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    if (proto::same_word(part.substr(0, part.find('=')), name))
      return true;
    query.remove_prefix(std::min(part.size() + 1, query.size()));
  }
  return false;
}

} // namespace

bool same_origin(const std::string& one, const std::string& other) {
  const auto first = proto::split_url(one);
  const auto second = proto::split_url(other);
  return first && second && first->origin() == second->origin();
}

void append_parameters(
  small_request& request, const proto::service_parameters& parameters, const std::string& service) {
  if (!same_origin(request.address, service))
    return;
  const auto query = proto::split_url(request.address)->query;
  const auto ours = request.form;
  for (const auto& parameter : parameters) {
    const auto& name = parameter.first;
    const bool taken = proto::same_word(name, "token") || queries(query, name)
      || std::any_of(ours.begin(), ours.end(), [&](const auto& one) { return proto::same_word(one.first, name); });
    if (!taken)
      request.form.push_back(parameter);
  }
}

proto::service_parameters storable(const proto::service_parameters& parameters) {
  proto::service_parameters kept;
  for (const auto& [name, value] : parameters)
    if (!is_secret_name(name))
      kept.emplace(name, without_secrets(value));
  return kept;
}

} // namespace core
