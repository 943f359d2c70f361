#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace io {

/// An element with text: path of local names from the root, `a/b/c`.
struct xml_text {
  std::string path;
  std::string text;
};

/// The text elements of a small XML document, in order, name space prefixes and
/// attributes left out. Enough for the settings that tile packages and
/// geodatabases hold; no external entities, no DTD. Empty where the document is
/// not well-formed or nested deeper than 64.
std::vector<xml_text> scan_xml(std::string_view document);

/// Text of the first element whose path ends with `path` (at a name's border), or empty.
std::string text_at(const std::vector<xml_text>& elements, std::string_view path);

} // namespace io
