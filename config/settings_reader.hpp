#pragma once

#include "config/checks.hpp"
#include "config/problem.hpp"

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace config {

/// Where elements stand, by their path, so that later checks can point at them.
using marks = std::map<std::string, YAML::Mark>;

/// Reads one mapping, told its keys one by one (settings_schema.hpp). A value
/// that is wrong leaves the default in place and a problem behind.
class settings_reader {
public:
  /// `node` may be null: then everything keeps its default.
  settings_reader(const YAML::Node& node, std::string path, marks& seen, problems& found);

  void text(std::string_view key, std::string& value, check wrong, const char* about, const char* sample = "");
  void texts(std::string_view key, std::vector<std::string>& values, check wrong, const char* about);
  void pairs(std::string_view key, std::map<std::string, std::string>& values, check wrong_name, check wrong_value,
    const char* sample, const char* about);
  void flag(std::string_view key, bool& value, const char* about);
  void number(
    std::string_view key, std::uint32_t& value, std::pair<std::uint32_t, std::uint32_t> range, const char* about);
  void duration(std::string_view key, std::chrono::seconds& value, const char* about);
  void later(std::string_view key);

  template <class Choices, class Enum>
  void word(std::string_view key, Enum& value, const Choices& choices, const char*) {
    auto given = scalar(key);
    if (!given)
      return;
    std::vector<std::string_view> words;
    for (const auto& [name, meaning] : choices) {
      if (name == *given) {
        value = meaning;
        return;
      }
      words.push_back(name);
    }
    refuse_word(key, words);
  }

  template <class Describe>
  void section(std::string_view key, Describe describe_inside) {
    settings_reader inner(find(key).value_or(YAML::Node()), path_of(key), seen_, found_);
    describe_inside(inner);
    inner.finish();
  }

  template <class Entry>
  void entries(std::string_view key, std::map<std::string, Entry>& values, const char*, const char*) {
    for (const auto& [name, node] : children(key)) {
      settings_reader inner(node, path_of(key) + "." + name, seen_, found_);
      describe(inner, values[name]);
      inner.finish();
    }
  }

  /// Reports the keys that nobody asked for. To be called last.
  void finish();

private:
  std::optional<YAML::Node> find(std::string_view key);
  std::optional<std::string> scalar(std::string_view key);
  std::vector<std::pair<std::string, YAML::Node>> children(std::string_view key);
  std::string path_of(std::string_view key) const;
  void refuse(std::string_view key, std::string message);
  void refuse_word(std::string_view key, const std::vector<std::string_view>& words);

  YAML::Node node_; ///< a mapping or null
  std::string path_;
  marks& seen_;
  problems& found_;
  std::vector<std::string_view> known_;
};

} // namespace config
