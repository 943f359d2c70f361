#pragma once

#include "sandbox/http/http_message.hpp"
#include "sandbox/model/table.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// `.../FeatureServer/<id>/<object id>`: one row with all its fields. ArcGIS REST API, Feature.
http_response single_feature(const http_request& request, const table& from, std::int64_t object_id, dialect speaks);

} // namespace sandbox
