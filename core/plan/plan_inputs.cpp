#include "core/plan/plan_inputs.hpp"

#include "core/plan/definition_merge.hpp"
#include "core/plan/document_reader.hpp"
#include "core/plan/item_references.hpp"
#include "core/plan/online_layers.hpp"
#include "core/plan/service_documents.hpp"
#include "core/plan/thumbnail.hpp"
#include "proto/arcgis/service_address.hpp"

#include <algorithm>
#include <set>

namespace core {
namespace {

using code = proto::failure_code;
using importance = document_reader::importance;

constexpr std::size_t host_limit = 64;

proto::failure map_failure(code why, const std::string& subject) {
  proto::failure made;
  made.code = why;
  made.during = "reading the web map";
  made.subject = subject;
  return made;
}

/// Fills the inputs from the documents, one call of make_plan.
class gathering {
public:
  gathering(const plan_question& question, const portal_access& portal, const plan_documents& documents)
    : documents_(documents),
      request_(question.request),
      purpose_(question.purpose),
      portal_(portal),
      reader_(documents),
      services_(reader_, portal, question.substitutions, in_.documents) {}

  std::variant<plan_inputs, plan_step> run() {
    if (auto step = read_map())
      return *step;
    const bool reads_layers = purpose_ != plan_purpose::defaults;
    if (auto step = reads_layers ? read_references() : std::nullopt)
      return *step;
    if (auto why = over_host_limit())
      return plan_step{*why};
    if (auto step = reads_layers && wants_reference_basemap(request_.parameters) ? look_at_basemap() : std::nullopt)
      return *step;
    read_thumbnail();
    for (const auto& layer : in_.map.layers)
      if (reads_layers && is_wanted(layer) && !has_failed(layer))
        read_layer(layer);
    if (auto step = reader_.pending())
      return *step;
    if (auto why = reads_layers ? merge() : std::nullopt)
      return plan_step{*why};
    return std::move(in_);
  }

private:
  std::optional<plan_step> read_map() { return request_.web_map ? take_map(*request_.web_map->document) : read_item(); }

  std::optional<plan_step> read_item() {
    const auto* item = portal_json("item", item_path(), importance::required, "reading the portal item", request_.item);
    const auto* data =
      portal_json("data", item_path() + "/data", importance::required, "reading the web map", request_.item);
    if (item != nullptr && !*item)
      return item->error();
    if (auto why = item != nullptr ? take_item(**item) : std::nullopt)
      return *why;
    if (data != nullptr && !*data)
      return data->error();
    if (auto step = reader_.pending())
      return step;
    in_.documents[{}] = portal_document(portal_.url, portal_.portal, item_path() + "/data").address;
    return take_map(**data);
  }

  std::optional<plan_step> take_map(const nlohmann::json& document) {
    auto map = proto::read_web_map(document);
    if (!map)
      return map.error();
    in_.map = std::move(*map);
    for (const auto& warning : in_.map.warnings)
      in_.findings.push_back({.code = proto::finding_code::map_member_ignored, .why = warning});
    return std::nullopt;
  }

  proto::outcome take_item(const nlohmann::json& json) {
    auto item = proto::read_portal_item(json);
    if (!item)
      return item.error();
    if (item->type != "Web Map")
      return map_failure(code::web_map_not_supported,
        "item " + request_.item + " is a " + (item->type.empty() ? "thing without type" : item->type));
    if (item->offline_disabled()) {
      const auto why = map_failure(code::offline_disabled, item->title);
      if (refuse_map(why))
        return why;
    }
    in_.item = std::move(*item);
    return std::nullopt;
  }

  /// Layers that are items of the portal get their addresses, and groups their layers.
  std::optional<plan_step> read_references() {
    item_references references{reader_, portal_, budget_};
    const auto why = references.resolve(
      in_, [&](const auto& layer) { return layer.kind == proto::layer_kind::group_layer || is_wanted(layer); });
    if (auto step = reader_.pending())
      return step;
    return why ? std::optional<plan_step>{*why} : std::nullopt;
  }

  bool has_failed(const proto::web_map_layer& layer) const {
    const auto source = in_.sources.find(layer.pointer);
    return source != in_.sources.end() && source->second.failure;
  }

  proto::outcome over_host_limit() const {
    std::set<std::string> hosts;
    for (const auto& layer : in_.map.layers)
      for (const auto& address : {layer.url, layer.style_url})
        if (const auto parts = proto::split_url(address))
          hosts.insert(parts->host);
    if (hosts.size() > host_limit)
      return map_failure(code::limit_exceeded,
        std::to_string(hosts.size()) + " hosts, " + std::to_string(host_limit) + " are asked at most");
    return std::nullopt;
  }

  /// Before any service is asked: without its basemap the map is not what was wanted.
  std::optional<plan_step> look_at_basemap() {
    const bool asks_author = request_.defaults == proto::parameter_defaults::author && in_.map.offline;
    auto basemap = locate_basemap(request_,
      request_.parameters.reference_basemap_filename.value_or(
        asks_author ? in_.map.offline->reference_basemap_name : ""));
    if (!basemap)
      return refuse_map(basemap.error());
    const auto answer = documents_.find(basemap_key);
    if (answer == documents_.end())
      return plan_need{{}, basemap->file};
    const auto& facts = answer->second.basemap;
    if (!*facts)
      return refuse_map(facts->error());
    basemap->facts = **facts;
    in_.basemap = std::move(*basemap);
    return std::nullopt;
  }

