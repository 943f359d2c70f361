#include "client/job_argument.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"

namespace client {
namespace {

constexpr auto during = "asking for overrides";

/// The dictionary that entries of a type of OfflineMapParametersKey stand in.
std::string dictionary_of(const std::string& type) { return type + "Parameters"; }

/// The entry that a key leads to, with the key; null where the answer lacks it.
nlohmann::json entry_of(const nlohmann::json& overrides, const nlohmann::json& key) {
  const auto* dictionary = proto::member(overrides, dictionary_of(proto::text_in(key, "type")).c_str());
  const auto* entry = dictionary ? proto::member(*dictionary, proto::text_in(key, "serviceUri").c_str()) : nullptr;
  if (!entry)
    return nullptr;
  auto shown = key;
  shown["parameters"] = *entry;
  return shown;
}

int show(const invocation& call, const nlohmann::json& document) {
  if (document.is_null())
    return report(call, proto::unreadable(document, during, "the daemon's answer holds none"));
  if (call.json)
    print_json(document);
  else
    print(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  return exit_code::done;
}

} // namespace

/// Fit for the `overrides` of a job file, unless one entry alone is wanted.
int overrides(const invocation& call) {
  return ask_about_map(call, "offlineMap.parameterOverrides", [&](const nlohmann::json& result) {
    const auto* all = proto::member(result, "overrides");
    const bool is_table = !call.table.empty();
    const auto& id = is_table ? call.table : call.layer;
    if (!all || id.empty())
      return show(call, all ? *all : nlohmann::json());
    const auto* keys = proto::member(result, is_table ? "tableKeys" : "layerKeys");
    if (const auto* key = keys ? proto::member(*keys, id.c_str()) : nullptr)
      return show(call, entry_of(*all, *key));
    return report(call,
      proto::failure{.code = proto::failure_code::override_unknown,
        .during = during,
        .subject = id,
        .hint =
          std::string{"no "} + (is_table ? "table" : "layer") + " of the map with this id is taken from a service"});
  });
}

} // namespace client
