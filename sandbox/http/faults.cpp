#include "sandbox/http/faults.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, fault_kind>, 12> words{{
  {"refuse", fault_kind::refuse},
  {"drop", fault_kind::drop},
  {"status", fault_kind::status},
  {"error", fault_kind::error},
  {"loginPage", fault_kind::login_page},
  {"changedEtag", fault_kind::changed_etag},
  {"wrongLength", fault_kind::wrong_length},
  {"slow", fault_kind::slow},
  {"delay", fault_kind::delay},
  {"lostJob", fault_kind::lost_job},
  {"endJob", fault_kind::end_job},
  {"expiredToken", fault_kind::expired_token},
}};

/// yaml-cpp reports by exception; so does this file, up to `read_fault_rules`.
[[noreturn]] void wrong(const YAML::Node& where, const std::string& what) {
  throw std::runtime_error{"line " + std::to_string(where.Mark().line + 1) + ": " + what};
}

fault_kind kind_named(const YAML::Node& node) {
  const auto text = node.as<std::string>();
  const auto* found = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.first == text; });
  if (found == words.end())
    wrong(node, "no action is called " + text);
  return found->second;
}

std::uint64_t whole_number(const YAML::Node& node, std::string_view text) {
  const auto value = number_in<std::uint64_t>(text);
  if (!value)
    wrong(node, "a whole number is wanted");
  return *value;
}

job_state state_named(const YAML::Node& node) {
  const auto word = node.as<std::string>();
  const auto state = job_state_named(word);
  if (!state)
    wrong(node, "no state of a job is called " + word);
  if (*state == job_state::succeeded)
    wrong(node, "a job cannot be made to succeed");
  return *state;
}

/// `2`, `2-4` or `3-`
void read_turns(const YAML::Node& node, fault_rule& rule) {
  const auto text = node.as<std::string>();
  const std::size_t dash = text.find('-');
  rule.first = whole_number(node, std::string_view{text}.substr(0, dash));
  if (dash == std::string::npos) {
    rule.last = rule.first;
  } else if (dash + 1 < text.size()) {
    rule.last = whole_number(node, std::string_view{text}.substr(dash + 1));
  }
  if (rule.first == 0 || rule.last < rule.first)
    wrong(node, "requests are counted from 1 upwards");
}

void read_detail(const std::string& key, const YAML::Node& value, fault& does) {
  if (key == "bytes") {
    does.bytes = value.as<std::uint64_t>();
  } else if (key == "code") {
    does.code = value.as<int>();
  } else if (key == "message") {
    does.message = value.as<std::string>();
  } else if (key == "retryAfter") {
    does.retry_after = value.as<int>();
  } else if (key == "add") {
    does.add = value.as<std::uint64_t>();
  } else if (key == "bytesPerSecond") {
    does.bytes_per_second = std::max<std::uint64_t>(value.as<std::uint64_t>(), 1);
  } else if (key == "seconds") {
    does.delay = std::chrono::milliseconds{static_cast<std::int64_t>(value.as<double>() * 1000)};
  } else if (key == "state") {
    does.state = state_named(value);
  } else {
    wrong(value, "no key is called " + key);
  }
}

path_pattern pattern_of(const YAML::Node& node) {
  auto pattern = path_pattern::compile(node.as<std::string>());
  if (!pattern)
    wrong(node, pattern.error());
  return std::move(*pattern);
}

fault_rule read_rule(const YAML::Node& node) {
  if (!node.IsMap() || !node["path"] || !node["action"])
    wrong(node, "a rule needs path and action");
  fault_rule rule{.path = pattern_of(node["path"]), .method = {}, .does = {}};
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (key == "path")
      continue;
    if (key == "method") {
      rule.method = entry.second.as<std::string>();
    } else if (key == "nth") {
      read_turns(entry.second, rule);
    } else if (key == "action") {
      rule.does.word = entry.second.as<std::string>();
      rule.does.kind = kind_named(entry.second);
    } else {
      read_detail(key, entry.second, rule.does);
    }
  }
  return rule;
}

} // namespace

outcome<std::vector<fault_rule>> read_fault_rules(const std::string& yaml) {
  try {
    std::vector<fault_rule> rules;
    const YAML::Node script = YAML::Load(yaml);
    if (!script.IsNull() && !script.IsSequence())
      return problem{"a fault script is a list of rules"};
    for (const auto& node : script)
      rules.push_back(read_rule(node));
    return rules;
  } catch (const std::exception& e) {
    return problem{e.what()};
  }
}

fault_plan::fault_plan(std::vector<fault_rule> rules) : rules_{std::move(rules)}, seen_(rules_.size(), 0) {}

std::optional<fault> fault_plan::next(const http_request& request) {
  const std::lock_guard lock{mutex_};
  std::optional<fault> chosen;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const fault_rule& rule = rules_[i];
    if (!rule.method.empty() && rule.method != request.method)
      continue;
    if (!rule.path.matches(request.path))
      continue;
    const std::uint64_t turn = ++seen_[i];
    if (!chosen && turn >= rule.first && turn <= rule.last)
      chosen = rule.does;
  }
  return chosen;
}

} // namespace sandbox
