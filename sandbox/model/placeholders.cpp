#include "sandbox/model/placeholders.hpp"

namespace sandbox {

using nlohmann::json;

std::string filled_text(std::string_view text, const placeholder_meaning& meaning) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == text.npos ? text.npos : text.find('}', begin);
    if (end == text.npos)
      break;
    filled += text.substr(0, begin);
    const std::string_view inside = text.substr(begin + 2, end - begin - 2);
    const std::size_t colon = inside.find(':');
    filled += meaning(inside.substr(0, colon), colon == inside.npos ? std::string_view{} : inside.substr(colon + 1));
    text.remove_prefix(end + 1);
  }
  return filled += text;
}

json filled_document(const json& document, const placeholder_meaning& meaning) {
  json filled = document;
  if (filled.is_string()) {
    filled = filled_text(document.get_ref<const std::string&>(), meaning);
  } else if (filled.is_structured()) {
    for (json& member : filled)
      member = filled_document(member, meaning);
  }
  return filled;
}

std::string placeholder_service(std::string_view name) {
  return std::string{name} + (name.find('/') == name.npos ? "/FeatureServer" : "");
}

void check_placeholders(const data_place& document, const dataset& data) {
  if (document.value().is_object()) {
    for (const auto& [name, member] : document.value().items())
      check_placeholders(document.at(name.c_str()), data);
  } else if (document.value().is_array()) {
    for (const data_place& item : document.items())
      check_placeholders(item, data);
  } else if (document.value().is_string()) {
    filled_text(document.text(), [&](std::string_view word, std::string_view name) -> std::string {
      const bool known = word == "portal" || (word == "service" && data.server_of(placeholder_service(name)))
        || ((word == "item" || word == "resources") && data.has_item(name));
      if (!known)
        document.wrong("there is no " + std::string{word} + " \"" + std::string{name} + "\"");
      return {};
    });
  }
}

} // namespace sandbox
