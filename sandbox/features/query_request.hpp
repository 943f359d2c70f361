#pragma once

#include <string>
#include <vector>

#include "sandbox/features/coordinate_grid.hpp"
#include "sandbox/features/query_rows.hpp"
#include "sandbox/features/statistics.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

enum class answer_format { esri_json, geojson, pbf };
enum class query_kind { features, count, ids, extent, statistics };

/// How shapes are to look.
struct shape_wish {
  int wkid = web_mercator;
  bool z = false;
  bool centroid = false;
  double max_offset = 0;        ///< how far a line may lie beside the original, in units of the reference
  std::optional<int> precision; ///< decimals of x and y
  std::optional<coordinate_grid> grid;
};

/// `.../query`, read and checked.
struct query_request {
  answer_format format = answer_format::esri_json;
  query_kind kind = query_kind::features;
  row_filter rows;
  std::vector<std::size_t> columns;
  bool distinct = false; ///< each combination of values once
  bool geometry = false;
  shape_wish shapes;
  std::size_t offset = 0;
  std::size_t most = 0;         ///< rows of a page
  bool returns_exceeded = true; ///< else nothing where there is more than a page
  bool counts_extent = false;   ///< the extent with the number of rows
  std::vector<statistic> statistics;
  std::vector<std::size_t> groups; ///< columns
  std::string order;               ///< of statistics, by the names of their answer
};

/// A problem for unknown parameters, for values that make no sense and for those that are not served.
outcome<query_request> read_query(
  const http_request& request, const service_data& service, const table& from, std::int64_t now_ms);

/// How the rows of a request to another operation shall look: `outSR`, `returnZ`, ... `returnGeometry`.
outcome<shape_wish> read_shape_wish(const http_request& request, answer_format format);

/// Most rows of a page where the request does not ask for fewer: `resultType` and `maxRecordCountFactor` count.
outcome<std::size_t> read_page_limit(const http_request& request, const service_data& service);

/// How many times the usual page clients may ask for at once, and how many times it is for tiles.
inline constexpr std::size_t max_record_count_factor = 5;
inline constexpr std::size_t tile_record_count_factor = 2;

} // namespace sandbox
