#include "client/capabilities_text.hpp"

#include "client/text_units.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace client {
namespace {

using nlohmann::json;

constexpr std::size_t name_width = 32;

const json& list_in(const json& document, std::string_view name) {
  static const json none = json::array();
  const auto* list = proto::member(document, name);
  return list && list->is_array() ? *list : none;
}

std::string shown(const json& entry, std::string_view name) { return proto::printable(proto::text_in(entry, name)); }

/// Words of `who`, for people.
std::string party_text(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> parties{{{"mapAuthor", "the map's author"},
    {"serviceOwner", "the service's owner"}, {"portalAdministrator", "the portal's administrator"},
    {"caller", "whoever writes the job file"}, {"machineOperator", "whoever runs this machine"}}};
  const auto known = std::ranges::find(parties, word, [](const auto& each) { return each.first; });
  return known == parties.end() ? word : std::string(known->second);
}

/// What and why, then who can change it, and how.
void add_findings(std::vector<std::string>& lines, const json& findings) {
  for (const auto& finding : findings) {
    const auto why = shown(finding, "why");
    lines.push_back("      " + padded(shown(finding, "level") + ":", 6) + shown(finding, "what")
      + (why.empty() ? "" : " (" + why + ")"));
    lines.push_back("            " + party_text(shown(finding, "who")) + ": " + shown(finding, "how"));
  }
}

bool stays_online(const json& entry) { return proto::boolean_in(entry, "remainsOnline").value_or(false); }
bool goes_offline(const json& entry) {
  return !stays_online(entry) && proto::boolean_in(entry, "supportsOffline").value_or(false);
}

std::size_t count(const json& document, bool (*which)(const json&)) {
  std::size_t all = 0;
  for (const auto* name : {"layerCapabilities", "tableCapabilities"})
    all += static_cast<std::size_t>(std::ranges::count_if(list_in(document, name), which));
  return all;
}

void add_entries(std::vector<std::string>& lines, const json& entries, std::string_view kind) {
  for (const auto& entry : entries) {
    const auto title = shown(entry, "title");
    lines.push_back("  "
      + padded(stays_online(entry) ? "online"
          : goes_offline(entry)    ? "yes"
                                   : "no",
        8)
      + padded(kind, 7) + padded(title.empty() ? shown(entry, "id") : title, name_width) + "  "
      + shown(entry, "service"));
    add_findings(lines, list_in(entry, "findings"));
  }
}

} // namespace

std::vector<std::string> describe_capabilities(const json& document) {
  const auto& layers = list_in(document, "layerCapabilities");
  const auto& tables = list_in(document, "tableCapabilities");
  const auto online = count(document, stays_online);
  const bool has_errors = proto::boolean_in(document, "hasErrors").value_or(true);
  std::vector<std::string> lines{std::string("all goes offline: ") + (has_errors ? "no" : "yes") + " ("
    + std::to_string(count(document, goes_offline)) + " of " + std::to_string(layers.size() + tables.size())
    + " layers and tables" + (online == 0 ? "" : ", " + std::to_string(online) + " online") + ")"};
  add_findings(lines, list_in(document, "findings"));
  add_entries(lines, layers, "layer");
  add_entries(lines, tables, "table");
  return lines;
}

} // namespace client
