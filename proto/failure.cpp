#include "proto/failure.hpp"

#include "proto/fields.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>

namespace proto {
namespace {

using enum failure_code;
using group = failure_group;

// In the order of the enumeration.
constexpr std::array<std::string_view, 11> group_words{"network", "serviceLost", "refused", "limit", "authentication",
  "unsupported", "damaged", "disk", "request", "ended", "internal"};
static_assert(group_words.size() == static_cast<std::size_t>(group::internal) + 1);

// Exit codes: 1 unclassified, 2 usage, 4 unknown job, 5 temporary, 6 authentication,
// 7 refused by a service, 8 limit, 9 disk, 10 integrity, 11 conflict, 13 cancelled.
constexpr std::array kinds{
  failure_kind{network_unreachable, group::network, "networkUnreachable", {}, 5, "no answer from the host",
    "check the network; the job goes on by itself once the host answers"},
  failure_kind{service_lost, group::service_lost, "serviceLost", {}, 7,
    "the host stayed unreachable while others answered",
    "check that the address is right and that the server runs, then submit again"},
  failure_kind{captive_portal, group::network, "captivePortal", {}, 5,
    "something between this machine and the server answers",
    "sign in to the network (hotel, airport, proxy); the job goes on by itself"},
  failure_kind{server_busy, group::network, "serverBusy", {}, 5, "the server is busy or limits requests",
    "wait; fewer jobs or connections at once may help"},
  failure_kind{server_error, group::refused, "serverError", {}, 7, "the server reports an error of its own",
    "try again later, and show the server's words to its administrator"},
  failure_kind{tls_refused, group::network, "tlsRefused", {}, 7, "no secure connection that can be trusted",
    "check this machine's clock, and hosts.<name>.caBundle for a private authority"},
  failure_kind{address_refused, group::refused, "addressRefused", {}, 7, "an address or redirect that no rule allows",
    "add the host to `hosts` in the configuration if it is to be reached"},
  failure_kind{sign_in_failed, group::authentication, "signInFailed", {}, 6, "the credential was refused",
    "check user name and secret of the credential, then reload the configuration"},
  failure_kind{sign_in_required, group::authentication, "signInRequired", {}, 6,
    "no credential is configured for this address", "name a credential for the portal or host in the configuration"},
  failure_kind{login_needed, group::authentication, "loginNeeded", {}, 6,
    "a person must sign in by hand: no refresh token is there, or it has ended", "mapferry login CREDENTIAL"},
  failure_kind{permission_missing, group::authentication, "permissionMissing", {}, 6,
    "signed in, but not allowed to do this", "let the owner share the item or service with this user"},
  failure_kind{invalid_response, group::refused, "invalidResponse", 7003, 7, "an answer that cannot be read",
    "check that the address is that of a portal or service and that no proxy answers in its place"},
  failure_kind{refused_by_service, group::refused, "refusedByService", {}, 7, "the service refused the request",
    "see the server's own words"},
  failure_kind{not_found, group::refused, "notFound", {}, 7, "does not exist, or is not visible to this user",
    "check the id or address, and whether it is shared with this user"},
  failure_kind{limit_exceeded, group::limit, "limitExceeded", {}, 8, "more than is allowed in one request",
    "take a smaller area or fewer levels of detail"},
  failure_kind{server_job_failed, group::refused, "serverJobFailed", {}, 7, "the server's export job failed",
    "see the server's own words; its log has more"},
  failure_kind{server_job_lost, group::refused, "serverJobLost", {}, 7,
    "the server does not know its export job or result any more",
    "submit again; servers delete finished results after a while"},
  failure_kind{submit_unanswered, group::network, "submitUnanswered", {}, 5, "export requests stayed without an answer",
    "check server and network, then retry"},
  failure_kind{unsupported_layer_type, group::unsupported, "unsupportedLayerType", 7005, 7,
    "layers of this type cannot be taken offline", "remove the layer from the map, or go without it"},
  failure_kind{sync_not_enabled, group::unsupported, "syncNotEnabled", 7006, 7,
    "the feature service does not allow synchronisation", "let the service's owner enable sync"},
  failure_kind{tile_export_not_enabled, group::unsupported, "tileExportNotEnabled", 7007, 7,
    "the tile service does not allow export",
    "let the service's owner allow the export of tiles, or use another basemap"},
  failure_kind{missing_item_property, group::unsupported, "missingItemProperty", 7008, 7,
    "the portal item lacks a property", "save the web map again in its portal"},
  failure_kind{web_map_not_supported, group::unsupported, "webMapNotSupported", 7009, 7,
    "the item is no web map that can be read", "check the item's id"},
  failure_kind{spatial_reference_invalid, group::unsupported, "spatialReferenceInvalid", 7011, 7,
    "a spatial reference that cannot be used", "use a reference with a well-known id"},
  failure_kind{branch_versioning_not_supported, group::unsupported, "branchVersioningNotSupported", 7021, 7,
    "the service's data are branch versioned and it offers no synchronisation of them",
    "let the service's owner enable sync (needs a server that synchronises versions), or publish the data without "
    "versions"},
  failure_kind{compact_v2_not_enabled, group::unsupported, "compactV2NotEnabled", 7024, 7,
    "the tile service cannot export compact packages",
    "let the service's owner move the cache to the compact format, version 2"},
  failure_kind{outside_area, group::unsupported, "outsideArea", 7025, 7, "the layer does not meet the area of interest",
    "choose another area, or go without the layer"},
  failure_kind{missing_spatial_reference, group::request, "missingSpatialReference", 7001, 2,
    "no spatial reference is given", "add spatialReference: {wkid: …}"},
  failure_kind{not_loaded, group::refused, "notLoaded", 7015, 7, "the layer's service could not be read",
    "open the service's address in a browser as this user"},
  failure_kind{duplicate_endpoint, group::unsupported, "duplicateEndpoint", {}, 7,
    "a second layer on one feature service layer", "one of them goes offline; join their filters if both are needed"},
  failure_kind{crosses_dateline, group::request, "crossesDateline", {}, 2, "the area crosses the dateline",
    "split the area at 180 degrees and take two maps"},
  failure_kind{scales_do_not_meet, group::unsupported, "scalesDoNotMeet", {}, 7,
    "the scale ranges have no level in common", "widen minScale and maxScale, or leave them out"},
  failure_kind{offline_disabled, group::unsupported, "offlineDisabled", {}, 7,
    "the map's owner has switched offline use off", "let the owner enable offline use in the item's settings"},
  failure_kind{nothing_to_take, group::unsupported, "nothingToTake", {}, 7, "no layer of the map can be taken offline",
    "see the reasons of the single layers"},
  failure_kind{damaged, group::damaged, "damaged", {}, 10, "a downloaded file is not well-formed",
    "submit again; if it happens again, something on the way changes files"},
  failure_kind{not_fit, group::damaged, "notFit", {}, 10, "a good file, but not what was asked for",
    "show the server's administrator the request in the report"},
  failure_kind{disk_full, group::disk, "diskFull", {}, 9, "no space is left on the device",
    "free space; the job goes on by itself"},
  failure_kind{disk_error, group::disk, "diskError", {}, 9, "the disk or file system refused",
    "check permissions, mounts and the system log"},
  failure_kind{invalid_request, group::request, "invalidRequest", {}, 2, "a request that makes no sense",
    "correct the element that is named"},
  failure_kind{unsupported_parameter, group::request, "unsupportedParameter", {}, 2,
    "a parameter value that this version does not take", "leave the parameter out"},
  failure_kind{reference_basemap_missing, group::request, "referenceBasemapMissing", {}, 2,
    "the reference basemap is not there",
    "put the tile package there, or correct referenceBasemapDirectory and referenceBasemapFilename"},
  failure_kind{override_unknown, group::request, "overrideUnknown", {}, 2,
    "an override of something that the map does not have", "see what `mapferry overrides` writes for this map"},
  failure_kind{overrides_take_nothing, group::request, "overridesTakeNothing", {}, 2,
    "the overrides leave nothing to take", "keep at least one entry with a layer or a level"},
  failure_kind{directory_not_empty, group::request, "directoryNotEmpty", {}, 11,
    "the download directory holds something", "choose a directory that is empty or does not exist"},
  failure_kind{directory_in_use, group::request, "directoryInUse", {}, 11,
    "the download directory belongs to another job", "choose another directory, or remove the other job"},
  failure_kind{directory_not_allowed, group::request, "directoryNotAllowed", {}, 2,
    "the directory is outside the configured output roots", "choose a directory below one of outputRoots"},
  failure_kind{unknown_job, group::request, "unknownJob", {}, 4, "there is no job of that id", "see the list of jobs"},
  failure_kind{
    wrong_state, group::request, "wrongState", {}, 11, "the job's state does not allow this", "look at the job first"},
  failure_kind{cancelled, group::ended, "cancelled", {}, 13, "ended on request", "submit again if it is still wanted"},
  failure_kind{plan_changed, group::request, "planChanged", {}, 11, "what the plan was made from has changed",
    "plan again, and look at what has changed before submitting it"},
  failure_kind{deadline_passed, group::ended, "deadlinePassed", {}, 8, "the job's deadline came first",
    "submit again with a later deadline"},
  failure_kind{state_damaged, group::damaged, "stateDamaged", {}, 10, "a stored record cannot be read",
    "its bytes are kept aside; remove the job and submit it again"},
  failure_kind{store_unavailable, group::disk, "storeUnavailable", {}, 9, "the store of jobs cannot be written",
    "check the disk of the state directory"},
  failure_kind{
    failure_code::internal, group::internal, "internal", {}, 1, "a defect of this program", "please report it"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (static_cast<std::size_t>(kinds[i].code) != i)
      return false;
  return kinds.back().code == failure_code::internal;
}
static_assert(in_order(), "one row a code, in the order of the enumeration, `internal` last");

/// The words beside such a failure are the system's or our own, not a server's.
bool is_of_this_machine(group of) {
  return of == group::disk || of == group::damaged || of == group::request || of == group::ended
    || of == group::internal;
}

} // namespace

std::string_view word(failure_group group) { return group_words.at(static_cast<std::size_t>(group)); }

std::span<const failure_kind> failure_kinds() { return kinds; }

const failure_kind& kind_of(failure_code code) {
  const auto at = static_cast<std::size_t>(code);
  return at < kinds.size() ? kinds[at] : kinds.back();
}

std::string_view word(failure_code code) { return kind_of(code).word; }

std::optional<failure_code> failure_code_from_word(std::string_view word) {
  const auto found = std::ranges::find(kinds, word, &failure_kind::word);
  return found == kinds.end() ? std::nullopt : std::optional{found->code};
}

std::string describe(const failure& f) {
  const auto& kind = kind_of(f.code);
  std::string line{kind.meaning};
  if (!f.subject.empty())
    line += ": " + f.subject;
  if (!f.during.empty())
    line += ", during " + f.during;
  if (!f.server_said.empty())
    line += (is_of_this_machine(kind.group) ? "; " : "; server said: ") + f.server_said;
  if (!f.hint.empty())
    line += "; " + f.hint;
  return printable(line);
}

void to_json(nlohmann::json& json, const failure& f) {
  const auto& kind = kind_of(f.code);
  field_writer server{field_writer::absent::null};
  server("code", f.esri_code);
  server("status", f.http_status);
  server("message", f.server_said);
  field_writer out{field_writer::absent::null};
  out("code", std::string{kind.word});
  out("group", std::string{word(kind.group)});
  out("sdkCode", kind.sdk_code);
  out("during", f.during);
  out("subject", f.subject);
  out("hint", f.hint.empty() ? std::string{kind.hint} : f.hint);
  out("retryable", f.worth_retrying);
  json = out.take();
  json["server"] = server.take();
}

void fields(field_reader& in, failure& f) {
  in("during", f.during);
  in("subject", f.subject);
  in("hint", f.hint);
  in("retryable", f.worth_retrying);
  in.object("server", [&](field_reader& server) {
    server("code", f.esri_code);
    server("status", f.http_status);
    server("message", f.server_said);
  });
  std::string code;
  in("code", code);
  if (const auto known = failure_code_from_word(code))
    f.code = *known;
  else
    in.reject("code", "is no failure that this version knows");
  if (f.hint == kind_of(f.code).hint)
    f.hint.clear();
}

void from_json(const nlohmann::json& json, failure& f) {
  f = {};
  field_reader lenient{json};
  fields(lenient, f);
}

} // namespace proto
