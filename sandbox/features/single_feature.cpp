#include "sandbox/features/single_feature.hpp"

#include <array>
#include <numeric>

#include "sandbox/features/esri_features.hpp"
#include "sandbox/features/feature_query.hpp"
#include "sandbox/features/feature_rows.hpp"
#include "sandbox/features/query_parameters.hpp"
#include "sandbox/http/answers.hpp"

namespace sandbox {
namespace {

constexpr std::array feature_parameters{known_parameter{"f", "json pjson html"}, known_parameter{"token"},
  known_parameter{"outSR"}, known_parameter{"returnGeometry", "true false"}, known_parameter{"returnZ", "true false"},
  known_parameter{"returnM", "true false"}};

} // namespace

http_response single_feature(const http_request& request, const table& from, std::int64_t object_id, dialect speaks) {
  if (auto unknown = refuse_unknown(request, feature_parameters))
    return query_refused(unknown->text);
  const auto row = row_of(from, object_id);
  if (!row)
    return error_answer(404, "Unable to complete operation.", {"object " + std::to_string(object_id) + " not found"});
  const auto shapes = read_shape_wish(request, answer_format::esri_json);
  if (!shapes)
    return query_refused(shapes.error());
  std::vector<std::size_t> columns(from.fields.size());
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  const bool geometry = from.is_spatial() && read_flag(request, "returnGeometry", true);
  const auto found = feature_rows(from, {*row}, columns, geometry ? &*shapes : nullptr, speaks);
  return found ? json_answer(request, {{"feature", esri_feature_json(*found, 0)}}) : query_refused(found.error());
}

} // namespace sandbox
