#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace proto {

/// Whose matter a failure is: what a person, or a program that tries again, asks first.
enum class failure_group {
  network,        ///< nothing that counts came back: it may by itself, later
  service_lost,   ///< the network is there, and one server of it is gone
  refused,        ///< the other side answered, and not with what was asked; or no rule lets us ask
  limit,          ///< more than somebody allows
  authentication, ///< who asks is not known, or may not
  unsupported,    ///< the map, its layers or services cannot do this
  damaged,        ///< what came or was kept is not whole
  disk,           ///< this machine's storage
  request,        ///< what was asked of us makes no sense, or not now
  ended,          ///< on request or by its deadline
  internal,       ///< a defect of ours
};
std::string_view word(failure_group group); ///< stable camelCase word, as in JSON

/// Why something did not happen: one cause a code. The words, the groups, the documented
/// SDK codes, the exit codes and the hints stand in one table (failure.cpp).
enum class failure_code {
  // waits that ended, and the network
  network_unreachable, ///< no answer from the host
  service_lost,        ///< a host stayed unreachable while others answered
  captive_portal,      ///< somebody between us and the server answers
  server_busy,         ///< 429 or 503, longer than we wait
  server_error,        ///< 5xx or an internal error of the service
  tls_refused,         ///< certificate or protocol not acceptable
  address_refused,     ///< an address or redirect that no rule allows
  // signing in
  sign_in_failed,     ///< the credential was refused
  sign_in_required,   ///< no credential is configured for this address
  login_needed,       ///< a person must sign in by hand: there is no refresh token, or it has ended
  permission_missing, ///< signed in, but not allowed
  // what a service or portal says
  invalid_response,   ///< an answer that cannot be read (SDK 7003)
  refused_by_service, ///< the service refused the request
  not_found,          ///< item, layer or result does not exist or is not visible
  limit_exceeded,     ///< more tiles, rows or bytes than the service allows
  server_job_failed,  ///< the server's export job ended in failure
  server_job_lost,    ///< the server forgot the job or its result
  submit_unanswered,  ///< ten submits in a day without an answer
  // what cannot go offline
  unsupported_layer_type,          ///< SDK 7005
  sync_not_enabled,                ///< SDK 7006
  tile_export_not_enabled,         ///< SDK 7007
  missing_item_property,           ///< SDK 7008
  web_map_not_supported,           ///< SDK 7009
  spatial_reference_invalid,       ///< SDK 7011
  branch_versioning_not_supported, ///< SDK 7021
  compact_v2_not_enabled,          ///< SDK 7024
  outside_area,                    ///< SDK 7025: the layer does not meet the area
  missing_spatial_reference,       ///< SDK 7001
  not_loaded,                      ///< SDK 7015: the layer's service could not be read
  duplicate_endpoint,              ///< a second layer on one feature service layer
  crosses_dateline,                ///< an area that crosses the dateline
  scales_do_not_meet,              ///< the scale ranges have no level in common
  offline_disabled,                ///< the map's owner switched offline use off
  nothing_to_take,                 ///< no layer of the map can be taken
  // files
  damaged,    ///< a downloaded file is not well-formed
  not_fit,    ///< a good file, but not what was asked for
  disk_full,  ///< no space left
  disk_error, ///< the disk or file system refused
  // requests to us
  invalid_request,           ///< a job file or a request that makes no sense
  unsupported_parameter,     ///< a parameter value that this version does not take
  reference_basemap_missing, ///< the tile package that a job names is not there
  override_unknown,          ///< an override of something that the map does not have
  overrides_take_nothing,    ///< overrides that leave nothing to take
  directory_not_empty,       ///< the download directory holds something
  directory_in_use,          ///< another job's target
  directory_not_allowed,     ///< outside the configured output roots
  unknown_job,               ///< no job of that id
  wrong_state,               ///< the job's state does not allow this
  cancelled,                 ///< ended on request
  plan_changed,              ///< a plan that is no more true of its map and services
  deadline_passed,           ///< the job's deadline came first
  state_damaged,             ///< a stored record cannot be read
  store_unavailable,         ///< the store cannot be written
  internal,                  ///< a defect of ours
};

/// A failure is a value: stored, sent and shown as it is.
struct failure {
  failure_code code = failure_code::internal;
  std::string during{};             ///< what was being done, a few words
  std::string subject{};            ///< to what: a layer, an address without query, a path
  std::string server_said{};        ///< the server's own words, unchanged; empty if it said nothing
  std::optional<int> http_status{}; ///< of the answer that failed
  std::optional<int> esri_code{};   ///< `error.code` of that answer
  bool worth_retrying = false;      ///< whether trying again can help
  std::string hint{};               ///< what a person can do; the table's if empty

  bool operator==(const failure&) const = default;
};

/// A row of the failure table.
struct failure_kind {
  failure_code code;
  failure_group group;
  std::string_view word;       ///< stable camelCase word, as in JSON
  std::optional<int> sdk_code; ///< documented 70xx code of the vendor's SDK, if there is one
  int exit_code;               ///< of the command line (1..13)
  std::string_view meaning;    ///< one line for people
  std::string_view hint;       ///< what usually helps
};

/// The whole table, in the order of the enumeration.
std::span<const failure_kind> failure_kinds();
const failure_kind& kind_of(failure_code code);
std::string_view word(failure_code code);
std::optional<failure_code> failure_code_from_word(std::string_view word);

/// One line for terminals and logs: "meaning: subject, during …; server said …",
/// then the failure's own hint if it has one. Control, escape and bidirectional characters are shown escaped.
std::string describe(const failure& f);

/// `{code, group, sdkCode, during, subject, hint, retryable, server {code, status, message}}`;
/// from_json accepts what to_json wrote, ignores unknown members and never throws:
/// what it cannot read keeps its default, an unknown code reads as `internal`.
void to_json(nlohmann::json& json, const failure& f);
void from_json(const nlohmann::json& json, failure& f);

} // namespace proto
