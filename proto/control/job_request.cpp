#include "proto/control/job_request.hpp"

#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/control/sdk_parameters.hpp"
#include "proto/duration.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace proto {
namespace {

constexpr std::array<std::string_view, 8> request_names{
  "portal", "item", "downloadDirectory", "defaults", "parameters", "deadline", "overrides", "webMap"};
constexpr std::array<std::string_view, 10> envelope_names{
  "xmin", "ymin", "xmax", "ymax", "spatialReference", "zmin", "zmax", "mmin", "mmax", "type"};
constexpr std::array<std::string_view, 5> polygon_names{"rings", "spatialReference", "hasZ", "hasM", "type"};

constexpr std::chrono::seconds longest_deadline = std::chrono::hours{24 * 3660};

/// Reads element after element; the first wrong one is kept.
class request_reader {
public:
  const outcome& failed() const { return failed_; }

  void fail(std::string element, std::string why, failure_code code = failure_code::invalid_request) {
    if (!failed_)
      failed_ =
        failure{.code = code, .during = "reading the job", .subject = std::move(element), .hint = std::move(why)};
  }
  void fail(failure why) {
    if (!failed_)
      failed_ = std::move(why);
  }
  bool is_object(const nlohmann::json& json, const std::string& element) {
    if (!json.is_object())
      fail(element, "must be an object");
    return json.is_object();
  }
  void refuse_unknown(const nlohmann::json& json, const std::string& above, std::span<const std::string_view> known) {
    for (const auto& entry : json.items())
      if (std::ranges::find(known, entry.key()) == known.end())
        fail(above + entry.key(), unknown_name(entry.key(), known));
  }
  const nlohmann::json* find(const nlohmann::json& json, const char* name) {
    const auto found = json.find(name);
    return found == json.end() || found->is_null() ? nullptr : &*found;
  }
  std::string text(const nlohmann::json& json, const char* name) {
    const auto* found = find(json, name);
    if (!found)
      fail(name, "is missing");
    else if (!found->is_string() || found->get_ref<const std::string&>().empty())
      fail(name, "must be text");
    else
      return found->get<std::string>();
    return {};
  }
  void flag(const nlohmann::json& json, const char* name, bool& into) {
    const auto* found = find(json, name);
    if (found && found->is_boolean())
      into = found->get<bool>();
    else if (found)
      fail(std::string{"parameters."} + name, "must be true or false");
  }
  void scale(const nlohmann::json& json, const char* name, double& into) {
    const auto* found = find(json, name);
    if (found && found->is_number() && std::isfinite(found->get<double>()) && found->get<double>() >= 0)
      into = found->get<double>();
    else if (found)
      fail(std::string{"parameters."} + name, "must be a scale's denominator, 0 or more");
  }

private:
  static std::string unknown_name(const std::string& name, std::span<const std::string_view> known) {
    const auto near = nearest_name(name, known.data(), known.size());
    return near.empty() ? "is not known here" : "is not known here; did you mean " + near + "?";
  }

  outcome failed_;
};

/// A number of seconds, or a duration as people write it.
std::optional<std::chrono::seconds> read_deadline(const nlohmann::json& json) {
  std::optional<std::chrono::seconds> span;
  if (const auto count = integer_of(json); count && *count <= longest_deadline.count())
    span = std::chrono::seconds{*count};
  else if (const auto* text = json.get_ptr<const std::string*>())
    span = read_duration(*text);
  return span && span->count() > 0 ? span : std::nullopt;
}

void read_source(request_reader& in, const nlohmann::json& json, job_request& request) {
  request.portal = in.text(json, "portal");
  const bool is_address = request.portal.find("//") != std::string::npos;
  const auto parts = split_url(request.portal);
  if (is_address && (!parts || !parts->query.empty() || without_query(request.portal) != request.portal))
    in.fail("portal", "must be a name from the configuration or an http(s) address without user and query");
  const auto item = lower_case(in.text(json, "item"));
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!in.failed() && (item.size() != 32 || !std::ranges::all_of(item, is_hex)))
    in.fail("item", "must be the item's id: 32 hexadecimal digits");
  request.item = item;
  request.download_directory = in.text(json, "downloadDirectory");
  if (request.download_directory.find('\0') != std::string::npos)
    in.fail("downloadDirectory", "must be a path");
}

void read_defaults(request_reader& in, const nlohmann::json& json, job_request& request) {
  const auto* defaults = in.find(json, "defaults");
  const auto word = defaults && defaults->is_string() ? lower_case(defaults->get<std::string>()) : std::string{};
  if (word == "none")
    request.defaults = parameter_defaults::none;
  else if (defaults && word != "author")
    in.fail("defaults", "must be author or none");
}

void read_area_of_interest(request_reader& in, const nlohmann::json& parameters, job_parameters& into) {
  const std::string element = "parameters.areaOfInterest";
  const auto* json = in.find(parameters, "areaOfInterest");
  if (!json)
    return in.fail(element, "is missing");
  if (!in.is_object(*json, element))
    return;
  if (json->contains("file"))
    return in.fail(element + ".file", "is for job files: a request carries the area itself");
  in.refuse_unknown(
    *json, element + ".", json->contains("rings") ? std::span<const std::string_view>{polygon_names} : envelope_names);
  auto read = read_area(*json);
  if (read) {
    into.area_of_interest = std::move(*read);
    return;
  }
  auto why = read.error();
  why.subject = why.subject.empty() ? element : element + "." + why.subject;
  why.during = "reading the job";
  in.fail(std::move(why));
}

void read_parameters(request_reader& in, const nlohmann::json& json, job_request& request) {
  const auto* parameters = in.find(json, "parameters");
  if (!parameters)
    return in.fail("parameters", "is missing");
  if (!in.is_object(*parameters, "parameters"))
    return;
  in.refuse_unknown(*parameters, "parameters.", sdk_parameter_names());
  auto& into = request.parameters;
  read_area_of_interest(in, *parameters, into);
  in.scale(*parameters, "minScale", into.min_scale);
  in.scale(*parameters, "maxScale", into.max_scale);
  if (into.min_scale != 0 && into.max_scale != 0 && into.min_scale <= into.max_scale)
    in.fail(
      "parameters.minScale", "must be greater than maxScale: scales are denominators, minScale is the zoomed-out end");
  in.flag(*parameters, "includeBasemap", into.include_basemap);
  in.flag(*parameters, "continueOnErrors", into.continue_on_errors);
  if (auto refused = refuse_other_parameters(*parameters, request.defaults))
    in.fail(std::move(*refused));
}

} // namespace

nlohmann::json to_json(const job_request& request) {
  nlohmann::json json{
    {"portal", valid_utf8(request.portal)},
    {"item", valid_utf8(request.item)},
    {"downloadDirectory", valid_utf8(request.download_directory)},
    {"defaults", request.defaults == parameter_defaults::author ? "author" : "none"},
    {"parameters",
      {{"areaOfInterest", to_json(request.parameters.area_of_interest)}, {"minScale", request.parameters.min_scale},
        {"maxScale", request.parameters.max_scale}, {"includeBasemap", request.parameters.include_basemap},
        {"continueOnErrors", request.parameters.continue_on_errors}}},
  };
  if (request.deadline)
    json["deadline"] = request.deadline->count();
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
  read_parameters(in, json, request);
  for (const auto* name : {"overrides", "webMap"})
    if (in.find(json, name))
      in.fail(name, "is not taken by this version", failure_code::unsupported_parameter);
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
