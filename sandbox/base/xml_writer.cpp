#include "sandbox/base/xml_writer.hpp"

#include <charconv>

namespace sandbox {

void xml_writer::root(std::string_view name, bool qualified) {
  const std::string tag = (qualified ? "typens:" : "") + std::string{name};
  text_ += "<" + tag + " xsi:type='typens:" + std::string{name}
    + "' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xs='http://www.w3.org/2001/XMLSchema'"
      " xmlns:typens='http://www.esri.com/schemas/ArcGIS/10.5'>";
  open_.push_back(tag);
}

void xml_writer::open(std::string_view name, std::string_view type) {
  text_ += "<" + std::string{name};
  if (!type.empty())
    text_ += " xsi:type='" + std::string{type} + "'";
  text_ += ">";
  open_.emplace_back(name);
}

void xml_writer::close() {
  text_ += "</" + open_.back() + ">";
  open_.pop_back();
}

void xml_writer::element(std::string_view name, std::string_view text, std::string_view type) {
  open(name, type);
  text_ += escaped_xml(text);
  close();
}

void xml_writer::element(std::string_view name, double number) {
  char digits[32];
  const auto written = std::to_chars(std::begin(digits), std::end(digits), number);
  element(name, std::string_view{digits, static_cast<std::size_t>(written.ptr - digits)});
}

std::string escaped_xml(std::string_view text) {
  std::string safe;
  for (char c : text) {
    switch (c) {
    case '&': safe += "&amp;"; break;
    case '<': safe += "&lt;"; break;
    case '>': safe += "&gt;"; break;
    case '"': safe += "&quot;"; break;
    case '\'': safe += "&apos;"; break;
    default: safe += c;
    }
  }
  return safe;
}

} // namespace sandbox
