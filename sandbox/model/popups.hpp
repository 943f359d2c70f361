#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// `popupInfo` of a table: all of its fields, the ids hidden. Web map specification, popupInfo.
nlohmann::json popup_of(const service_data& service, const table& source, const std::string& title);

/// What the item of a feature service stores: a popup for each table, and what `written` says about the same ids
/// instead or besides (`{"layers": [{"id", …}], "tables": […]}`, or null).
nlohmann::json item_data_of(const service_data& service, const nlohmann::json& written);

} // namespace sandbox
