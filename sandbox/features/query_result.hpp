#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/features/feature_set.hpp"
#include "sandbox/features/query_request.hpp"
#include "sandbox/features/row_index.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// What a query has found, ready to be written. Everything is borrowed.
class query_result {
public:
  query_result(const service_data& service, const row_index& index, const query_request& wanted, dialect speaks);

  /// Esri JSON or GeoJSON. A problem if a shape does not exist in the reference that is asked for.
  outcome<nlohmann::json> document() const;
  /// PBF; likewise.
  outcome<std::string> bytes() const;

private:
  std::vector<std::int64_t> ids() const;
  outcome<envelope> extent() const;
  outcome<feature_set> features() const;
  outcome<feature_set> statistics() const;
  outcome<feature_set> rows_or_statistics() const;

  const service_data& service_;
  const table& from_;
  const query_request& wanted_;
  dialect speaks_;
  std::vector<std::size_t> rows_;
};

} // namespace sandbox
