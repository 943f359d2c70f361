#include "core/plan/planner.hpp"

namespace core {
namespace {

nlohmann::json to_json(const item_info& info) {
  return {{"title", info.title}, {"snippet", info.snippet}, {"description", info.description}, {"tags", info.tags},
    {"accessInformation", info.access_information}, {"termsOfUse", info.terms_of_use}, {"thumbnail", info.thumbnail},
    {"typeKeywords", info.type_keywords}};
}

item_info read_item_info(const nlohmann::json& json) {
  using words = std::vector<std::string>;
  return {json.at("title").get<std::string>(), json.at("snippet").get<std::string>(),
    json.at("description").get<std::string>(), json.at("tags").get<words>(),
    json.at("accessInformation").get<std::string>(), json.at("termsOfUse").get<std::string>(),
    json.at("thumbnail").get<std::string>(), json.at("typeKeywords").get<words>()};
}

template <class T, class Read>
proto::outcome read_all(const nlohmann::json& list, std::vector<T>& into, Read read) {
  for (const auto& element : list) {
    auto one = read(element);
    if (!one)
      return one.error();
    into.push_back(std::move(*one));
  }
  return std::nullopt;
}

nlohmann::json to_json(const planned_export& planned);

template <class T>
nlohmann::json all_of(const std::vector<T>& list) {
  auto json = nlohmann::json::array();
  for (const auto& one : list)
    json.push_back(to_json(one));
  return json;
}

nlohmann::json to_json(const planned_export& planned) {
  return {{"task", proto::to_json(planned.task)}, {"covers", all_of(planned.covers)}};
}

proto::result<planned_export> read_planned_export(const nlohmann::json& json) {
  auto task = proto::read_export_task(json.at("task"));
  if (!task)
    return task.error();
  planned_export planned{std::move(*task), {}};
  if (auto why = read_all(json.at("covers"), planned.covers, proto::read_covered_layer))
    return *why;
  return planned;
}

/// Throws where a member is missing or of another type.
proto::result<offline_plan> read_members(const nlohmann::json& json) {
  auto area = proto::read_area(json.at("areaOfInterest"));
  if (!area)
    return area.error();
  offline_plan plan;
  plan.area_of_interest = std::move(*area);
  if (auto why = read_all(json.at("exports"), plan.exports, read_planned_export))
    return *why;
  if (auto why = read_all(json.at("layerErrors"), plan.layer_errors, proto::read_layer_error))
    return *why;
  if (auto why = read_all(json.at("tableErrors"), plan.table_errors, proto::read_layer_error))
    return *why;
  plan.web_map = json.at("webMap");
  plan.item_info = read_item_info(json.at("itemInfo"));
  plan.item_id = json.at("item").get<std::string>();
  plan.portal_url = json.at("portal").get<std::string>();
  plan.extent = json.at("extent").get<std::array<double, 4>>();
  // Plans of earlier versions lack these, and their jobs may still run.
  plan.reference_basemap = json.value("referenceBasemap", plan.reference_basemap);
  plan.online = json.value("online", plan.online);
  if (json.contains("styles"))
    if (auto why = read_all(json.at("styles"), plan.styles, read_layer_style))
      return *why;
  if (json.contains("findings"))
    if (auto why = read_all(json.at("findings"), plan.findings, proto::read_finding))
      return *why;
  return plan;
}

} // namespace

nlohmann::json to_json(const offline_plan& plan) {
  return {{"v", 1}, {"exports", all_of(plan.exports)}, {"layerErrors", all_of(plan.layer_errors)},
    {"tableErrors", all_of(plan.table_errors)}, {"webMap", plan.web_map}, {"itemInfo", to_json(plan.item_info)},
    {"item", plan.item_id}, {"portal", plan.portal_url}, {"areaOfInterest", proto::to_json(plan.area_of_interest)},
    {"extent", plan.extent}, {"online", plan.online}, {"referenceBasemap", plan.reference_basemap},
    {"findings", all_of(plan.findings)}, {"styles", all_of(plan.styles)}};
}

proto::result<offline_plan> read_offline_plan(const nlohmann::json& json) {
  try {
    return read_members(json);
  } catch (const nlohmann::json::exception& wrong) {
    return proto::failure{
      .code = proto::failure_code::state_damaged, .during = "reading the plan", .subject = wrong.what()};
  }
}

} // namespace core
