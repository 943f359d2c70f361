#include "sandbox/features/feature_service.hpp"

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/features/feature_documents.hpp"
#include "sandbox/features/feature_query.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {

using nlohmann::json;

http_response feature_service::handle(const http_request& request, std::string_view below, const visitor& who) {
  // Replicas made without a token belong to this name.
  const std::string user = who.is == visitor::kind::known ? who.user : "Esri_Anonymous";
  const auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, feature_service_json(data_, shared_.where.speaks()));
  const std::string operation = lower_case(parts[0]);
  if (parts.size() == 1) {
    if (operation == "layers")
      return layers(request);
    if (operation == "createreplica")
      return replicas_.create(request, user);
    if (operation == "replicas")
      return replicas_.list(request, user);
    if (operation == "unregisterreplica")
      return replicas_.unregister(request, user);
  }
  if (parts.size() == 2) {
    if (operation == "jobs" || operation == "createreplica")
      return replicas_.status(request, parts[1]);
    if (operation == "replicas")
      return replicas_.info(request, user, parts[1]);
    if (operation == "replicafiles")
      return replicas_.result_file(request, parts[1]);
  }
  const auto id = number_in<int>(operation);
  if (id && parts.size() <= 2) {
    return layer(request, *id, parts.size() == 2 ? std::string_view{parts[1]} : std::string_view{});
  }
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

http_response feature_service::layers(const http_request& request) const {
  json spatial = json::array(), plain = json::array();
  for (const table& each : data_.tables)
    (each.is_spatial() ? spatial : plain).push_back(feature_layer_json(data_, each, shared_.where.speaks()));
  return json_answer(request, {{"layers", spatial}, {"tables", plain}});
}

http_response feature_service::layer(const http_request& request, int id, std::string_view rest) const {
  const table* found = data_.find(id);
  if (found != nullptr && rest.empty()) {
    return json_answer(request, feature_layer_json(data_, *found, shared_.where.speaks()));
  }
  if (found != nullptr && rest == "query")
    return query_layer(shared_, data_, *found, request);
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

} // namespace sandbox
