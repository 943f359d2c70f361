#include "proto/control/item_info_changes.hpp"

#include "proto/control/request_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace proto {
namespace {

constexpr std::array<std::string_view, 8> names{
  "title", "snippet", "description", "tags", "accessInformation", "termsOfUse", "thumbnail", "replace"};

/// Calls `visit(name, member)` for every member that is one text.
template <class Changes, class Visit>
void for_each_text(Changes& changes, Visit visit) {
  visit("title", changes.title);
  visit("snippet", changes.snippet);
  visit("description", changes.description);
  visit("accessInformation", changes.access_information);
  visit("termsOfUse", changes.terms_of_use);
  visit("thumbnail", changes.thumbnail);
}

bool is_picture(std::string_view uri) {
  return std::ranges::any_of(std::array{"png", "jpeg", "gif"},
    [&](std::string_view type) { return uri.starts_with("data:image/" + std::string{type} + ";base64,"); });
}

void check_thumbnail(request_reader& in, const std::string& uri, const std::string& element) {
  if (!uri.empty() && !is_picture(uri))
    in.fail(element, "must be a picture: a PNG, JPEG or GIF file in a job file, its data URI in a request");
  if (uri.size() > item_thumbnail_limit)
    in.fail(element, "is too large for a thumbnail");
}

} // namespace

nlohmann::json to_json(const item_info_changes& changes) {
  auto json = nlohmann::json::object();
  for_each_text(changes, [&](const char* name, const std::optional<std::string>& text) {
    if (text)
      json[name] = *text;
  });
  if (changes.tags)
    json["tags"] = *changes.tags;
  if (changes.replace)
    json["replace"] = true;
  return json;
}

item_info_changes read_item_info_changes(request_reader& in, const nlohmann::json& json, const std::string& element) {
  item_info_changes changes;
  if (!in.is_object(json, element))
    return changes;
  in.refuse_unknown(json, element + ".", names);
  for_each_text(changes, [&](const std::string& name, std::optional<std::string>& text) {
    const auto* found = in.find(json, name.c_str());
    if (found && found->is_string())
      text = found->get<std::string>();
    else if (found)
      in.fail(element + "." + name, "must be text");
  });
  if (const auto* tags = in.find(json, "tags")) {
    const bool texts = tags->is_array() && std::ranges::all_of(*tags, [](const auto& tag) { return tag.is_string(); });
    if (texts)
      changes.tags = tags->get<std::vector<std::string>>();
    else
      in.fail(element + ".tags", "must be a list of texts");
  }
  if (const auto* replace = in.find(json, "replace")) {
    if (replace->is_boolean())
      changes.replace = replace->get<bool>();
    else
      in.fail(element + ".replace", "must be true or false");
  }
  if (changes.thumbnail)
    check_thumbnail(in, *changes.thumbnail, element + ".thumbnail");
  return changes;
}

} // namespace proto
