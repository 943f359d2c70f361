#include "sandbox/features/json_replica.hpp"

#include <nlohmann/json.hpp>

#include "sandbox/base/digest.hpp"
#include "sandbox/features/field_document.hpp"
#include "sandbox/features/replica_documents.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

std::string text_of(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }

outcome<json> feature_json(const table& source, const feature& row, int wkid, dialect speaks) {
  json attributes = json::object();
  for (std::size_t i = 0; i < source.fields.size(); ++i)
    attributes[source.fields[i].name] = to_json(spoken(row.attributes[i], source.fields[i].type, speaks));
  json made{{"attributes", std::move(attributes)}};
  if (row.shape.empty())
    return made;
  const auto moved = project(row.shape, wgs84, wkid);
  if (!moved)
    return problem{moved.error()};
  made["geometry"] = to_esri_json(*moved);
  return made;
}

outcome<json> attachment_json(const replica_order& order, const table& source, const attachment& one, dialect speaks) {
  const auto id = [&](const std::string& text) { return to_json(spoken(text, field_type::global_id, speaks)); };
  const feature& parent = source.rows[one.row];
  json made{{"attachmentId", one.id}, {"globalId", id(one.global_id)}, {"parentGlobalId", id(parent.global_id)},
    {"contentType", one.content_type}, {"name", one.name}, {"size", one.size}};
  if (order.attachments_by_url) {
    made["url"] = order.wanted.service_url + "/" + std::to_string(source.id) + "/" + std::to_string(parent.object_id)
      + "/attachments/" + std::to_string(one.id);
    return made;
  }
  const std::string bytes = source.pictures ? source.pictures->bytes(one) : std::string{};
  if (bytes.size() != one.size)
    return problem{"the attachment " + one.name + " cannot be read"};
  made["data"] = base64_of(bytes);
  return made;
}

/// Writes a list of what `document` makes of each index.
template <typename Maker>
outcome<bool> write_list(std::ostream& into, const std::vector<std::size_t>& indices, Maker document) {
  into << '[';
  for (const std::size_t& index : indices) {
    const outcome<json> made = document(index);
    if (!made)
      return problem{made.error()};
    into << (&index == indices.data() ? "" : ",") << text_of(*made);
  }
  into << ']';
  return true;
}

outcome<bool> write_layer(std::ostream& into, const replica_order& order, const replica_layer& layer, dialect speaks) {
  const table& source = *layer.source;
  into << "{\"id\":" << source.id << ",\"features\":";
  const auto features = write_list(into, layer.rows,
    [&](std::size_t row) { return feature_json(source, source.rows[row], order.wanted.wkid, speaks); });
  if (!features)
    return features;
  if (order.wanted.returns_attachments && source.has_attachments) {
    into << ",\"attachments\":";
    const auto files = write_list(into, layer.attachments,
      [&](std::size_t index) { return attachment_json(order, source, source.attachments[index], speaks); });
    if (!files)
      return files;
  }
  into << '}';
  return true;
}

} // namespace

outcome<bool> write_json_replica(std::ostream& into, const replica_order& order, dialect speaks) {
  json head = replica_head_json(order.wanted);
  head["transportType"] = "esriTransportTypeEmbedded";
  std::string opening = text_of(head);
  opening.pop_back(); // the list of layers comes before its closing brace
  into << opening << ",\"layers\":[";
  for (const replica_layer& layer : order.wanted.layers) {
    into << (&layer == &order.wanted.layers.front() ? "" : ",");
    const auto written = write_layer(into, order, layer, speaks);
    if (!written)
      return written;
  }
  into << "]}";
  return true;
}

} // namespace sandbox
