#include "sandbox/model/popups.hpp"

#include <algorithm>

namespace sandbox {

using nlohmann::json;

json popup_of(const service_data& service, const table& source, const std::string& title) {
  json infos = json::array();
  for (const field& column : source.fields) {
    const bool is_id =
      column.type == field_type::object_id || column.type == field_type::global_id || column.type == field_type::guid;
    infos.push_back({{"fieldName", column.name}, {"label", column.alias}, {"visible", !is_id},
      {"isEditable", source.is_editable() && column.editable},
      {"domainShown", service.find_domain(column.domain) != nullptr}});
  }
  return {{"title", title}, {"fieldInfos", infos}, {"description", nullptr},
    {"showAttachments", source.has_attachments}, {"mediaInfos", json::array()}};
}

json item_data_of(const service_data& service, const json& written) {
  json made{{"layers", json::array()}, {"tables", json::array()}};
  for (const table& source : service.tables) {
    const char* kind = source.is_spatial() ? "layers" : "tables";
    json entry{
      {"id", source.id}, {"popupInfo", popup_of(service, source, source.name + " {" + source.display_field + "}")}};
    if (written.contains(kind)) {
      for (const json& one : written.at(kind)) {
        if (one.value("id", -1) == source.id)
          entry.update(one);
      }
    }
    made[kind].push_back(std::move(entry));
  }
  return made;
}

} // namespace sandbox
