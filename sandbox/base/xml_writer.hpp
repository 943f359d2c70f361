#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// The ten characters or so of XML that item definitions need.
class xml_writer {
public:
  /// The outermost element, with the namespaces of the vendor's definitions. `qualified` puts the prefix before its name.
  void root(std::string_view name, bool qualified);
  /// `type`: the value of xsi:type, or empty.
  void open(std::string_view name, std::string_view type = {});
  void close();
  void element(std::string_view name, std::string_view text, std::string_view type = {});
  void element(std::string_view name, const char* text) { element(name, std::string_view{text}); }
  void element(std::string_view name, bool flag) { element(name, flag ? std::string_view{"true"} : "false"); }
  void element(std::string_view name, long long number) { element(name, std::string_view{std::to_string(number)}); }
  void element(std::string_view name, double number);

  const std::string& text() const { return text_; }

private:
  std::string text_;
  std::vector<std::string> open_;
};

/// `text` as it may stand between two tags or inside of quotes.
std::string escaped_xml(std::string_view text);

} // namespace sandbox
