#include "core/plan/service_documents.hpp"

#include "core/addresses.hpp"
#include "core/plan/capability.hpp"
#include "core/plan/service_twins.hpp"
#include "core/service_parameters.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

namespace core {
namespace {

using code = proto::failure_code;
constexpr auto of_layer = document_reader::importance::of_layer;
constexpr std::uint64_t sprite_limit = 4u << 20; // bytes

/// The entry of one layer in `…/FeatureServer/layers`.
const nlohmann::json* entry_of(const nlohmann::json& all, int id) {
  for (const auto* list : {"layers", "tables"}) {
    const auto entries = all.is_object() ? all.find(list) : all.end();
    if (!all.is_object() || entries == all.end() || !entries->is_array())
      continue;
    for (const auto& entry : *entries)
      if (entry.is_object() && entry.value("id", nlohmann::json()) == id)
        return &entry;
  }
  return nullptr;
}

/// The only layer or table of a service, where it has no other.
std::optional<int> lone_layer(const proto::web_map_layer& layer, const feature_service& service) {
  std::optional<int> lone;
  for (const auto& one : service.description.layers) {
    if (one.is_table != (layer.place == proto::layer_place::tables))
      continue;
    if (lone)
      return {};
    lone = one.id;
  }
  return lone;
}

/// Addresses of a style's sources, in the order of their names.
std::vector<std::string> source_addresses(const nlohmann::json& style, const std::string& style_address) {
  std::vector<std::string> addresses;
  const auto sources = style.is_object() ? style.find("sources") : style.end();
  if (!style.is_object() || sources == style.end() || !sources->is_object())
    return addresses;
  for (const auto& source : *sources)
    if (source.is_object() && source.contains("url") && source["url"].is_string())
      addresses.push_back(proto::resolve_url(style_address, source["url"].get<std::string>()));
  return addresses;
}

} // namespace

proto::failure not_loaded(proto::failure why) {
  const bool about_signing_in =
    why.code == code::sign_in_failed || why.code == code::sign_in_required || why.code == code::permission_missing;
  if (!about_signing_in)
    why.code = code::not_loaded;
  return why;
}

small_request service_documents::request_of(const proto::web_map_layer& layer, const std::string& address) const {
  auto request = named_document(address, portal_.portal);
  append_parameters(request, {storable(layer.custom_parameters), sources_of(layer, documents_)}, address_of(layer));
  return request;
}

feature_service& service_documents::ask_root(
  const proto::web_map_layer& layer, const std::string& key, const std::string& root) {
  auto [known, is_new] = features_.try_emplace(key);
  auto& service = known->second;
  if (!is_new)
    return service;
  service.root = root;
  const auto* document = reader_.json(
    "service:" + key, request_of(layer, root), of_layer, "reading the service", proto::without_query(root));
  if (document == nullptr)
    return service;
  auto description = *document ? proto::read_feature_service_root(**document)
                               : proto::result<proto::feature_service_root>(document->error());
  if (description)
    service.description = std::move(*description);
  else
    service.failure = not_loaded(description.error());
  return service;
}

/// One call for all layers; one a layer where a server does not know it.
void service_documents::ask_layer(
  const proto::web_map_layer& layer, const std::string& key, feature_service& service, int id) {
  if (service.failure || service.layers.contains(id))
    return;
  const auto subject = label(layer);
  const auto* all = reader_.json(
    "layers:" + key, request_of(layer, service.root + "/layers"), of_layer, "reading the service's layers", subject);
  if (all == nullptr)
    return;
  const auto* entry = *all ? entry_of(**all, id) : nullptr;
  if (entry != nullptr) {
    service.layers.emplace(id, proto::read_service_layer(*entry));
    return;
  }
  if (*all && (**all).contains("layers"))
    return; // the list is complete and does not have it
  const auto number = std::to_string(id);
  const auto* single = reader_.json("layer:" + key + "/" + number, request_of(layer, service.root + "/" + number),
    of_layer, "reading the service's layer", subject);
  if (single != nullptr)
    service.layers.emplace(id,
      *single ? proto::read_service_layer(**single) : proto::result<proto::service_layer>(not_loaded(single->error())));
}

layer_source service_documents::feature_source(const proto::web_map_layer& layer) {
  const auto address = proto::parse_service_address(layer.url);
  if (!address || (!address->layer && layer.item_id.empty()))
    return {{}, -1, refusal(code::unsupported_layer_type, layer, "no layer of a feature service")};
  if (address->kind != "FeatureServer")
    return {{}, -1, refusal(code::sync_not_enabled, layer, "a layer of a " + address->kind)};
  const auto key = proto::comparable_address(address->root);
  auto& service = ask_root(layer, key, address->root);
  const auto id = address->layer ? address->layer : lone_layer(layer, service);
  if (!id)
    return {key, -1,
      service.failure.value_or(
        refusal(code::not_loaded, layer, "neither map nor item says which layer of the service"))};
  ask_layer(layer, key, service, *id);
  return {key, *id, std::nullopt};
}

layer_source service_documents::tile_source(
  const proto::web_map_layer& layer, const std::string& address, bool is_vector) {
  const auto parsed = proto::parse_service_address(address);
  if (!parsed || (parsed->kind == "VectorTileServer") != is_vector || parsed->kind == "FeatureServer")
    return {{}, -1, refusal(code::unsupported_layer_type, layer, "no tile service")};
  const auto key = proto::comparable_address(parsed->root);
  auto [known, is_new] = tiles_.try_emplace(key);
  if (is_new) {
    auto& service = known->second;
    service.root = parsed->root;
    const auto* document = reader_.json("service:" + key, request_of(layer, parsed->root), of_layer,
      "reading the service", proto::without_query(parsed->root));
    if (document != nullptr) {
      auto description = *document ? proto::read_tile_service_root(**document, is_vector)
                                   : proto::result<proto::tile_service_root>(document->error());
      if (description)
        service.description = std::move(*description);
      else
        service.failure = not_loaded(description.error());
    }
  }
  return {key, -1, std::nullopt};
}

layer_source service_documents::raster_source(const proto::web_map_layer& layer) {
  return with_substitute(layer, tile_source(layer, layer.url, false));
}

proto::outcome service_documents::tiles_refused(const proto::web_map_layer& layer, const layer_source& source) const {
  if (source.failure || !reader_.is_read("service:" + source.service))
    return source.failure;
  return tile_capability(layer, tiles_.at(source.service));
}

/// The layer keeps its own address and title in the map: only where its tiles come from is
/// another service.
layer_source service_documents::with_substitute(const proto::web_map_layer& layer, layer_source original) {
  if (layer.place != proto::layer_place::base_map || original.failure || !tiles_refused(layer, original))
    return original;
  const auto& service = tiles_.at(original.service);
  const auto named = substitute_of(substitutions_, service.root);
  auto source = named ? substitute(layer, *named, layer.kind == proto::layer_kind::vector_tile_layer) : std::nullopt;
  if (!source)
    return original;
  source->failure = tiles_refused(layer, *source);
  if (source->failure)
    source->failure->subject += ", its substitution " + *named + ", too";
  else if (reader_.is_read("service:" + source->service))
    findings_.push_back(finding_of(
      proto::finding_code::basemap_substituted, layer, proto::without_query(tiles_.at(source->service).root)));
  return *source;
}

/// The service that the configuration names; nothing while its item is not read.
std::optional<layer_source> service_documents::substitute(
  const proto::web_map_layer& layer, const std::string& named, bool is_vector) {
  if (proto::split_url(named))
    return tile_source(layer, named, is_vector);
  const auto* item =
    reader_.json("substitution:" + named, portal_document(portal_.url, portal_.portal, "content/items/" + named),
      of_layer, "reading the substitution's item", named);
  if (item == nullptr)
    return std::nullopt;
  const auto read = *item ? proto::read_portal_item(**item) : proto::result<proto::portal_item>{item->error()};
  if (!read)
    return layer_source{{}, -1, not_loaded(read.error())};
  return read->url.empty() ? layer_source{{}, -1, proto::missing_property(*read, "address")}
                           : tile_source(layer, read->url, is_vector);
}

layer_source service_documents::vector_source(
  const proto::web_map_layer& layer, proto::esri_vector_tiles_download_option option) {
  auto source = with_substitute(layer, original_source(layer));
  if (!source.failure)
    read_item_style(layer);
  if (option == proto::esri_vector_tiles_download_option::use_original_service || source.service.empty()
    || source.failure)
    return source;
  return reduced_fonts_source(layer, std::move(source));
}

layer_source service_documents::reduced_fonts_source(const proto::web_map_layer& layer, layer_source original) {
  const auto twin = reduced_fonts_twin(tiles_.at(original.service).root);
  auto source = twin ? tile_source(layer, *twin, true) : layer_source{};
  if (twin && !tile_capability(layer, tiles_.at(source.service))) {
    findings_.push_back(finding_of(proto::finding_code::reduced_fonts, layer, *twin));
    return source;
  }
  findings_.push_back(finding_of(proto::finding_code::no_reduced_fonts, layer));
  return original;
}

const proto::result<nlohmann::json>* service_documents::style_of(const proto::web_map_layer& layer) {
  const auto address = proto::without_query(layer.style_url);
  return reader_.json("style:" + proto::comparable_address(address), request_of(layer, address), of_layer,
    "reading the style", label(layer));
}

/// The pictures of a style are not waited for: the map is worth having without them.
void service_documents::read_item_style(const proto::web_map_layer& layer) {
  const auto* style = is_item_style(layer.style_url) ? style_of(layer) : nullptr;
  if (style == nullptr)
    return;
  const auto note = [&](proto::finding_code code, std::string why) {
    findings_.push_back(finding_of(code, layer, std::move(why)));
  };
  if (!*style)
    return note(proto::finding_code::style_incomplete, proto::describe(style->error()));
  layer_style own{layer.pointer, proto::without_query(layer.style_url), **style, {}};
  std::string lost;
  for (const auto& file : sprites_of(own.style, own.address)) {
    auto request = request_of(layer, file.address);
    request.form.clear();
    request.max_bytes = sprite_limit;
    const auto* answer = reader_.raw("sprite:" + file.address, request);
    if (answer != nullptr && answer->ok() && is_sprite(file, answer->body))
      own.sprites[file.path] = answer->body;
    else
      lost += (lost.empty() ? "" : ", ") + file.path;
  }
  if (!lost.empty())
    note(proto::finding_code::style_incomplete, "not read: " + lost);
  remove_secrets(own.style);
  note(proto::finding_code::own_style, own.address);
  styles_.push_back(std::move(own));
}

layer_source service_documents::original_source(const proto::web_map_layer& layer) {
  const auto& own = address_of(layer);
  if (const auto parsed = proto::parse_service_address(own); parsed && parsed->kind == "VectorTileServer")
    return tile_source(layer, own, true);
  if (layer.style_url.empty())
    return {{}, -1, refusal(code::not_loaded, layer, "it names neither a vector tile service nor a style")};
  const auto* style = style_of(layer);
  if (style == nullptr)
    return {};
  if (!*style)
    return {{}, -1, not_loaded(style->error())};
  const auto sources = source_addresses(**style, proto::without_query(layer.style_url));
  if (sources.size() > 1)
    findings_.push_back(finding_of(proto::finding_code::multi_source_style, layer,
      "its style names " + std::to_string(sources.size()) + " sources"));
  for (const auto& source : sources)
    if (const auto parsed = proto::parse_service_address(source); parsed && parsed->kind == "VectorTileServer")
      return tile_source(layer, source, true);
  return {{}, -1, refusal(code::not_loaded, layer, "its style names no vector tile service")};
}

void service_documents::take(plan_inputs& into) {
  into.features = std::move(features_);
  into.tiles = std::move(tiles_);
  into.styles = std::move(styles_);
  into.findings.insert(into.findings.end(), findings_.begin(), findings_.end());
}

} // namespace core
