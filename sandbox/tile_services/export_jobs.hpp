#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/tile_services/export_order.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// One tile service, as its exports see it.
struct export_source {
  std::string service; ///< `Basemap/MapServer`
  server_role server = server_role::federated;
  std::string item_type; ///< `Map Service`
  std::string item_id;
  bool result_is_folder = true; ///< Enterprise names a folder for raster packages and the file for vector ones
  /// Writes the package of an order and gives its extension.
  std::function<outcome<std::string>(
    const std::filesystem::path&, const export_order&, const package_request&, const package_progress&)>
    write;
};

/// exportTiles jobs of one tile service: the submit answer, the job resource, its results, in both dialects.
///
///   Enterprise   submitted {jobId, jobStatus} ── job {results.out_service_url.paramUrl} ── a folder or the file
///   Online       submitted {jobId, status}    ── job {output.outputUrl}                 ── a signed address
class export_jobs {
public:
  export_jobs(const world& shared, export_source source) : shared_{shared}, source_{std::move(source)} {}

  http_response submit(const http_request& request, const outcome<export_order>& order);
  /// `sample` tells the bytes that the order's package will have, about.
  http_response estimate(const http_request& request, const outcome<export_order>& order,
    const std::function<std::int64_t(const export_order&)>& sample);
  /// Everything below `jobs/`.
  http_response handle(const http_request& request, const std::vector<std::string>& parts);

private:
  std::string name() const;   ///< `Basemap`
  std::string folder() const; ///< `Basemap_MapServer`
  std::string too_many(std::int64_t count) const;
  std::string start(job_order job, const export_order& order);
  http_response accepted(const http_request& request, const std::string& id) const;
  outcome<std::string> build(const export_order& order, job_progress& progress);
  nlohmann::json result_value(const http_request& request, const job_view& job) const;

  const world& shared_;
  export_source source_;
};

} // namespace sandbox
