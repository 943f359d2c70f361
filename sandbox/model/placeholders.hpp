#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/dataset.hpp"

namespace sandbox {

// Strings of web maps and other documents name addresses and ids by placeholders, since both depend on who asks:
//
//   ${service:Trails}              root of a feature service, ${service:Basemap/MapServer} of another one
//   ${item:Trails and closures}    id of the item with this title
//   ${resources:Night style}       address of the resources of an item
//   ${portal}                      address of the portal

/// What a placeholder stands for, by the word before its colon and the name behind it.
using placeholder_meaning = std::function<std::string(std::string_view word, std::string_view name)>;

/// The text with all placeholders replaced. What is not closed stays as it is.
std::string filled_text(std::string_view text, const placeholder_meaning& meaning);
/// The document with those in all of its strings replaced; names of members have none.
nlohmann::json filled_document(const nlohmann::json& document, const placeholder_meaning& meaning);

/// The path below `rest/services/` that a service placeholder names.
std::string placeholder_service(std::string_view name);

/// Throws `bad_data` for a placeholder that names nothing in the data.
void check_placeholders(const data_place& document, const dataset& data);

} // namespace sandbox
