#include "core/plan/item_info.hpp"

namespace core {

item_info item_info_of(const proto::portal_item& item, const std::string& thumbnail,
  const std::optional<proto::item_info_changes>& changes) {
  item_info info{item.title, item.snippet, item.description, item.tags, item.access_information, item.license_info,
    thumbnail, item.type_keywords};
  if (!changes)
    return info;
  if (changes->replace) {
    info = item_info{};
    info.type_keywords = item.type_keywords;
  }
  info.title = changes->title.value_or(info.title);
  info.snippet = changes->snippet.value_or(info.snippet);
  info.description = changes->description.value_or(info.description);
  info.tags = changes->tags.value_or(info.tags);
  info.access_information = changes->access_information.value_or(info.access_information);
  info.terms_of_use = changes->terms_of_use.value_or(info.terms_of_use);
  info.thumbnail = changes->thumbnail.value_or(info.thumbnail);
  return info;
}

proto::item_info_changes changes_to(const item_info& info) {
  proto::item_info_changes all;
  all.title = info.title;
  all.snippet = info.snippet;
  all.description = info.description;
  all.tags = info.tags;
  all.access_information = info.access_information;
  all.terms_of_use = info.terms_of_use;
  if (info.thumbnail.size() <= proto::item_thumbnail_limit)
    all.thumbnail = info.thumbnail;
  return all;
}

} // namespace core
