#include "config/settings_reader.hpp"

#include "config/yaml_document.hpp"
#include "proto/duration.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <charconv>

namespace config {

settings_reader::settings_reader(const YAML::Node& node, std::string path, marks& seen, problems& found)
  : node_(node),
    path_(std::move(path)),
    seen_(seen),
    found_(found) {
  if (node_.IsMap() || node_.IsNull())
    return;
  found_.push_back(at(node_.Mark(), path_, "must be a mapping of keys to values"));
  node_.reset();
}

void settings_reader::text(std::string_view key, std::string& value, check wrong, const char*, const char*) {
  auto given = scalar(key);
  if (!given)
    return;
  if (auto complaint = wrong(*given); !complaint.empty())
    return refuse(key, complaint);
  value = *given;
}

void settings_reader::texts(std::string_view key, std::vector<std::string>& values, check wrong, const char*) {
  const auto list = find(key);
  if (!list)
    return;
  if (!list->IsSequence())
    return refuse(key, "must be a list");
  values.clear();
  std::size_t index = 0;
  for (const auto& element : *list) {
    const auto path = inside(path_of(key), index++);
    auto complaint = element.IsScalar() ? wrong(element.Scalar()) : "must be a text";
    if (element.IsScalar() && std::find(values.begin(), values.end(), element.Scalar()) != values.end())
      complaint = "stands here a second time";
    if (complaint.empty())
      values.push_back(element.Scalar());
    else
      found_.push_back(at(element.Mark(), path, complaint));
    seen_.insert_or_assign(path, element.Mark());
  }
}

void settings_reader::pairs(std::string_view key, std::map<std::string, std::string>& values, check wrong_name,
  check wrong_value, const char*, const char*) {
  for (const auto& [name, node] : children(key)) {
    const auto path = inside(path_of(key), name);
    auto complaint = wrong_name(name);
    if (complaint.empty())
      complaint = node.IsScalar() ? wrong_value(node.Scalar()) : "must be a single value";
    if (complaint.empty())
      values[name] = node.Scalar();
    else
      found_.push_back(at(seen_[path], path, std::move(complaint)));
  }
}

void settings_reader::flag(std::string_view key, bool& value, const char*) {
  auto given = scalar(key);
  if (!given)
    return;
  if (*given != "true" && *given != "false")
    return refuse(key, "must be true or false");
  value = *given == "true";
}

void settings_reader::number(
  std::string_view key, std::uint32_t& value, std::pair<std::uint32_t, std::uint32_t> range, const char*) {
  auto given = scalar(key);
  if (!given)
    return;
  std::uint32_t number = 0;
  const auto* end = given->data() + given->size();
  const auto [stopped, error] = std::from_chars(given->data(), end, number);
  if (error != std::errc{} || stopped != end || number < range.first || number > range.second)
    return refuse(
      key, "must be a whole number from " + std::to_string(range.first) + " to " + std::to_string(range.second));
  value = number;
}

void settings_reader::duration(std::string_view key, std::chrono::seconds& value, const char*) {
  auto given = scalar(key);
  if (!given)
    return;
  const auto span = proto::read_duration(*given);
  if (!span || span->count() == 0)
    return refuse(key, "must be a duration like 30s, 10min, 2h or 1d");
  value = *span;
}

void settings_reader::later(std::string_view key) {
  const auto value = find(key);
  const bool empty = value && (value->IsMap() || value->IsSequence()) && value->size() == 0;
  if (value && !value->IsNull() && !empty)
    refuse(key, "is not taken by this version");
}

void settings_reader::finish() {
  if (!node_.IsMap())
    return;
  for (const auto& entry : node_) {
    const auto& key = entry.first.Scalar();
    if (std::find(known_.begin(), known_.end(), key) != known_.end())
      continue;
    auto message = std::string("is no key that is known here");
    if (auto near = proto::nearest_name(key, known_.data(), known_.size()); !near.empty())
      message += "; did you mean `" + near + "`?";
    found_.push_back(at(entry.first.Mark(), path_of(key), message));
  }
}

/// The value of a key, if it is there. Keys are compared here and not by the library,
/// which would insert what it does not find.
std::optional<YAML::Node> settings_reader::find(std::string_view key) {
  known_.push_back(key);
  if (node_.IsMap())
    for (const auto& entry : node_)
      if (entry.first.Scalar() == key) {
        seen_.insert_or_assign(path_of(key), (entry.second.IsNull() ? entry.first : entry.second).Mark());
        return entry.second;
      }
  return {};
}

std::optional<std::string> settings_reader::scalar(std::string_view key) {
  const auto value = find(key);
  if (!value)
    return {};
  if (value->IsScalar())
    return value->Scalar();
  refuse(key, value->IsNull() ? "has no value" : "must be a single value");
  return {};
}

std::vector<std::pair<std::string, YAML::Node>> settings_reader::children(std::string_view key) {
  std::vector<std::pair<std::string, YAML::Node>> all;
  const auto value = find(key);
  if (value && value->IsMap())
    for (const auto& entry : *value) {
      all.emplace_back(entry.first.Scalar(), entry.second);
      seen_.insert_or_assign(inside(path_of(key), entry.first.Scalar()), entry.first.Mark());
    }
  else if (value && !value->IsNull())
    refuse(key, "must be a mapping of names to entries");
  return all;
}

std::string settings_reader::path_of(std::string_view key) const { return inside(path_, std::string(key)); }

void settings_reader::refuse(std::string_view key, std::string message) {
  const auto path = path_of(key);
  found_.push_back(at(seen_[path], path, std::move(message)));
}

void settings_reader::refuse_word(std::string_view key, const std::vector<std::string_view>& words) {
  std::string list;
  for (const auto& word : words)
    list += (list.empty() ? "" : ", ") + std::string(word);
  refuse(key, (words.size() == 1 ? "must be " : "must be one of ") + list);
}

} // namespace config
