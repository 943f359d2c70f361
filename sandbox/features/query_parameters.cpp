#include "sandbox/features/query_parameters.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

/// What web maps want on requests for the sake of what stands before a service; no answer depends on it.
bool is_for_gateways(std::string_view name) { return same_word(name, "apikey") || same_word(name, "lang"); }

} // namespace

std::optional<problem> refuse_unknown(const http_request& request, std::span<const known_parameter> known) {
  for (const auto& [name, text] : request.parameters) {
    if (text.empty() || is_for_gateways(name))
      continue;
    const auto found = std::find_if(
      known.begin(), known.end(), [&name = name](const known_parameter& one) { return same_word(one.name, name); });
    if (found == known.end())
      return problem{"'" + name + "' parameter is not supported by this service"};
    const auto allowed = [&values = found->values, word = " " + lower_case(text) + " "] {
      return (" " + std::string{values} + " ").find(word) != std::string::npos;
    };
    if (found->values != "*" && (text.find(' ') != std::string::npos || !allowed()))
      return invalid_parameter(name, text + " is not supported by this service");
  }
  return {};
}

problem invalid_parameter(std::string_view name, const std::string& why) {
  return {"'" + std::string{name} + "' parameter is invalid: " + why};
}

bool read_flag(const http_request& request, std::string_view name, bool otherwise) {
  const std::string& text = request.parameter(name);
  return text.empty() ? otherwise : same_word(text, "true");
}

outcome<std::size_t> read_count(
  const http_request& request, std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most) {
  const std::string& text = request.parameter(name);
  if (text.empty())
    return otherwise;
  const auto number = number_in<std::size_t>(text);
  if (!number || *number < least || *number > most)
    return invalid_parameter(name, text);
  return *number;
}

outcome<std::vector<std::int64_t>> read_object_ids(const std::string& text) {
  std::vector<std::int64_t> ids;
  for (const std::string_view word : list_items(text)) {
    const auto id = number_in<std::int64_t>(word);
    if (!id)
      return invalid_parameter("objectIds", std::string{word});
    ids.push_back(*id);
  }
  return ids;
}

outcome<int> read_known_reference(const http_request& request, std::string_view name, int otherwise) {
  const std::string& text = request.parameter(name);
  const auto wkid = read_reference(text, otherwise);
  if (!wkid || !known_wkid(*wkid))
    return invalid_parameter(name, text);
  return *wkid;
}

outcome<std::vector<std::size_t>> read_out_fields(const std::string& names, const table& from) {
  if (names.empty())
    return std::vector{from.object_id_column()};
  std::set<std::size_t> chosen;
  for (const std::string_view name : list_items(names)) {
    if (name == "*") {
      for (std::size_t i = 0; i < from.fields.size(); ++i)
        chosen.insert(i);
      continue;
    }
    const field* found = from.find_field(name);
    if (found == nullptr)
      return invalid_parameter("outFields", "there is no field " + std::string{name});
    chosen.insert(static_cast<std::size_t>(found - from.fields.data()));
  }
  return std::vector<std::size_t>{chosen.begin(), chosen.end()};
}

} // namespace sandbox
