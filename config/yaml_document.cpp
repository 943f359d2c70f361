#include "config/yaml_document.hpp"

#include "proto/text.hpp"

#include <yaml-cpp/eventhandler.h>

#include <optional>
#include <set>
#include <sstream>

namespace config {
namespace {

/// Visits every node the way a reader will, aliases unfolded, within limits.
class inspector {
public:
  explicit inspector(problems& found) : found_(found) {}

  void visit(const YAML::Node& node, const std::string& path, int depth) {
    if (stopped_)
      return;
    if (depth > deepest)
      return stop(node, path, "is nested deeper than " + std::to_string(deepest) + " levels");
    if (++count_ > most_nodes)
      return stop(node, path, "unfolds into more than " + std::to_string(most_nodes) + " elements");
    if (node.IsMap())
      visit_map(node, path, depth);
    else if (node.IsSequence())
      visit_sequence(node, path, depth);
  }

private:
  void visit_map(const YAML::Node& node, const std::string& path, int depth) {
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        found_.push_back(at(entry.first.Mark(), path, "has a key that is not a text"));
        continue;
      }
      const auto& key = entry.first.Scalar();
      if (!seen.insert(key).second)
        found_.push_back(at(entry.first.Mark(), inside(path, key), "stands here a second time"));
      visit(entry.second, inside(path, key), depth + 1);
    }
  }

  void visit_sequence(const YAML::Node& node, const std::string& path, int depth) {
    std::size_t index = 0;
    for (const auto& element : node)
      visit(element, inside(path, index++), depth + 1);
  }

  void stop(const YAML::Node& node, const std::string& path, std::string message) {
    stopped_ = true;
    found_.push_back(at(node.Mark(), path, std::move(message)));
  }

  problems& found_;
  int count_ = 0;
  bool stopped_ = false;
};

/// What the parser takes without a word but no reader of ours may see.
void check_bytes(const std::string& text, problems& found) {
  if (text.size() > most_bytes) {
    found.push_back({0, 0, "", "is larger than " + std::to_string(most_bytes >> 20) + " MiB"});
    return;
  }
  int number = 1;
  for (std::size_t begin = 0; begin < text.size(); ++number) {
    auto end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    if (line.find('\0') != std::string::npos || proto::valid_utf8(line) != line) {
      found.push_back({number, 1, "", "is not a text in UTF-8"});
      return;
    }
    begin = end + 1;
  }
}

class document_counter : public YAML::EventHandler {
public:
  std::optional<YAML::Mark> latest;

  void OnDocumentStart(const YAML::Mark& mark) override { latest = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// Where a second document begins. The library's LoadAll never returns where a
/// document makes no progress (yaml-cpp 0.7, the text `,`).
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  document_counter first;
  document_counter second;
  if (parser.HandleNextDocument(first) && parser.HandleNextDocument(second))
    return second.latest;
  return {};
}

} // namespace

yaml_document parse_yaml(const std::string& text) {
  yaml_document document;
  check_bytes(text, document.found);
  if (!document.found.empty())
    return document;
  try {
    if (auto second = second_document(text))
      document.found.push_back(at(*second, "", "begins a second document; one is expected"));
    document.root = YAML::Load(text);
    inspector(document.found).visit(document.root, "", 0);
  } catch (const YAML::Exception& error) {
    document.found.push_back({error.mark.line + 1, error.mark.column + 1, "", error.msg});
  }
  if (!document.found.empty())
    document.root.reset();
  return document;
}

problem at(const YAML::Mark& mark, std::string key, std::string message) {
  // What the parser made up (an empty file) stands in line -1.
  return {mark.line + 1, mark.column + 1, std::move(key), std::move(message)};
}

std::string inside(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

std::string inside(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

} // namespace config