  /// A job ends with what refuses its map; a survey goes on.
  std::optional<plan_step> refuse_map(const proto::failure& why) {
    in_.refusals.push_back(why);
    return purpose_ == plan_purpose::job ? std::optional<plan_step>{why} : std::nullopt;
  }

  void read_thumbnail() {
    const auto path = thumbnail_path(request_.item, in_.item);
    if (!path)
      return;
    auto request = portal_document(portal_.url, portal_.portal, *path);
    request.form.clear();
    request.max_bytes = thumbnail_limit;
    if (const auto* answer = reader_.raw("thumbnail", request)) {
      in_.thumbnail = thumbnail_uri(*answer);
      if (in_.thumbnail.empty())
        in_.findings.push_back({.code = proto::finding_code::thumbnail_unreadable});
    }
  }

  bool is_wanted(const proto::web_map_layer& layer) const {
    return is_considered(layer, request_) && !is_kept_online(layer, request_, in_.map.offline);
  }

  void read_layer(const proto::web_map_layer& layer) {
    if (is_of_feature_service(layer)) {
      in_.sources[layer.pointer] = services_.feature_source(layer);
      item_data(layer);
    } else if (is_raster_tiles(layer)) {
      in_.sources[layer.pointer] = services_.raster_source(layer);
    } else if (layer.kind == proto::layer_kind::vector_tile_layer) {
      in_.sources[layer.pointer] =
        services_.vector_source(layer, request_.parameters.esri_vector_tiles_download_option);
    } else if (layer.kind == proto::layer_kind::feature_collection) {
      item_data(layer);
    }
  }

  /// The data of a layer's own item, null without one. An item without a file
  /// answers with nothing or with an error of its own.
  const proto::result<nlohmann::json>* item_data(const proto::web_map_layer& layer) {
    if (!is_item_id(layer.item_id))
      return nullptr;
    return portal_json("item:" + layer.item_id, "content/items/" + layer.item_id + "/data", importance::of_layer,
      "reading a layer's item", label(layer));
  }

  /// All documents are here: the map with what its items store.
  proto::outcome merge() {
    services_.take(in_);
    auto document = in_.map.document;
    for (const auto& layer : in_.map.layers)
      if (is_wanted(layer) && !has_failed(layer))
        merge_layer(layer, document);
    auto merged = proto::read_web_map(document);
    if (!merged)
      return merged.error();
    in_.map = std::move(*merged);
    return std::nullopt;
  }

  void merge_layer(const proto::web_map_layer& layer, nlohmann::json& document) {
    const bool collection = layer.kind == proto::layer_kind::feature_collection;
    if (!is_of_feature_service(layer) && !collection)
      return;
    auto& entry = document.at(nlohmann::json::json_pointer(layer.pointer));
    if (collection && entry.contains("featureCollection"))
      return;
    const auto* data = item_data(layer);
    auto& source = in_.sources[layer.pointer];
    if (collection)
      return merge_collection(layer, entry, data, source);
    if (const auto service = in_.features.find(source.service);
        service != in_.features.end() && source.service_layer >= 0 && !proto::parse_service_address(layer.url)->layer)
      entry["url"] = service->second.root + "/" + std::to_string(source.service_layer); // where it is synchronised
    if (data != nullptr && *data)
      if (const auto* stored = item_entry_of(**data, source.service_layer))
        merge_item_entry(entry, *stored);
  }

  void merge_collection(const proto::web_map_layer& layer, nlohmann::json& entry,
    const proto::result<nlohmann::json>* data, layer_source& source) {
    if (data != nullptr && !*data)
      source.failure = not_loaded(data->error());
    else if (data == nullptr || !embed_feature_collection(entry, **data))
      source.failure = refusal(code::not_loaded, layer, "neither the map nor an item holds its features");
    else if (!budget_.take(entry))
      source.failure = refusal(code::limit_exceeded, layer, "the items of the map's layers hold too much");
  }

  std::string item_path() const { return "content/items/" + request_.item; }

  const proto::result<nlohmann::json>* portal_json(const std::string& key, const std::string& path, importance how,
    const std::string& during, const std::string& subject) {
    return reader_.json(key, portal_document(portal_.url, portal_.portal, path), how, during, subject);
  }

  const plan_documents& documents_;
  const proto::job_request& request_;
  plan_purpose purpose_;
  const portal_access& portal_;
  document_reader reader_;
  item_budget budget_;
  plan_inputs in_;
  service_documents services_;
};

} // namespace

std::variant<plan_inputs, plan_step> gather_inputs(
  const plan_question& question, const portal_access& portal, const plan_documents& documents) {
  return gathering(question, portal, documents).run();
}

bool is_considered(const proto::web_map_layer& layer, const proto::job_request& request) {
  if (layer.kind == proto::layer_kind::group_layer)
    return false;
  const auto& parameters = request.parameters;
  return layer.place != proto::layer_place::base_map
    || (!wants_reference_basemap(parameters) && (parameters.include_basemap || request.overrides));
}

} // namespace core
