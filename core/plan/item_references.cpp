#include "core/plan/item_references.hpp"

#include "core/addresses.hpp"
#include "core/plan/service_documents.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace core {
namespace {

using code = proto::failure_code;
using layer_kind = proto::layer_kind;

constexpr auto of_layer = document_reader::importance::of_layer;
constexpr auto during_item = "reading a layer's item";
constexpr std::size_t most_item_bytes = std::size_t{32} << 20; // as large as a map may be itself

bool is_service(const std::string& type) {
  static constexpr std::array<std::string_view, 4> types{
    "Feature Service", "Map Service", "Image Service", "Vector Tile Service"};
  return std::ranges::any_of(types, [&](std::string_view one) { return proto::same_word(one, type); });
}

bool is_list(const nlohmann::json& object, const char* name) {
  return object.is_object() && object.contains(name) && object[name].is_array();
}

/// The address that an item gives, with the sublayer that the map's entry names.
std::string address_in(const std::string& url, const nlohmann::json& entry) {
  const auto address = without_secrets(url);
  const auto parsed = proto::parse_service_address(address);
  const auto layer = proto::integer_in<int>(entry, "layerId");
  if (!parsed || parsed->layer || !layer || *layer < 0 || parsed->kind == "VectorTileServer")
    return address;
  return parsed->root + "/" + std::to_string(*layer);
}

} // namespace

bool is_item_id(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}

bool item_budget::take(const nlohmann::json& what) {
  bytes_ += what.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).size();
  return bytes_ <= most_item_bytes;
}

item_references::item_references(document_reader& reader, const portal_access& portal, item_budget& budget)
  : reader_(reader),
    portal_(portal),
    budget_(budget) {}

proto::outcome item_references::resolve(plan_inputs& in, const std::function<bool(const layer&)>& is_wanted) {
  for (bool changed = true; changed;) { // a group may bring groups
    changed = false;
    std::vector<const layer*> references;
    for (const auto& what : in.map.layers)
      if (is_wanted(what) && is_reference(what, in.map.document.at(nlohmann::json::json_pointer(what.pointer))))
        references.push_back(&what);
    auto document = references.empty() ? nlohmann::json() : in.map.document;
    for (const auto* what : references)
      changed |= put_in(*what, document.at(nlohmann::json::json_pointer(what->pointer)), in);
    if (!changed)
      break;
    auto map = proto::read_web_map(document);
    if (!map)
      return map.error();
    in.map = std::move(*map);
  }
  return std::nullopt;
}

bool item_references::is_reference(const layer& what, const nlohmann::json& entry) const {
  if (!is_item_id(what.item_id) || !what.url.empty() || !what.style_url.empty() || settled_.contains(what.pointer))
    return false;
  switch (what.kind) {
  case layer_kind::group_layer: return !is_list(entry, "layers");
  case layer_kind::feature_collection:
    return !entry.contains("featureCollection") && what.collection_type.empty()
      && !proto::same_word(what.layer_type, "Feature Collection");
  case layer_kind::other: return what.layer_type.empty();
  default: return true;
  }
}

bool item_references::put_in(const layer& what, nlohmann::json& entry, plan_inputs& in) {
  return what.kind == layer_kind::group_layer ? put_group_in(what, entry, in) : put_address_in(what, entry, in);
}

bool item_references::put_group_in(const layer& what, nlohmann::json& entry, plan_inputs& in) {
  if (is_inside_itself(what))
    return fail(what, in, refusal(code::not_loaded, what, "the item of the group holds the group itself"));
  const auto asked = portal_document(portal_.url, portal_.portal, "content/items/" + what.item_id + "/data");
  const auto* data = reader_.json("item:" + what.item_id, asked, of_layer, during_item, label(what));
  if (data == nullptr)
    return false;
  if (!*data)
    return fail(what, in, not_loaded(data->error()));
  if (!is_list(**data, "layers"))
    return fail(what, in, refusal(code::not_loaded, what, "its item holds no layers"));
  if (!budget_.take(**data))
    return fail(what, in, refusal(code::limit_exceeded, what, "the items of the map's layers hold too much"));
  for (const auto* name : {"layers", "tables", "visibilityMode"})
    if ((**data).contains(name) && !entry.contains(name))
      entry[name] = (**data)[name];
  in.documents[what.pointer] = asked.address;
  groups_[what.pointer] = what.item_id;
  return true;
}

bool item_references::put_address_in(const layer& what, nlohmann::json& entry, plan_inputs& in) {
  const auto* json = reader_.json("layer-item:" + what.item_id,
    portal_document(portal_.url, portal_.portal, "content/items/" + what.item_id), of_layer, during_item, label(what));
  if (json == nullptr)
    return false;
  const auto item = *json ? proto::read_portal_item(**json) : proto::result<proto::portal_item>(json->error());
  const bool may_hold_features = what.kind == layer_kind::feature_collection;
  if (may_hold_features && (!item || proto::same_word(item->type, "Feature Collection"))) {
    settled_.insert(what.pointer); // its data tell, or why they cannot
    return false;
  }
  if (!item)
    return fail(what, in, not_loaded(item.error()));
  if (!is_service(item->type))
    return fail(what, in, refusal(code::unsupported_layer_type, what, "its item is a " + item->type));
  if (item->url.empty())
    return fail(what, in, refusal(code::missing_item_property, what, "its item has no url"));
  entry["url"] = address_in(item->url, entry);
  return true;
}

/// For good: false, since nothing was put into the map.
bool item_references::fail(const layer& what, plan_inputs& in, proto::failure why) {
  settled_.insert(what.pointer);
  in.sources[what.pointer].failure = std::move(why);
  return false;
}

bool item_references::is_inside_itself(const layer& what) const {
  return std::ranges::any_of(groups_,
    [&](const auto& group) { return group.second == what.item_id && what.pointer.starts_with(group.first + "/"); });
}

} // namespace core
