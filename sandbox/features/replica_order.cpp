#include "sandbox/features/replica_order.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "sandbox/base/text.hpp"
#include "sandbox/features/query_parameters.hpp"
#include "sandbox/features/replica_layers.hpp"
#include "sandbox/features/service_document.hpp"
#include "sandbox/features/shape_filter.hpp"
#include "sandbox/geodatabase/geometry_blob.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/model/parameter_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using checked = outcome<bool>;
constexpr std::size_t longest_name = 226; // of GDB_Items

/// Formats other than these, and targets other than clients, belong to replicas that are made between servers.
constexpr std::array<known_parameter, 21> replica_parameters{{{"f"}, {"token"}, {"replicaName"}, {"layers"},
  {"layerQueries"}, {"geometry"}, {"geometryType"}, {"inSR"}, {"replicaSR"},
  {"transportType", "esritransporttypeurl esritransporttypeembedded"}, {"returnAttachments", "true false"},
  {"returnAttachmentsDataByUrl", "true false"}, {"attachmentsSyncDirection", "none upload bidirectional"},
  {"async", "true false"}, {"syncModel", "perlayer perreplica none"}, {"syncDirection", "bidirectional"},
  {"targetType", "client"}, {"dataFormat", "json sqlite"}, {"replicaOptions"}, {"datumTransformation"},
  {"timeReferenceUnknownClient", "true false"}}};

checked read_model(const http_request& request, dialect speaks, replica_request& wanted) {
  const std::string& word = request.parameter("syncModel");
  if (same_word(word, "perLayer")) {
    wanted.model = sync_model::per_layer;
  } else if (same_word(word, "none")) {
    wanted.model = sync_model::none;
  } else if (speaks == dialect::online) {
    wanted.model = sync_model::per_replica;
  } else { // hosted layers of Enterprise do not have it
    return invalid_parameter("syncModel", "perReplica is not supported by this service");
  }
  return true;
}

/// Of the six pairs two make no sense.
checked read_attachment_direction(const http_request& request, replica_request& wanted) {
  const std::string& word = request.parameter("attachmentsSyncDirection");
  wanted.returns_attachments = request.flag("returnAttachments");
  const bool both = word.empty() ? wanted.returns_attachments : same_word(word, "bidirectional");
  const bool none = word.empty() ? !wanted.returns_attachments : same_word(word, "none");
  if (wanted.returns_attachments ? none : both)
    return invalid_parameter("attachmentsSyncDirection", word + " does not go with this returnAttachments");
  wanted.attachments = both ? attachment_direction::bidirectional
    : none                  ? attachment_direction::none
                            : attachment_direction::upload;
  return true;
}

checked read_places(const http_request& request, replica_request& wanted) {
  const auto in = read_known_reference(request, "inSR", web_mercator),
             out = read_known_reference(request, "replicaSR", web_mercator);
  if (!in || !out)
    return problem{(in ? out : in).error()};
  wanted.wkid = canonical_wkid(*out);
  if (!standard_grid(wanted.wkid))
    return invalid_parameter("replicaSR", request.parameter("replicaSR") + " is not supported by this service");
  const std::string& text = request.parameter("geometry");
  if (text.empty() && wanted.model != sync_model::none)
    return invalid_parameter("geometry", "it is missing");
  auto asked = text.empty() ? read_geometry("-180,-90,180,90", "", wgs84)
                            : read_geometry(text, request.parameter("geometryType"), *in);
  if (!asked)
    return invalid_parameter("geometry", asked.error());
  // A mistake in the place is reported here and not by the job.
  if (const auto tried = shape_filter::make(*asked, spatial_relation::intersects, 0); !tried)
    return invalid_parameter("geometry", tried.error());
  wanted.extent = std::move(*asked);
  return true;
}

/// It becomes an item of the geodatabase, described in XML.
checked read_name(const http_request& request, replica_request& wanted) {
  wanted.replica_name = request.parameter("replicaName");
  const bool control = std::any_of(wanted.replica_name.begin(), wanted.replica_name.end(),
    [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0; });
  if (control || wanted.replica_name.size() > longest_name)
    return invalid_parameter("replicaName", "it has control characters or is longer than 226 bytes");
  return true;
}

/// An answer holds the replica itself where that is wanted and possible: neither a job nor a database can be embedded.
void read_form_of_answer(const http_request& request, replica_order& order) {
  order.format = same_word(request.parameter("dataFormat"), "sqlite") ? replica_format::sqlite : replica_format::json;
  order.asynchronous = request.flag("async");
  order.embedded = same_word(request.parameter("transportType"), "esriTransportTypeEmbedded") && !order.asynchronous
    && order.format == replica_format::json;
  order.attachments_by_url = read_flag(request, "returnAttachmentsDataByUrl", true);
}

/// A definition to be cloned, data to be registered, and content beyond rows are not served.
checked read_options(const http_request& request) {
  const std::string &text = request.parameter("replicaOptions"),
                    &transformation = request.parameter("datumTransformation");
  const json options = text.empty() ? json::object() : parameter_json(text);
  if (!options.is_object())
    return invalid_parameter("replicaOptions", "it is no JSON object");
  for (const auto& [name, option] : options.items()) {
    const bool nothing = same_word(name, "syncDataOptions") && (option == 0 || option == "0");
    if (!nothing)
      return invalid_parameter("replicaOptions", name + " is not supported by this service");
  }
  // All coordinates here are on WGS84, so that any transformation changes nothing.
  const json read = transformation.empty() ? json::object() : parameter_json(transformation);
  if (!read.is_object() && !read.is_array() && !read.is_number_integer())
    return invalid_parameter("datumTransformation", transformation);
  return true;
}

} // namespace

outcome<replica_order> read_replica_order(const replica_context& context, const http_request& request) {
  if (auto refused = refuse_unknown(request, replica_parameters))
    return std::move(*refused);
  replica_order order;
  replica_request& wanted = order.wanted;
  read_form_of_answer(request, order);
  if (const auto read = read_options(request); !read)
    return problem{read.error()};
  if (const auto read = read_name(request, wanted); !read)
    return problem{read.error()};
  if (const auto read = read_model(request, context.speaks, wanted); !read)
    return problem{read.error()};
  if (const auto read = read_attachment_direction(request, wanted); !read)
    return problem{read.error()};
  if (const auto read = read_places(request, wanted); !read)
    return problem{read.error()};
  auto layers = read_replica_layers(context.service, request, context.speaks, context.now_ms);
  if (!layers)
    return problem{layers.error()};
  wanted.layers = std::move(*layers);
  const bool editable = std::any_of(
    wanted.layers.begin(), wanted.layers.end(), [](const replica_layer& one) { return one.source->is_editable(); });
  wanted.direction = editable ? sync_direction::bidirectional : sync_direction::download;
  wanted.service = &context.service;
  wanted.service_url = context.service_url;
  wanted.service_json = feature_service_json(context.service, context.speaks);
  wanted.created_ms = context.now_ms;
  return order;
}

} // namespace sandbox
