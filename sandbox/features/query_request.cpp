#include "sandbox/features/query_request.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "sandbox/base/text.hpp"
#include "sandbox/features/query_parameters.hpp"

namespace sandbox {
namespace {

constexpr std::string_view any_flag = "true false";

/// What is not served or what makes no difference to data without measures, curves, time and versions has its only
/// value here.
constexpr std::array query_parameters{known_parameter{"f", "json pjson html geojson pbf"}, known_parameter{"token"},
  known_parameter{"where"}, known_parameter{"objectIds"}, known_parameter{"geometry"}, known_parameter{"geometryType"},
  known_parameter{"inSR"}, known_parameter{"spatialRel"}, known_parameter{"distance"}, known_parameter{"units"},
  known_parameter{"outSR"}, known_parameter{"defaultSR"}, known_parameter{"outFields"},
  known_parameter{"returnGeometry", any_flag}, known_parameter{"returnZ", any_flag},
  known_parameter{"returnM", any_flag}, known_parameter{"returnTrueCurves", any_flag},
  known_parameter{"returnCentroid", any_flag}, known_parameter{"returnEnvelope", "false"},
  known_parameter{"geometryPrecision"}, known_parameter{"maxAllowableOffset"},
  known_parameter{"quantizationParameters"}, known_parameter{"returnIdsOnly", any_flag},
  known_parameter{"returnUniqueIdsOnly", "false"}, known_parameter{"returnCountOnly", any_flag},
  known_parameter{"returnExtentOnly", any_flag}, known_parameter{"returnDistinctValues", any_flag},
  known_parameter{"outStatistics"}, known_parameter{"groupByFieldsForStatistics"}, known_parameter{"orderByFields"},
  known_parameter{"resultOffset"}, known_parameter{"resultRecordCount"}, known_parameter{"maxRecordCountFactor"},
  known_parameter{"resultType", "none standard tile"}, known_parameter{"returnExceededLimitFeatures", any_flag},
  known_parameter{"cacheHint", any_flag}, known_parameter{"sqlFormat", "none standard"},
  known_parameter{"timeReferenceUnknownClient", any_flag}, known_parameter{"multipatchOption", "xyfootprint"}};

answer_format read_format(const http_request& request) {
  const std::string& word = request.parameter("f");
  if (same_word(word, "geojson"))
    return answer_format::geojson;
  return same_word(word, "pbf") ? answer_format::pbf : answer_format::esri_json;
}

query_kind read_kind(const http_request& request) {
  if (request.flag("returnExtentOnly"))
    return query_kind::extent;
  if (request.flag("returnCountOnly"))
    return query_kind::count;
  if (request.flag("returnIdsOnly"))
    return query_kind::ids;
  return request.parameter("outStatistics").empty() ? query_kind::features : query_kind::statistics;
}

/// At least one of them, so that nobody asks for a whole layer by mistake.
std::optional<problem> require_rows(const http_request& request) {
  for (const char* name : {"where", "objectIds", "geometry"}) {
    if (!request.parameter(name).empty())
      return {};
  }
  return problem{"'where' parameter must be specified"};
}

std::optional<problem> read_page(const http_request& request, const service_data& service, query_request& wanted) {
  constexpr std::size_t no_limit = std::numeric_limits<std::int32_t>::max();
  const auto limit = read_page_limit(request, service);
  if (!limit)
    return problem{limit.error()};
  const auto offset = read_count(request, "resultOffset", 0, 0, no_limit);
  if (!offset)
    return problem{offset.error()};
  const auto most = read_count(request, "resultRecordCount", *limit, 1, no_limit); // pages of nothing never end
  if (!most)
    return problem{most.error()};
  wanted.offset = *offset;
  wanted.most = std::min(*most, *limit);
  wanted.returns_exceeded = read_flag(request, "returnExceededLimitFeatures", true);
  return {};
}

std::optional<problem> read_columns(const http_request& request, const table& from, query_request& wanted) {
  auto columns = read_out_fields(request.parameter("outFields"), from);
  if (!columns)
    return problem{columns.error()};
  wanted.columns = std::move(*columns);
  const std::string& order = request.parameter("orderByFields");
  if (wanted.kind == query_kind::statistics) {
    wanted.order = order;
    return {};
  }
  auto keys = read_order(order, from.fields);
  if (!keys)
    return problem{keys.error()};
  wanted.rows.order = std::move(*keys);
  return {};
}

std::optional<problem> read_statistics(const http_request& request, const table& from, query_request& wanted) {
  const std::string& groups = request.parameter("groupByFieldsForStatistics");
  if (wanted.kind != query_kind::statistics) {
    if (!request.parameter("outStatistics").empty())
      return invalid_parameter("outStatistics", "it goes with neither a count, ids nor an extent alone");
    return groups.empty() ? std::nullopt
                          : std::optional{invalid_parameter("groupByFieldsForStatistics", "outStatistics is missing")};
  }
  auto asked = sandbox::read_statistics(request.parameter("outStatistics"), from);
  if (!asked)
    return invalid_parameter("outStatistics", asked.error());
  wanted.statistics = std::move(*asked);
  if (groups.empty())
    return {};
  auto columns = read_out_fields(groups, from);
  if (!columns)
    return invalid_parameter("groupByFieldsForStatistics", groups);
  wanted.groups = std::move(*columns);
  return {};
}

std::optional<problem> read_shapes(const http_request& request, const table& from, query_request& wanted) {
  wanted.distinct = request.flag("returnDistinctValues");
  if (wanted.distinct && request.flag("returnGeometry"))
    return invalid_parameter("returnGeometry", "distinct values have no geometry");
  wanted.geometry = from.is_spatial() && !wanted.distinct && read_flag(request, "returnGeometry", true);
  auto shapes = read_shape_wish(request, wanted.format);
  if (!shapes)
    return problem{shapes.error()};
  wanted.shapes = std::move(*shapes);
  wanted.shapes.z = wanted.shapes.z && from.has_z;
  wanted.shapes.centroid = wanted.shapes.centroid && from.type == geometry_type::polygon;
  if (wanted.shapes.z && wanted.shapes.grid && wanted.format == answer_format::esri_json)
    return invalid_parameter("quantizationParameters", "heights are not served on a grid");
  return {};
}

} // namespace

outcome<std::size_t> read_page_limit(const http_request& request, const service_data& service) {
  const auto factor = read_count(request, "maxRecordCountFactor", 1, 1, max_record_count_factor);
  if (!factor)
    return problem{factor.error()};
  const std::string& type = request.parameter("resultType");
  const bool plain = type.empty() || same_word(type, "none");
  return static_cast<std::size_t>(service.max_record_count) * *factor * (plain ? 1 : tile_record_count_factor);
}

outcome<shape_wish> read_shape_wish(const http_request& request, answer_format format) {
  shape_wish wish;
  const auto own = read_known_reference(request, "defaultSR", format == answer_format::geojson ? wgs84 : web_mercator);
  if (!own)
    return problem{own.error()};
  const auto wkid = read_known_reference(request, "outSR", *own);
  if (!wkid)
    return problem{wkid.error()};
  wish.wkid = *wkid;
  wish.z = request.flag("returnZ");
  wish.centroid = request.flag("returnCentroid");
  if (const std::string& text = request.parameter("maxAllowableOffset"); !text.empty()) {
    const auto number = number_in<double>(text);
    if (!number || !(*number >= 0))
      return invalid_parameter("maxAllowableOffset", text);
    wish.max_offset = *number;
  }
  if (const std::string& text = request.parameter("geometryPrecision"); !text.empty()) {
    const auto decimals = number_in<int>(text);
    if (!decimals || *decimals < 0 || *decimals > 15)
      return invalid_parameter("geometryPrecision", text);
    wish.precision = *decimals;
  }
  const std::string& grid = request.parameter("quantizationParameters");
  if (!grid.empty()) {
    if (format == answer_format::geojson)
      return invalid_parameter("quantizationParameters", "GeoJSON has no grid");
    const auto read = coordinate_grid::read(grid, wish.wkid);
    if (!read)
      return invalid_parameter("quantizationParameters", read.error());
    wish.grid = *read;
  } else if (format == answer_format::pbf) {
    wish.grid = coordinate_grid::fine(wish.wkid);
  }
  return wish;
}

outcome<query_request> read_query(
  const http_request& request, const service_data& service, const table& from, std::int64_t now_ms) {
  if (auto unknown = refuse_unknown(request, query_parameters))
    return *unknown;
  if (auto none = require_rows(request))
    return *none;
  query_request wanted;
  wanted.format = read_format(request);
  wanted.kind = read_kind(request);
  wanted.counts_extent = request.flag("returnCountOnly");
  const auto in = read_known_reference(request, "defaultSR", web_mercator);
  if (!in)
    return problem{in.error()};
  auto rows = read_rows(request, request.parameter("where"), from, *in, now_ms);
  if (!rows)
    return problem{rows.error()};
  wanted.rows = std::move(*rows);
  if (auto failed = read_columns(request, from, wanted))
    return *failed;
  if (auto failed = read_page(request, service, wanted))
    return *failed;
  if (auto failed = read_statistics(request, from, wanted))
    return *failed;
  if (auto failed = read_shapes(request, from, wanted))
    return *failed;
  return wanted;
}

} // namespace sandbox
