#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sandbox/http/http_message.hpp"
#include "sandbox/tile_services/export_order.hpp"
#include "sandbox/tiles/tile_cache.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// Writes the package of an order and gives its extension.
using package_writer = std::function<outcome<std::string>(
  const std::filesystem::path&, const export_order&, const package_request&, const package_progress&)>;

/// exportTiles jobs of one tile service: the submit answer, the job resource, its results, in both dialects.
///
///   Enterprise   submitted {jobId, jobStatus} ── job {results.out_service_url.paramUrl} ── a folder or the file
///   Online       submitted {jobId, status}    ── job {output.outputUrl}                 ── a signed address
class export_jobs {
public:
  /// `data` is borrowed.
  export_jobs(const world& shared, const tile_service_data& data, package_writer write);

  /// Whether the rest of a path is `exportTiles`, `estimateExportTilesSize`, one of their old forms with `/submitJob`
  /// behind, or a job below one of them or below the service itself.
  static bool owns(const std::vector<std::string>& parts);
  /// `sample` tells the bytes that an order's package will have, about.
  http_response handle(const http_request& request, const std::vector<std::string>& parts,
    const std::function<outcome<export_order>(bool estimate)>& read,
    const std::function<std::int64_t(const export_order&)>& sample);

  /// The most tiles that one export may have.
  std::int64_t limit() const;

private:
  std::string too_many(std::int64_t count) const;
  http_response start(const http_request& request, job_order job, const export_order& order);
  http_response submit(const http_request& request, const outcome<export_order>& order);
  http_response estimate(const http_request& request, const outcome<export_order>& order,
    const std::function<std::int64_t(const export_order&)>& sample);
  http_response accepted(const http_request& request, const std::string& id) const;
  /// Everything below `jobs/`.
  http_response job(const http_request& request, const std::vector<std::string>& parts);
  http_response job_resource(const http_request& request, const job_view& job) const;
  outcome<std::string> build(const export_order& order, job_progress& progress);
  nlohmann::json result_value(const http_request& request, const job_view& job) const;

  const world& shared_;
  const tile_service_data& data_;
  package_writer write_;
};

} // namespace sandbox
