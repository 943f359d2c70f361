#include "core/service_parameters.hpp"

#include "core/addresses.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/arcgis/web_map.hpp"
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

template <class Request>
void append_to(Request& request, const wanted_parameters& wanted, const std::string& service) {
  if (!same_origin(request.address, service))
    return;
  for (auto& parameter : not_taken(wanted.plain, request.address, request.form))
    request.form.push_back(std::move(parameter));
  request.secret_parameters = wanted.secret;
}

/// A layer by its address, or by its item where the document gives no address.
std::string key_of(const nlohmann::json& entry) {
  for (const auto* name : {"url", "styleUrl"})
    if (const auto address = proto::text_in(entry, name); !address.empty())
      return proto::comparable_address(address);
  return proto::text_in(entry, "itemId");
}

void collect(const nlohmann::json& entry, std::map<std::string, proto::service_parameters>& found) {
  if (!entry.is_structured())
    return;
  if (auto secret = not_storable(proto::read_custom_parameters(entry)); !secret.empty())
    if (auto key = key_of(entry); !key.empty())
      found.emplace(std::move(key), std::move(secret));
  for (const auto& member : entry)
    collect(member, found);
}

} // namespace

bool same_origin(const std::string& one, const std::string& other) {
  const auto first = proto::split_url(one);
  const auto second = proto::split_url(other);
  return first && second && first->origin() == second->origin();
}

void append_parameters(small_request& request, const wanted_parameters& wanted, const std::string& service) {
  append_to(request, wanted, service);
}

void append_parameters(artifact_request& request, const wanted_parameters& wanted, const std::string& service) {
  append_to(request, wanted, service);
}

proto::service_parameters not_taken(const proto::service_parameters& parameters, const std::string& address,
  const std::vector<std::pair<std::string, std::string>>& form) {
  const auto parts = proto::split_url(address);
  const auto query = parts ? parts->query : std::string{};
  auto kept = parameters;
  std::erase_if(kept, [&](const auto& parameter) {
    const auto& name = parameter.first;
    return proto::same_word(name, "token") || proto::same_word(name, "f") || queries(query, name)
      || std::ranges::any_of(form, [&](const auto& one) { return proto::same_word(one.first, name); });
  });
  return kept;
}

proto::service_parameters storable(const proto::service_parameters& parameters) {
  auto kept = parameters;
  std::erase_if(kept, [](const auto& one) { return is_secret_parameter(one.first, one.second); });
  return kept;
}

proto::service_parameters not_storable(const proto::service_parameters& parameters) {
  auto secret = not_taken(parameters, {}, {});
  std::erase_if(secret, [](const auto& one) { return !is_secret_parameter(one.first, one.second); });
  return secret;
}

std::map<std::string, proto::service_parameters> secret_parameters_in(const nlohmann::json& document) {
  std::map<std::string, proto::service_parameters> found;
  collect(document, found);
  return found;
}

proto::parameter_sources sources_of(const proto::web_map_layer& layer, const map_documents& documents) {
  std::string document;
  for (const auto& [place, address] : documents) // in order: a longer place that fits comes later
    if (layer.pointer.starts_with(place + "/"))
      document = address;
  if (document.empty() || not_storable(layer.custom_parameters).empty())
    return {};
  const auto& address = layer.url.empty() ? layer.style_url : layer.url;
  proto::parameter_sources sources{{document, proto::comparable_address(address)}};
  if (!layer.item_id.empty()) // whose address the map may leave to it
    sources.push_back({document, layer.item_id});
  return sources;
}

} // namespace core
