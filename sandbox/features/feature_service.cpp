#include "sandbox/features/feature_service.hpp"

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/features/feature_documents.hpp"
#include "sandbox/features/feature_query.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {

using nlohmann::json;

http_response feature_service::handle(const http_request& request, std::string_view below, const std::string& user) {
  const auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, feature_service_json(shared_.data, shared_.where.speaks()));
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
  json all = json::array();
  for (const feature_class& each : shared_.data.classes) {
    all.push_back(feature_layer_json(shared_.data, each, shared_.where.speaks()));
  }
  return json_answer(request, {{"layers", all}, {"tables", json::array()}});
}

http_response feature_service::layer(const http_request& request, int id, std::string_view rest) const {
  const feature_class* found = shared_.data.find(id);
  if (found != nullptr && rest.empty()) {
    return json_answer(request, feature_layer_json(shared_.data, *found, shared_.where.speaks()));
  }
  if (found != nullptr && rest == "query")
    return query_layer(shared_, *found, request);
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

} // namespace sandbox
