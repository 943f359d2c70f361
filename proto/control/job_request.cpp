#include "proto/control/job_request.hpp"

#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/control/member_reader.hpp"
#include "proto/duration.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>

namespace proto {
namespace {

constexpr std::array<std::string_view, 9> request_names{
  "portal", "item", "downloadDirectory", "defaults", "parameters", "deadline", "overrides", "webMap", "planBasis"};

constexpr std::array<std::string_view, 2> web_map_names{"name", "document"};

constexpr std::chrono::seconds longest_deadline = std::chrono::hours{24 * 3660};

/// A number of seconds, or a duration as people write it.
std::optional<std::chrono::seconds> read_deadline(const nlohmann::json& json) {
  std::optional<std::chrono::seconds> span;
  if (const auto count = integer_of(json); count && *count <= longest_deadline.count())
    span = std::chrono::seconds{*count};
  else if (const auto* text = json.get_ptr<const std::string*>())
    span = read_duration(*text);
  return span && span->count() > 0 ? span : std::nullopt;
}

std::string read_item(request_reader& in, const nlohmann::json& json) {
  auto item = lower_case(in.text(json, "item"));
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!in.failed() && (item.size() != 32 || !std::ranges::all_of(item, is_hex)))
    in.fail("item", "must be the item's id: 32 hexadecimal digits");
  return item;
}

/// Where in the document something is wrong, as an element of the request.
std::string element_of(const failure& why) { return "webMap.document" + why.subject; }

web_map_file read_web_map_file(request_reader& in, const nlohmann::json& json) {
  web_map_file file{{}, std::make_shared<const nlohmann::json>()};
  if (!in.is_object(json, "webMap"))
    return file;
  in.refuse_unknown(json, "webMap.", web_map_names);
  member_reader members{in, json, "webMap"};
  members.text("name", file.name);
  if (file.name.empty())
    members.fail("name", "must be the name that people know the map by");
  const auto* document = members.find("document");
  if (!document || !document->is_object()) {
    members.fail("document", "must be a web map, a JSON object");
    return file;
  }
  file.document = std::make_shared<const nlohmann::json>(*document);
  if (const auto map = read_web_map(*document); !map) {
    const auto& why = map.error();
    in.fail(element_of(why), why.server_said.empty() ? why.hint : "is an error of a server: " + why.server_said);
  }
  return file;
}

void read_source(request_reader& in, const nlohmann::json& json, job_request& request) {
  request.portal = in.text(json, "portal");
  const bool is_address = request.portal.find("//") != std::string::npos;
  const auto parts = split_url(request.portal);
  if (is_address && (!parts || !parts->query.empty() || without_query(request.portal) != request.portal))
    in.fail("portal", "must be a name from the configuration or an http(s) address without user and query");
  const auto* map = in.find(json, "webMap");
  if (map && in.find(json, "item"))
    in.fail("webMap", "stands instead of item: a job has one of both");
  else if (map)
    request.web_map = read_web_map_file(in, *map);
  else if (in.find(json, "item"))
    request.item = read_item(in, json);
  else
    in.fail("item", "is missing: a job names the item of a web map, or a file of one as webMap");
  request.download_directory = in.text(json, "downloadDirectory");
  if (request.download_directory.find('\0') != std::string::npos)
    in.fail("downloadDirectory", "must be a path");
}

void read_basis(request_reader& in, const nlohmann::json& json, job_request& request) {
  const auto* basis = in.find(json, "planBasis");
  if (!basis)
    return;
  if (!basis->is_object() || !std::ranges::all_of(*basis, [](const auto& element) { return element.is_string(); }))
    return in.fail("planBasis", "must be an object of texts, as a plan has it");
  request.basis = basis->get<plan_basis>();
}

void read_defaults(request_reader& in, const nlohmann::json& json, job_request& request) {
  const auto* defaults = in.find(json, "defaults");
  const auto word = defaults && defaults->is_string() ? lower_case(defaults->get<std::string>()) : std::string{};
  if (word == "none")
    request.defaults = parameter_defaults::none;
  else if (defaults && word != "author")
    in.fail("defaults", "must be author or none");
}

} // namespace

bool web_map_file::operator==(const web_map_file& other) const {
  return name == other.name && (document == other.document || *document == *other.document);
}

const std::string& map_of(const job_request& request) { return request.web_map ? request.web_map->name : request.item; }

nlohmann::json to_json(const job_request& request) {
  nlohmann::json json{
    {"portal", valid_utf8(request.portal)},
    {"downloadDirectory", valid_utf8(request.download_directory)},
    {"defaults", request.defaults == parameter_defaults::author ? "author" : "none"},
    {"parameters", to_json(request.parameters)},
  };
  if (request.web_map)
    json["webMap"] = {{"name", valid_utf8(request.web_map->name)}, {"document", *request.web_map->document}};
  else
    json["item"] = valid_utf8(request.item);
  if (request.overrides)
    json["overrides"] = to_json(*request.overrides);
  if (request.deadline)
    json["deadline"] = request.deadline->count();
  if (request.basis)
    json["planBasis"] = *request.basis;
  return json;
}

result<job_request> read_job_request(const nlohmann::json& json) {
  request_reader in;
  job_request request;
  if (!in.is_object(json, ""))
    return *in.failed();
  in.refuse_unknown(json, "", request_names);
  read_source(in, json, request);
  read_defaults(in, json, request);
  read_parameters(in, json, request.parameters);
  if (const auto* overrides = in.find(json, "overrides"))
    read_parameter_overrides(in, *overrides, request.overrides.emplace());
  read_basis(in, json, request);
  if (const auto* deadline = in.find(json, "deadline")) {
    request.deadline = read_deadline(*deadline);
    if (!request.deadline)
      in.fail("deadline", "must be a time such as 48h, 30min, or a number of seconds");
  }
  if (in.failed())
    return *in.failed();
  return request;
}

} // namespace proto
