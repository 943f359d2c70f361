#include "core/package/package_info.hpp"

namespace core {
namespace {

// Links to online services exist from 4.0 on (MobileMapPackage.version).
constexpr auto package_version = "3.2";
constexpr auto package_version_with_links = "4.0";

using words = std::vector<std::string>;

void set_unless_empty(nlohmann::json& object, const char* name, const std::string& text) {
  if (!text.empty())
    object[name] = text;
}

/// What package and map say alike.
nlohmann::json common_members(
  const proto::job_record& job, const offline_plan& plan, const std::string& guid, const std::string& reference) {
  const auto& [xmin, ymin, xmax, ymax] = plan.extent;
  const auto& info = plan.item_info;
  nlohmann::json common{{"created", job.planned_at}, {"modified", job.planned_at},
    {"extent", {{xmin, ymin}, {xmax, ymax}}}, {"guid", guid}, {"name", map_name}, {"spatialReference", reference},
    {"title", info.title}};
  set_unless_empty(common, "snippet", info.snippet);
  set_unless_empty(common, "description", info.description);
  set_unless_empty(common, "accessInformation", info.access_information);
  set_unless_empty(common, "licenseInfo", info.terms_of_use);
  set_unless_empty(common, "thumbnail", info.thumbnail);
  if (!info.tags.empty())
    common["tags"] = info.tags;
  return common;
}

} // namespace

nlohmann::json make_package_info(
  const proto::job_record& job, const offline_plan& plan, const std::string& guid, const std::string& reference) {
  auto info = common_members(job, plan, guid, reference);
  info["type"] = "Mobile Map Package";
  info["typeKeywords"] = words{"Mobile Map Package", "Map", "2D", "ArcGIS Runtime", "mmpk", "Mobile"};
  info["maps"] = words{map_name};
  info["version"] = plan.online.empty() ? package_version : package_version_with_links;
  return info;
}

nlohmann::json make_map_item(
  const proto::job_record& job, const offline_plan& plan, const std::string& guid, const std::string& reference) {
  auto item = common_members(job, plan, guid, reference);
  item["type"] = "Mobile Map";
  auto keywords = plan.item_info.type_keywords;
  keywords.insert(keywords.end(), {"Mobile Map", "2D", "ArcGIS Runtime", "Mobile"});
  item["typeKeywords"] = keywords;
  if (!plan.item_id.empty()) {
    item["originalPortalItemId"] = plan.item_id;
    item["portalUrl"] = plan.portal_url;
  }
  return item;
}

} // namespace core
