#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/portal_item.hpp"
#include "proto/arcgis/server_job.hpp"
#include "proto/arcgis/token.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

namespace fuzz {
namespace {

using nlohmann::json;

void replica(const json& document) {
  const auto answer = proto::read_replica_answer(document);
  require(!answer || !(answer->failed && answer->completed), "a replica has failed and is complete");
  if (const auto list = proto::read_replica_list(document))
    for (const auto& entry : *list)
      require(!entry.name.empty() || !entry.id.empty(), "a replica has neither name nor id");
}

void tile_job(const json& document) {
  if (const auto job = proto::read_server_job(document)) {
    require(!job->percent || (*job->percent >= 0 && *job->percent <= 100), "percent are out of range");
    for (const auto& address : job->output_urls)
      require(!address.empty(), "an address of a result is empty");
  }
  for (const auto& address : {proto::read_result_value(document), proto::read_folder_listing(document)})
    require(!address || !address->empty(), "the address of a result is empty");
}

void sign_in(const json& document) {
  constexpr std::int64_t now = 1'700'000'000'000;
  if (const auto answer = proto::read_token_answer(document, now))
    require(!answer->token.empty() && answer->expires_at > 0, "a token is empty or never ends");
  if (const auto error = proto::find_esri_error(document)) {
    require(!proto::read_token_answer(document, now), "an error was read as a token");
    (void)error->words();
    (void)error->is_authentication();
  }
}

void portal(const json& document) {
  if (const auto item = proto::read_portal_item(document)) {
    require(!item->id.empty() && !item->type.empty(), "an item has no id or no type");
    const auto& box = item->extent;
    require(!box || (box->at(0) <= box->at(2) && box->at(1) <= box->at(3)), "an item's extent is inside out");
    (void)item->offline_disabled();
  }
  (void)proto::read_portal_self(document);
}

} // namespace

void answers(const json& document) {
  replica(document);
  tile_job(document);
  sign_in(document);
  portal(document);
}

} // namespace fuzz
