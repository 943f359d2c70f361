#include "core/plan/reference_basemap.hpp"

#include "core/plan/area.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace core {
namespace {

namespace fs = std::filesystem;

/// From the map's file in `p13` up to the folder that holds the package.
const fs::path above_the_package = "../..";

bool contains(const proto::envelope& whole, const proto::envelope& part) {
  return whole.xmin <= part.xmin && whole.ymin <= part.ymin && whole.xmax >= part.xmax && whole.ymax >= part.ymax;
}

} // namespace

bool wants_reference_basemap(const proto::job_parameters& parameters) {
  return parameters.include_basemap && !parameters.reference_basemap_directory.empty();
}

proto::result<reference_basemap> locate_basemap(const proto::job_request& job, const std::string& name) {
  const fs::path directory = job.parameters.reference_basemap_directory;
  if (name.empty())
    return proto::failure{.code = proto::failure_code::reference_basemap_missing,
      .during = "planning",
      .subject = directory.string(),
      .hint = "give referenceBasemapFilename: neither the job nor the map's author names a file"};
  // A slash at the end would be a folder of its own.
  const auto package = fs::path(job.download_directory + "/").lexically_normal().parent_path();
  const auto file = (package.parent_path() / directory / name).lexically_normal();
  const auto path = directory.is_absolute() ? file : (above_the_package / directory / name).lexically_normal();
  return reference_basemap{file.string(), "file:" + path.string()};
}

nlohmann::json base_map_of(const reference_basemap& basemap) {
  const auto title = fs::path(basemap.file).stem().string();
  const bool is_vector = basemap.facts.extension == "vtpk";
  return {{"title", title},
    {"baseMapLayers",
      {{{"id", "reference-basemap"}, {"title", title}, {"visibility", true}, {"opacity", 1},
        {"layerType", is_vector ? "VectorTileLayer" : "ArcGISTiledMapServiceLayer"}}}}};
}

std::optional<proto::finding> basemap_coverage(const reference_basemap& basemap, const proto::area& area) {
  const auto& extent = basemap.facts.extent;
  if (!extent)
    return std::nullopt;
  const auto there = project_exactly(area, extent->spatial_reference);
  if (!there || contains(*extent, proto::box_of(*there)))
    return std::nullopt;
  return proto::finding{.code = proto::finding_code::reference_basemap_too_small, .why = basemap.file};
}

} // namespace core
