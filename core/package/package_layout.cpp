#include "core/package/package_layout.hpp"

#include "core/names.hpp"
#include "core/package/map_document.hpp"
#include "core/package/package_info.hpp"
#include "core/package/report.hpp"
#include "core/package/style_places.hpp"
#include "core/plan/area.hpp"

namespace core {
namespace {

using json = nlohmann::json;

/// Minified; text of others that is not UTF-8 is replaced rather than refused.
std::string minified(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }
std::string readable(const json& document) {
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string guid_for(const proto::job_record& job, std::string_view purpose) {
  return without_dashes(uuid_for(job.id, purpose));
}

/// The map's own reference; a map without a readable one is shown in the area's.
std::string map_reference_name(const offline_plan& plan) {
  if (plan.web_map.contains("spatialReference"))
    if (const auto reference = proto::read_spatial_reference(plan.web_map["spatialReference"]))
      if (const auto name = reference_name(*reference); !name.empty())
        return name;
  return reference_name(proto::reference_of(plan.area_of_interest));
}

std::vector<std::string> kept_files(const std::vector<proto::layer_record>& layers) {
  std::vector<std::string> names;
  for (const auto& layer : layers)
    for (const auto& file : layer.artifacts)
      if (layer.phase == proto::layer_phase::done && !file.final_name.empty())
        names.push_back(file.final_name);
  return names;
}

/// The folder of a style has the places of an item's resources.
void add_style(const style_place& place, package_files& package) {
  const auto folder = "p13/" + place.folder + "/";
  const auto& service = proto::service_of(place.layer.task);
  const auto style = local_style(place.style, service, place.package.final_name);
  package.files.emplace_back(folder + "styles/root.json", minified(style));
  for (const auto& [path, bytes] : place.style.sprites)
    package.files.emplace_back(folder + path, bytes);
  if (has_fonts_of(place.style, service))
    package.fonts.push_back({place.package.final_name, place.folder});
}

} // namespace

package_files make_package(
  const proto::job_record& job, const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  const auto reference = map_reference_name(plan);
  package_files package;
  package.guid = guid_for(job, "package");
  const json map{
    {"item", make_map_item(job, plan, guid_for(job, "map"), reference)}, {"map", make_map_document(plan, layers)}};
  for (const auto& place : style_places(plan, layers))
    add_style(place, package);
  package.files.emplace_back(std::string{"p13/"} + map_name + ".mmap", minified(map));
  package.files.emplace_back("package.info", minified(make_package_info(job, plan, package.guid, reference)));
  package.report = readable(make_report(job, plan, layers));
  package.keep = kept_files(layers);
  return package;
}

std::string part_stem(const std::string& job, int layer, std::uint32_t attempt, std::size_t artifact) {
  return uuid_for(
    job, "part/" + std::to_string(layer) + "/" + std::to_string(attempt) + "/" + std::to_string(artifact));
}

} // namespace core
