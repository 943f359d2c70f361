#pragma once

#include "config/problem.hpp"

#include <yaml-cpp/yaml.h>

#include <string>

namespace config {

/// A YAML text that is safe to walk: valid UTF-8, one document, every mapping's
/// keys are unique texts, no recursion, and no aliases that unfold into more
/// than `most_nodes` nodes. `root` is null where `found` is not empty.
struct yaml_document {
  YAML::Node root;
  problems found;
};

/// Never throws.
yaml_document parse_yaml(const std::string& text);

constexpr std::size_t most_bytes = 8u << 20; ///< of a file: an area may have many vertices
constexpr int most_nodes = 1'000'000;
constexpr int deepest = 32;

/// A problem of the element that stands there.
problem at(const YAML::Mark& mark, std::string key, std::string message);

/// The path of an element inside another: `limits` + `jobs`.
std::string inside(const std::string& path, const std::string& key);
std::string inside(const std::string& path, std::size_t index);

} // namespace config
