#include "proto/control/map_plan.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace proto {
namespace {

nlohmann::json number_json(const plan_number& number) {
  nlohmann::json json{{"lower", number.lower}, {"upper", nullptr}, {"exact", number.is_exact()}};
  if (number.upper)
    json["upper"] = *number.upper;
  if (!number.why.empty())
    json["why"] = valid_utf8(number.why);
  return json;
}

nlohmann::json bytes_json(const byte_estimate& bytes) {
  nlohmann::json json{
    {"lower", bytes.lower}, {"upper", nullptr}, {"basis", std::string{word(bytes.basis)}}, {"factor", nullptr}};
  if (bytes.upper)
    json["upper"] = *bytes.upper;
  if (const auto factor = bytes.factor())
    json["factor"] = std::round(*factor * 10) / 10;
  return json;
}

nlohmann::json tiles_json(const tile_numbers& tiles) {
  auto json = number_json(tiles.total);
  json["levels"] = nlohmann::json::array();
  for (const auto& level : tiles.levels) {
    auto one = number_json(level.tiles);
    one["level"] = level.level;
    one["scale"] = level.scale;
    json["levels"].push_back(std::move(one));
  }
  if (tiles.limit)
    json["limit"] = *tiles.limit;
  if (tiles.fits) {
    auto fits = nlohmann::json::object();
    if (tiles.fits->max_scale)
      fits["maxScale"] = *tiles.fits->max_scale;
    if (tiles.fits->area_share)
      fits["areaShare"] = *tiles.fits->area_share;
    json["fits"] = std::move(fits);
  }
  return json;
}

nlohmann::json layer_json(const covered_layer& layer) {
  nlohmann::json json{{"id", valid_utf8(layer.id)}, {"title", valid_utf8(layer.title)}, {"isTable", layer.is_table}};
  if (layer.service_layer >= 0)
    json["serviceLayer"] = layer.service_layer;
  return json;
}

nlohmann::json rows_json(const row_numbers& rows) {
  auto json = layer_json(rows.layer);
  json["rows"] = number_json(rows.rows);
  if (rows.attachments)
    json["attachments"] = number_json(*rows.attachments);
  if (rows.attachment_bytes)
    json["attachmentBytes"] = number_json(*rows.attachment_bytes);
  return json;
}

nlohmann::json request_json(const plan_request& request) {
  auto parameters = nlohmann::json::object();
  for (const auto& [name, value] : request.parameters)
    parameters[valid_utf8(name)] = valid_utf8(value);
  return {{"step", request.step}, {"method", request.method}, {"address", valid_utf8(request.address)},
    {"parameters", std::move(parameters)}};
}

nlohmann::json export_json(const export_plan& one) {
  nlohmann::json json{{"kind", std::string{word(one.kind)}}, {"service", valid_utf8(one.service)},
    {"bytes", bytes_json(one.bytes)}, {"covers", nlohmann::json::array()}, {"requests", nlohmann::json::array()}};
  for (const auto& layer : one.covers)
    json["covers"].push_back(layer_json(layer));
  for (const auto& request : one.requests)
    json["requests"].push_back(request_json(request));
  if (one.tiles)
    json["tiles"] = tiles_json(*one.tiles);
  for (const auto& rows : one.rows)
    json["rows"].push_back(rows_json(rows));
  return json;
}

nlohmann::json credential_json(const needed_credential& one) {
  nlohmann::json json{{"origin", valid_utf8(one.origin)}, {"credential", valid_utf8(one.credential)},
    {"type", one.kind}, {"tokenLifeSeconds", nullptr}, {"renewal", one.renewal}};
  if (one.lives_for)
    json["tokenLifeSeconds"] = *one.lives_for;
  return json;
}

template <class T, class Write>
nlohmann::json list_of(const std::vector<T>& all, Write write) {
  auto list = nlohmann::json::array();
  for (const auto& one : all)
    list.push_back(write(one));
  return list;
}

} // namespace

plan_number exactly(std::uint64_t count) { return {count, count, {}}; }

plan_number operator+(const plan_number& a, const plan_number& b) {
  plan_number sum{a.lower + b.lower, std::nullopt, a.why.empty() ? b.why : a.why};
  if (a.upper && b.upper)
    sum.upper = *a.upper + *b.upper;
  return sum;
}

std::optional<double> byte_estimate::factor() const {
  if (lower == 0 || !upper)
    return std::nullopt;
  return static_cast<double>(*upper) / static_cast<double>(lower);
}

byte_estimate operator+(const byte_estimate& a, const byte_estimate& b) {
  byte_estimate sum{a.lower + b.lower, std::nullopt, std::max(a.basis, b.basis)};
  if (a.upper && b.upper)
    sum.upper = *a.upper + *b.upper;
  return sum;
}

std::string_view word(estimate_basis basis) {
  static constexpr std::array<std::string_view, 4> words{"measured", "server", "learned", "default"};
  return words.at(static_cast<std::size_t>(basis));
}

nlohmann::json to_json(const map_plan& plan) {
  const auto as_json = [](const auto& one) { return to_json(one); };
  return {{"title", valid_utf8(plan.title)}, {"hasErrors", plan.has_errors()},
    {"exports", list_of(plan.exports, export_json)}, {"bytes", bytes_json(plan.bytes)},
    {"diskPeak", bytes_json(plan.disk_peak)}, {"credentials", list_of(plan.credentials, credential_json)},
    {"layerErrors", list_of(plan.layer_errors, as_json)}, {"tableErrors", list_of(plan.table_errors, as_json)},
    {"findings", list_of(plan.findings, as_json)}};
}

} // namespace proto
