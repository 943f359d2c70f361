#include "sandbox/features/feature_service.hpp"

#include <algorithm>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/features/attachment_query.hpp"
#include "sandbox/features/feature_query.hpp"
#include "sandbox/features/layer_document.hpp"
#include "sandbox/features/related_query.hpp"
#include "sandbox/features/service_document.hpp"
#include "sandbox/features/single_feature.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/http/paths.hpp"

namespace sandbox {
namespace {

http_response invalid_url() { return error_answer(400, "Invalid URL", {"Invalid URL"}); }

} // namespace

feature_service::feature_service(const world& shared, const service_data& data)
  : shared_{shared},
    data_{data},
    replicas_{shared, data, indices_},
    indices_{data.tables.begin(), data.tables.end()} {}

const row_index* feature_service::find(int id) const {
  const auto found =
    std::find_if(indices_.begin(), indices_.end(), [&](const row_index& one) { return one.source().id == id; });
  return found == indices_.end() ? nullptr : &*found;
}

http_response feature_service::handle(const http_request& request, std::string_view below, const visitor& who) {
  // Replicas made without a token belong to this name.
  const std::string user = who.is == visitor::kind::known ? who.user : "Esri_Anonymous";
  auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, feature_service_json(data_, shared_.where.speaks()));
  const std::string operation = lower_case(parts[0]);
  if (parts.size() == 1) {
    if (operation == "layers")
      return layers(request);
    if (operation == "query")
      return query_service(request, data_, indices_, shared_.where.speaks(), shared_.clock());
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
  const row_index* index = id ? find(*id) : nullptr;
  if (index == nullptr)
    return invalid_url();
  parts.erase(parts.begin());
  return layer(request, *index, parts);
}

http_response feature_service::layers(const http_request& request) const {
  nlohmann::json spatial = nlohmann::json::array(), plain = nlohmann::json::array();
  for (const table& each : data_.tables)
    (each.is_spatial() ? spatial : plain).push_back(feature_layer_json(data_, each, shared_.where.speaks()));
  return json_answer(request, {{"layers", std::move(spatial)}, {"tables", std::move(plain)}});
}

http_response feature_service::layer(
  const http_request& request, const row_index& index, const path_words& below) const {
  const table& from = index.source();
  const dialect speaks = shared_.where.speaks();
  if (below.empty())
    return json_answer(request, feature_layer_json(data_, from, speaks));
  const std::string operation = lower_case(below[0]);
  const attachment_query attachments{request, from,
    shared_.where.service_root(request, data_.path(), data_.server) + "/" + std::to_string(from.id), speaks};
  if (below.size() == 1) {
    if (operation == "query")
      return query_layer(request, data_, index, speaks, shared_.clock());
    if (operation == "queryrelatedrecords")
      return query_related(request, data_, from, speaks, shared_.clock());
    if (operation == "queryattachments")
      return attachments.list(shared_.clock());
  }
  const auto object_id = number_in<std::int64_t>(operation);
  if (!object_id)
    return invalid_url();
  if (below.size() == 1)
    return single_feature(request, from, *object_id, speaks);
  if (!same_word(below[1], "attachments"))
    return invalid_url();
  if (below.size() == 2)
    return attachments.infos(*object_id);
  const auto attachment_id = number_in<std::int64_t>(below[2]);
  return attachment_id && below.size() == 3 ? attachments.bytes(*object_id, *attachment_id) : invalid_url();
}

} // namespace sandbox
