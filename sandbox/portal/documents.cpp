#include "sandbox/portal/documents.hpp"

#include "sandbox/model/placeholders.hpp"

namespace sandbox {
namespace {

placeholder_meaning meaning_for(const world& shared, const http_request& request) {
  return [&](std::string_view word, std::string_view name) -> std::string {
    if (word == "service") {
      const std::string service = placeholder_service(name);
      const auto server = shared.data.server_of(service).value_or(server_role::federated);
      return shared.where.service_root(request, service, server);
    }
    if (word == "item")
      return item_id(name);
    if (word == "resources")
      return item_root(std::string{name}, shared, request) + "/resources";
    return shared.where.portal_root(request);
  };
}

} // namespace

nlohmann::json addressed(const nlohmann::json& document, const world& shared, const http_request& request) {
  return filled_document(document, meaning_for(shared, request));
}

std::string addressed_text(const std::string& text, const world& shared, const http_request& request) {
  return filled_text(text, meaning_for(shared, request));
}

std::string item_root(const std::string& title, const world& shared, const http_request& request) {
  return shared.where.portal_root(request) + "/sharing/rest/content/items/" + item_id(title);
}

} // namespace sandbox
